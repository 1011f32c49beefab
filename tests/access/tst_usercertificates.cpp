// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "modbus/pki.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kPassword = QStringLiteral("blue herring sings");
const QString kAnna = QStringLiteral("anna");
const QString kBen = QStringLiteral("ben");

} // namespace

/// Whose a certificate is, and for how long.
class UserCertificatesTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    std::unique_ptr<QTemporaryDir> m_folder;
    FakeClock m_clock;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<AccessControl> m_access;

    void open()
    {
        m_access.reset();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("station.db"))));
        m_access = std::make_unique<AccessControl>(*m_store, m_clock, quickHashes());
        QVERIFY(m_access->load());
    }
    [[nodiscard]] QByteArray pem(const QString &name) const
    {
        QFile file(m_pki.certificate(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] ErrorCode codeOf(const QString &user, const QByteArray &text,
                                   const QString &name = QStringLiteral("laptop"))
    {
        const auto added
            = m_access->addCertificate({{}, user, name, {}, {}, QStringLiteral("root")}, text)
                  .result();
        return added ? ErrorCode::Internal : added.error().code;
    }
    [[nodiscard]] QByteArray fingerprint(const QString &name) const
    {
        return fingerprintFrom(m_pki.fingerprint(name));
    }
    [[nodiscard]] QString owner(const QString &name) const
    {
        return m_access->userOfCertificate(fingerprint(name));
    }

    static constexpr ErrorCode kAdded = ErrorCode::Internal;

private Q_SLOTS:
    void initTestCase()
    {
        m_pki.make(kAnna, {});
        m_pki.make(kBen, {});
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
        for (const QString &name : {kAnna, kBen}) {
            User user;
            user.name = name;
            user.role = QStringLiteral("operator");
            QVERIFY(m_access->addUser(user, kPassword).result());
        }
    }

    void theyAreTheUsersUntilRemoved()
    {
        QCOMPARE(owner(kAnna), QString());
        QCOMPARE(codeOf(kAnna, pem(kAnna)), kAdded);
        QCOMPARE(owner(kAnna), kAnna);
        QCOMPARE(owner(kBen), QString());
        open(); // after a restart, too
        QCOMPARE(owner(kAnna), kAnna);
        const UserCertificate stored = m_access->certificates().constFirst();
        QCOMPARE(stored.name, QStringLiteral("laptop"));
        QCOMPARE(stored.addedBy, QStringLiteral("root"));
        QCOMPARE(stored.added, m_clock.now());
        QVERIFY(stored.ends > SystemClock().now());
        QCOMPARE(m_access->removeCertificate(kBen, fingerprint(kAnna)).result().error().code,
                 ErrorCode::NotFound);
        QVERIFY(m_access->removeCertificate(kAnna, fingerprint(kAnna)).result());
        QCOMPARE(owner(kAnna), QString());
    }

    void whatIsNoneIsRefused()
    {
        QCOMPARE(codeOf(kAnna, {}), ErrorCode::Invalid);
        QCOMPARE(codeOf(kAnna, "none"), ErrorCode::Invalid);
        QCOMPARE(codeOf(kAnna, pem(kAnna) + pem(kBen)), ErrorCode::Invalid);
        QCOMPARE(codeOf(kAnna, pem(kAnna), QString()), ErrorCode::Invalid);
        QCOMPARE(codeOf(kAnna, pem(kAnna), QStringLiteral("a\nb")), ErrorCode::Invalid);
        QCOMPARE(codeOf(QStringLiteral("none"), pem(kAnna)), ErrorCode::NotFound);
    }

    void oneIsOfOneUser()
    {
        QCOMPARE(codeOf(kAnna, pem(kAnna)), kAdded);
        QCOMPARE(codeOf(kAnna, pem(kAnna)), ErrorCode::Conflict);
        QCOMPARE(codeOf(kBen, pem(kAnna)), ErrorCode::Conflict);
        QCOMPARE(owner(kAnna), kAnna);
    }

    void aUserHasEightAtMost()
    {
        for (int n = 0; n < 9; ++n) {
            const QString name = QStringLiteral("many%1").arg(n);
            m_pki.make(name, {});
            QCOMPARE(codeOf(kAnna, pem(name)), n < 8 ? kAdded : ErrorCode::Conflict);
        }
    }

    void whoMayNotSignInHasNone()
    {
        QCOMPARE(codeOf(kAnna, pem(kAnna)), kAdded);
        UserChange change;
        change.enabled = false;
        QVERIFY(m_access->changeUser(kAnna, change).result());
        QCOMPARE(owner(kAnna), QString());
        change.enabled = true;
        change.expires = m_clock.now() + std::chrono::hours(1);
        QVERIFY(m_access->changeUser(kAnna, change).result());
        QCOMPARE(owner(kAnna), kAnna);
        m_clock.advance(std::chrono::hours(1));
        QCOMPARE(owner(kAnna), QString());
        QVERIFY(m_access->removeUser(kAnna).result());
        QVERIFY(m_access->certificates().isEmpty());
    }

    void aSessionCanBeBound()
    {
        const auto in
            = m_access->signIn(kAnna, kPassword, Origin::Remote, QStringLiteral("192.0.2.7"))
                  .result();
        QVERIFY(bool(in));
        QVERIFY(!m_access->isBound(in->sessionId));
        m_access->bindSession(in->sessionId);
        QVERIFY(m_access->isBound(in->sessionId));
        QVERIFY(!m_access->isBound("other"));
    }

    void fingerprintsAsText()
    {
        const QByteArray bytes(32, '\xAB');
        QCOMPARE(fingerprintText(bytes).size(), 95);
        QCOMPARE(fingerprintFrom(fingerprintText(bytes)), bytes);
        QCOMPARE(fingerprintFrom(QString::fromLatin1(bytes.toHex())), bytes);
        QCOMPARE(fingerprintFrom(QStringLiteral("AB:CD")), QByteArray());
        QCOMPARE(fingerprintFrom(QString(64, u'g')), QByteArray());
    }
};

QTEST_GUILESS_MAIN(UserCertificatesTest)
#include "tst_usercertificates.moc"
