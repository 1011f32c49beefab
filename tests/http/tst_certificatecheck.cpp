// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"
#include "http/certificatecheck.h"
#include "modbus/pki.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace mws::http;
using namespace std::chrono_literals;

namespace
{

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s is missing", qPrintable(path));
    return file.readAll();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

void openssl(const QString &arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments.split(u' '));
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("openssl: %s", process.readAllStandardError().constData());
}

QString file(const char *name)
{
    return QString::fromLatin1(name);
}

} // namespace

/// Which pairs of certificate and key are taken, all of them made by the openssl tool, and what
/// installing leaves when it is cut off.
class CertificateCheckTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    QTemporaryDir m_folder;

    [[nodiscard]] QByteArray chainOf(const QString &names) const
    {
        QByteArray chain;
        for (const QString &name : names.split(u' '))
            chain += contentOf(m_pki.certificate(name));
        return chain;
    }
    [[nodiscard]] CertificatePem pemOf(const char *name) const
    {
        return {chainOf(file(name)), contentOf(m_pki.key(file(name)))};
    }
    [[nodiscard]] QString fingerprintIn(const QString &folder) const
    {
        const auto tls = serverTls(folder, {});
        return tls ? infoOf(*tls).fingerprint : tls.error().detail;
    }
    [[nodiscard]] QString fingerprintOf(const char *name) const
    {
        const auto tls = tlsFrom(pemOf(name));
        return tls ? infoOf(*tls).fingerprint : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        Pki::Wish wish;
        wish.extensions
            = {file("basicConstraints=critical,CA:TRUE"), file("keyUsage=critical,keyCertSign")};
        m_pki.make(file("middle"), wish);
        Pki::Wish leaf;
        leaf.authority = file("middle");
        leaf.days = 60; // longer than its authority
        m_pki.make(file("server"), leaf);
        Pki::Wish nameless;
        nameless.names = file("email:somebody@plant.test");
        m_pki.make(file("nameless"), nameless);
        Pki::Wish client;
        client.extensions = {file("extendedKeyUsage=clientAuth")};
        m_pki.make(file("client"), client);
        openssl(QStringLiteral("req -x509 -newkey rsa:1024 -nodes -subj /CN=weak -addext "
                               "subjectAltName=DNS:plant.test -keyout %1 -out %2")
                    .arg(m_pki.key(file("weak")), m_pki.certificate(file("weak"))));
        openssl(QStringLiteral("pkey -aes256 -passout pass:secret -in %1 -out %2")
                    .arg(m_pki.key(file("device")), m_pki.key(file("locked"))));
    }

    void pairs_data()
    {
        QTest::addColumn<QString>("chain");
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("days"); ///< from now
        QTest::addColumn<QString>("refusal"); ///< part of it; empty: taken
        const auto row = [](const char *name, const char *chain, const char *key, int days,
                            const char *refusal) {
            QTest::newRow(name) << QString::fromLatin1(chain) << QString::fromLatin1(key) << days
                                << QString::fromLatin1(refusal);
        };
        row("alone", "device", "device", 0, "");
        row("signed by itself", "ca", "ca", 0, "names no host");
        row("with chain", "server middle", "server", 0, "");
        row("with root", "server middle ca", "server", 0, "");
        row("upside down", "server ca middle", "server", 0, "not in order");
        row("one left out", "server ca", "server", 0, "not in order");
        row("a foreign authority", "device otherCa", "device", 0, "not in order");
        row("the authority first", "middle server", "server", 0, "does not belong");
        row("key of another", "device", "station", 0, "does not belong");
        row("has ended", "device", "device", 31, "has ended");
        row("the chain has ended", "server middle", "server", 31, "has ended");
        row("not yet", "device", "device", -1, "only");
        row("names no host", "nameless", "nameless", 0, "names no host");
        row("of a client", "client", "client", 0, "not for servers");
        row("too weak", "weak", "weak", 0, "cannot be used");
        row("locked key", "device", "locked", 0, "passphrase");
    }

    void pairs()
    {
        QFETCH(QString, chain);
        QFETCH(QString, key);
        QFETCH(int, days);
        QFETCH(QString, refusal);
        const auto tls = tlsFrom({chainOf(chain), contentOf(m_pki.key(key))});
        const Result<void> judged = tls
            ? checkCertificate(*tls, SystemClock().now() + std::chrono::days(days))
            : Result<void>(tls.error());
        QCOMPARE(bool(judged), refusal.isEmpty());
        if (!judged) {
            QCOMPARE(judged.error().code, ErrorCode::Invalid);
            QVERIFY2(judged.error().detail.contains(refusal), qPrintable(judged.error().detail));
        }
    }

    void noPemIsRefused()
    {
        QVERIFY(!tlsFrom({"nonsense", contentOf(m_pki.key(file("device")))}));
        QVERIFY(!tlsFrom({chainOf(file("device")), "nonsense"}));
        QVERIFY(!tlsFrom({chainOf(file("device")), chainOf(file("device"))}));
        QVERIFY(!tlsFrom({}));
    }

    void aKeyThatOthersMayReadIsRefused()
    {
        const CertificateFiles files{m_pki.certificate(file("device")),
                                     m_folder.filePath(file("k"))};
        QVERIFY(QFile::copy(m_pki.key(file("device")), files.key));
        for (const auto extra : {QFile::ReadGroup, QFile::ReadOther, QFile::WriteOther}) {
            QVERIFY(QFile::setPermissions(files.key, QFile::ReadOwner | QFile::WriteOwner | extra));
            const auto pem = readPem(files);
            QVERIFY(!pem);
            QCOMPARE(pem.error().code, ErrorCode::Denied);
        }
        QVERIFY(QFile::setPermissions(files.key, QFile::ReadOwner));
        QVERIFY(bool(readPem(files)));
    }

    void installingReplacesBoth()
    {
        const QString folder = m_folder.filePath(file("both"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(bool(serverTls(folder, {})));
        QVERIFY(bool(installPem(*CertificateLock::take(folder), pemOf("device"))));
        QCOMPARE(fingerprintIn(folder), fingerprintOf("device"));
        QCOMPARE(QDir(folder).entryList(QDir::Files),
                 QStringList({file("certificate.pem"), file("key.pem")}));
        const auto others = QFile::permissions(folder + QStringLiteral("/key.pem"))
            & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther);
        QCOMPARE(others, QFile::Permissions());
    }

    void onlyCertificatesGoIntoTheCertificate()
    {
        CertificatePem mixed = pemOf("device");
        mixed.certificate += mixed.key;
        const auto tls = tlsFrom(mixed);
        QVERIFY(bool(tls));
        QVERIFY(!http::pemOf(*tls).certificate.contains("KEY"));
        QVERIFY(bool(tlsFrom(http::pemOf(*tls))));
    }

    // Cut off before the new key has come, the old pair counts; after it, the new one.
    void anInstallationThatWasCutOff()
    {
        const QString folder = m_folder.filePath(file("cut"));
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(bool(installPem(*CertificateLock::take(folder), pemOf("device"))));
        write(folder + QStringLiteral("/certificate.pem.new"), pemOf("station").certificate);
        QCOMPARE(fingerprintIn(folder), fingerprintOf("device"));
        write(folder + QStringLiteral("/key.pem"), pemOf("station").key);
        QCOMPARE(fingerprintIn(folder), fingerprintOf("station"));
        QVERIFY(!QFile::exists(folder + QStringLiteral("/certificate.pem.new")));
    }
};

QTEST_GUILESS_MAIN(CertificateCheckTest)
#include "tst_certificatecheck.moc"
