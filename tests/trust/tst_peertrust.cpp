// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pki.h"
#include "trust/peertrust.h"
#include "trust/revocationlist.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

QString named(const char *text)
{
    return QString::fromLatin1(text);
}

const char kLongAgo[] = "20110101000000Z";

} // namespace

/// Which certificates a folder lets in, and that openssl's own verification says the same.
class PeerTrustTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PeerTrust> m_trust;

    [[nodiscard]] QString path(const char *name) const { return m_folder->filePath(named(name)); }

    [[nodiscard]] QList<QSslCertificate> chainOf(const QStringList &names) const
    {
        QList<QSslCertificate> chain;
        for (const QString &name : names)
            chain += QSslCertificate::fromPath(m_pki.certificate(name));
        return chain;
    }
    [[nodiscard]] Result<void> check(const QStringList &names)
    {
        return m_trust->check(chainOf(names), SystemClock().now());
    }
    /// "" for one who is let in, else why not.
    [[nodiscard]] QString verdict(const char *name)
    {
        const auto checked = check(named(name).split(u' '));
        return checked ? QString() : checked.error().detail;
    }
    /// The same by the program, with the lists that are there.
    [[nodiscard]] bool opensslAgrees(const char *name, bool isGood)
    {
        QStringList arguments{named("verify"),  named("-purpose"), named("sslclient"),
                              named("-CAfile"), path("ca.pem"),    named("-no-CApath")};
        const QStringList lists = QDir(m_folder->path()).entryList({named("*.crl")}, QDir::Files);
        for (const QString &list : lists)
            arguments += {named("-CRLfile"), m_folder->filePath(list)};
        if (!lists.isEmpty())
            arguments += named("-crl_check");
        QProcess process;
        process.start(named("openssl"), arguments + QStringList{m_pki.certificate(named(name))});
        return process.waitForFinished() && (process.exitCode() == 0) == isGood;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Pki::Wish wish;
        wish.days = 0;
        m_pki.make(named("expired"), wish);
        wish = {};
        wish.authority = named("otherCa");
        m_pki.make(named("stranger"), wish);
        wish.authority.clear();
        m_pki.make(named("selfSigned"), wish);
        wish = {};
        wish.extensions = {named("extendedKeyUsage=serverAuth")};
        m_pki.make(named("serverOnly"), wish);
        wish.extensions = {named("basicConstraints=critical,CA:TRUE")};
        m_pki.make(named("middle"), wish);
        wish = {};
        wish.authority = named("middle");
        m_pki.make(named("below"), wish);
        m_pki.make(named("anna"), {});
        m_pki.make(named("lost"), {});
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::copy(m_pki.certificate(named("ca")), path("ca.pem")));
        m_trust = std::make_unique<PeerTrust>(m_folder->path(), PeerTrust::Peer::Client);
    }

    void withoutLists_data();
    void withoutLists();
    void aRevokedOneIsNotTaken();
    void aListThatIsOutOfDateLetsNobodyIn();
    void aNewListTakesThePlaceOfAnOldOne();
    void listsOfOthersRevokeNothing();
    void aForgedListLetsNobodyIn();
    void aListForOthersLetsNobodyIn();
    void whatIsNoListLetsNobodyIn();
    void aRevokedAuthorityTakesItsOwnAlong();
    void withoutAuthoritiesNobodyIsLetIn();
    void infosOfLists();
};

void PeerTrustTest::withoutLists_data()
{
    QTest::addColumn<bool>("isGood");
    QTest::newRow("anna") << true;
    QTest::newRow("expired") << false;
    QTest::newRow("stranger") << false;
    QTest::newRow("selfSigned") << false;
    QTest::newRow("serverOnly") << false;
}

void PeerTrustTest::withoutLists()
{
    QFETCH(bool, isGood);
    QCOMPARE(verdict(QTest::currentDataTag()).isEmpty(), isGood);
    QVERIFY(opensslAgrees(QTest::currentDataTag(), isGood));
}

void PeerTrustTest::aRevokedOneIsNotTaken()
{
    m_pki.makeList(path("ca.crl"), named("ca"), {named("lost")});
    QCOMPARE(verdict("lost"), named("The certificate has been revoked."));
    QCOMPARE(verdict("anna"), QString());
    QVERIFY(opensslAgrees("lost", false));
    QVERIFY(opensslAgrees("anna", true));
}

void PeerTrustTest::aListThatIsOutOfDateLetsNobodyIn()
{
    m_pki.makeList(path("ca.crl"), named("ca"), {}, named(kLongAgo));
    QVERIFY(verdict("anna").contains(named("out of date")));
    QVERIFY(opensslAgrees("anna", false));
}

void PeerTrustTest::aNewListTakesThePlaceOfAnOldOne()
{
    m_pki.makeList(path("a.crl"), named("ca"), {}, named(kLongAgo));
    QVERIFY(!verdict("lost").isEmpty());
    const int before = m_trust->revision();
    QCOMPARE(m_trust->revision(), before);
    m_pki.makeList(path("b.crl"), named("ca"), {});
    QVERIFY(m_trust->revision() != before);
    QCOMPARE(verdict("lost"), QString()); // the old one may stay beside it
    m_pki.makeList(path("b.crl"), named("ca"), {named("lost")});
    QCOMPARE(verdict("lost"), named("The certificate has been revoked."));
    QCOMPARE(verdict("anna"), QString());
}

void PeerTrustTest::listsOfOthersRevokeNothing()
{
    m_pki.makeList(path("other.crl"), named("otherCa"), {named("stranger")});
    QCOMPARE(verdict("anna"), QString());
}

/// One of the same name that another key has signed.
void PeerTrustTest::aForgedListLetsNobodyIn()
{
    const Pki forger;
    // As one that names its key, too: OpenSSL then says that there is none of the authority.
    forger.makeList(path("ca.crl"), named("ca"), {}, {}, "authorityKeyIdentifier=keyid");
    QVERIFY(!verdict("anna").isEmpty());
    forger.makeList(path("ca.crl"), named("ca"), {});
    QCOMPARE(verdict("anna"),
             named("The revocation list is not one of the certificate's authority."));
    QVERIFY(opensslAgrees("anna", false));
}

/// One that says nothing of users stands for none that does.
void PeerTrustTest::aListForOthersLetsNobodyIn()
{
    m_pki.makeList(path("ca.crl"), named("ca"), {}, {},
                   "issuingDistributionPoint=critical,@point\n[point]\nonlyCA=TRUE");
    QCOMPARE(verdict("anna"),
             named("The revocation list is not one of the certificate's authority."));
    QVERIFY(opensslAgrees("anna", false));
}

void PeerTrustTest::whatIsNoListLetsNobodyIn()
{
    QFile file(path("ca.crl"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(verdict("anna").contains(named("ca.crl")));
    QVERIFY(file.write("-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n") > 0);
    file.close();
    QVERIFY(verdict("anna").contains(named("ca.crl")));
    QVERIFY(file.remove());
    QCOMPARE(verdict("anna"), QString());
}

void PeerTrustTest::aRevokedAuthorityTakesItsOwnAlong()
{
    QVERIFY(!verdict("below").isEmpty());
    QCOMPARE(verdict("below middle"), QString());
    m_pki.makeList(path("ca.crl"), named("ca"), {named("middle")});
    QCOMPARE(verdict("below middle"), named("The certificate has been revoked."));
    QCOMPARE(verdict("anna"), QString());
    m_pki.makeList(path("ca.crl"), named("ca"), {});
    QCOMPARE(verdict("below middle"), QString());
    m_pki.makeList(path("middle.crl"), named("middle"), {named("below")});
    QCOMPARE(verdict("below middle"), named("The certificate has been revoked."));
}

void PeerTrustTest::withoutAuthoritiesNobodyIsLetIn()
{
    QVERIFY(QFile::remove(path("ca.pem")));
    QVERIFY(!verdict("anna").isEmpty());
    QCOMPARE(m_trust->authorities().error().code, ErrorCode::NotFound);
    QFile file(path("ca.pem"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write("none") > 0);
    file.close();
    QCOMPARE(m_trust->authorities().error().code, ErrorCode::Invalid);
    QVERIFY(!verdict("anna").isEmpty());
}

void PeerTrustTest::infosOfLists()
{
    const Timestamp now = SystemClock().now();
    m_pki.makeList(path("a.crl"), named("ca"), {named("lost"), named("anna")});
    m_pki.makeList(path("old.crl"), named("ca"), {}, named(kLongAgo));
    m_pki.makeList(path("other.crl"), named("otherCa"), {}, named(kLongAgo));
    const auto lists = revocationListsIn(m_folder->path());
    QVERIFY(bool(lists));
    QCOMPARE(lists->size(), 2);
    QCOMPARE(lists->at(0).issuer, named("ca"));
    QCOMPARE(lists->at(0).file, named("a.crl"));
    QCOMPARE(lists->at(0).revoked, 2);
    QVERIFY(!isOutOfDate(lists->at(0), now));
    QVERIFY(isOutOfDate(lists->at(0), now + std::chrono::days(2)));
    QCOMPARE(toIsoString(lists->at(1).next), named("2011-01-01T00:00:00.000Z"));
    QVERIFY(isOutOfDate(lists->at(1), now));
}

QTEST_GUILESS_MAIN(PeerTrustTest)
#include "tst_peertrust.moc"
