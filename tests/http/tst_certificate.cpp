// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"
#include "http/server.h"

#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace mws::http;

/// The certificate of the first run, as openssl sees it.
class CertificateTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    static QString openssl(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"), arguments);
        process.closeWriteChannel();
        // The server under test lives in this thread.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20000))
            process.kill();
        return QString::fromUtf8(process.readAll());
    }

    [[nodiscard]] QString x509(const QStringList &arguments) const
    {
        return openssl(QStringList{QStringLiteral("x509"), QStringLiteral("-in"),
                                   m_folder.filePath(QStringLiteral("certificate.pem")),
                                   QStringLiteral("-noout")}
                       + arguments);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto tls = serverTls(m_folder.path(),
                                   {QStringLiteral("plant.example"), QStringLiteral("192.0.2.7")});
        QVERIFY2(bool(tls), tls ? "" : qUtf8Printable(tls.error().detail));
    }

    void opensslReadsIt()
    {
        const QString text = x509(
            {QStringLiteral("-text"), QStringLiteral("-nameopt"), QStringLiteral("RFC2253")});
        for (const char *part :
             {"DNS:plant.example", "IP Address:192.0.2.7", "DNS:localhost", "IP Address:127.0.0.1",
              "IP Address:0:0:0:0:0:0:0:1", "CA:FALSE", "TLS Web Server Authentication",
              "ASN1 OID: prime256v1", "ecdsa-with-SHA256", "Subject: CN=plant.example"})
            QVERIFY2(text.contains(QLatin1String(part)), qUtf8Printable(text));
        QVERIFY(x509({QStringLiteral("-checkend"), QString::number(395 * 86400)})
                    .contains(QStringLiteral("will not expire")));
        QVERIFY(x509({QStringLiteral("-checkend"), QString::number(397 * 86400)})
                    .contains(QStringLiteral("will expire")));
    }

    void opensslTrustsIt()
    {
        const QString certificate = m_folder.filePath(QStringLiteral("certificate.pem"));
        const auto verify = [&certificate](const char *option, const char *value) {
            return openssl({QStringLiteral("verify"), QStringLiteral("-x509_strict"),
                            QStringLiteral("-purpose"), QStringLiteral("sslserver"),
                            QStringLiteral("-CAfile"), certificate, QLatin1String(option),
                            QLatin1String(value), certificate});
        };
        const QString good = certificate + QStringLiteral(": OK");
        QCOMPARE(verify("-verify_hostname", "plant.example").trimmed(), good);
        QCOMPARE(verify("-verify_hostname", "localhost").trimmed(), good);
        QCOMPARE(verify("-verify_ip", "192.0.2.7").trimmed(), good);
        QCOMPARE(verify("-verify_ip", "::1").trimmed(), good);
        QVERIFY(!verify("-verify_hostname", "evil.example").contains(QStringLiteral(": OK")));
        QVERIFY(!verify("-verify_ip", "192.0.2.8").contains(QStringLiteral(": OK")));
    }

    void keyIsPrivate()
    {
        const QFileInfo key(m_folder.filePath(QStringLiteral("key.pem")));
        QCOMPARE(
            key.permissions()
                & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
    }

    void fingerprintIsOpensslsOne()
    {
        const auto tls = serverTls(m_folder.path(), {});
        const QString print = x509({QStringLiteral("-fingerprint"), QStringLiteral("-sha256")});
        QCOMPARE(print.trimmed().section(u'=', 1), infoOf(*tls).fingerprint);
    }

    void secondStartKeepsIt()
    {
        const auto first = serverTls(m_folder.path(), {});
        const auto second = serverTls(m_folder.path(), {QStringLiteral("other")});
        QCOMPARE(first->localCertificate(), second->localCertificate());
        QTemporaryDir other;
        const auto different = serverTls(other.path(), {});
        QVERIFY(different->localCertificate() != first->localCertificate());
    }

    void brokenFilesAreRefused()
    {
        QTemporaryDir folder;
        QVERIFY(bool(serverTls(folder.path(), {})));
        const QString certificate = folder.filePath(QStringLiteral("certificate.pem"));
        QVERIFY(QFile::rename(certificate, certificate + QStringLiteral(".old")));
        QVERIFY(!serverTls(folder.path(), {}));
        QFile broken(certificate);
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("nonsense");
        broken.close();
        QVERIFY(!serverTls(folder.path(), {}));
        QVERIFY(!serverTls(QStringLiteral("/nonexistent"), {}));
    }

    void aForeignKeyIsRefused()
    {
        QTemporaryDir folder;
        QTemporaryDir other;
        QVERIFY(bool(serverTls(folder.path(), {})));
        QVERIFY(bool(serverTls(other.path(), {})));
        const QString key = folder.filePath(QStringLiteral("key.pem"));
        QVERIFY(QFile::remove(key));
        QVERIFY(QFile::copy(other.filePath(QStringLiteral("key.pem")), key));
        const auto mixed = serverTls(folder.path(), {});
        QVERIFY(!mixed);
        QVERIFY2(mixed.error().detail.contains(QStringLiteral("does not belong")),
                 qUtf8Printable(mixed.error().detail));
    }

    // A certificate that somebody brought may have an RSA key.
    void anRsaKeyIsTaken()
    {
        QTemporaryDir folder;
        const QString certificate = folder.filePath(QStringLiteral("certificate.pem"));
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                 QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-subj"),
                 QStringLiteral("/CN=own"), QStringLiteral("-keyout"),
                 folder.filePath(QStringLiteral("key.pem")), QStringLiteral("-out"), certificate});
        const auto tls = serverTls(folder.path(), {});
        QVERIFY2(bool(tls), tls ? "" : qUtf8Printable(tls.error().detail));
        QCOMPARE(tls->privateKey().algorithm(), QSsl::Rsa);
    }

    void speaksModernTlsOnly_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<bool>("works");
        const auto row = [](const char *name, const char *arguments, bool works) {
            QTest::newRow(name) << QString::fromLatin1(arguments).split(u' ') << works;
        };
        row("1.3", "-tls1_3", true);
        row("1.2", "-tls1_2", true);
        row("1.2 AEAD", "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", true);
        row("1.2 CBC", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", false);
        row("1.2 without forward secrecy", "-tls1_2 -cipher AES128-GCM-SHA256", false);
        row("1.1", "-tls1_1 -cipher ALL:@SECLEVEL=0", false);
        row("1.0", "-tls1 -cipher ALL:@SECLEVEL=0", false);
    }

    void speaksModernTlsOnly()
    {
        QFETCH(QStringList, arguments);
        QFETCH(bool, works);
        Server::Config config;
        config.port = 0;
        config.tls = *serverTls(m_folder.path(), {});
        Server server(config);
        QVERIFY(bool(server.listen()));
        const QString out = openssl(
            QStringList{QStringLiteral("s_client"), QStringLiteral("-connect"),
                        QStringLiteral("127.0.0.1:%1").arg(server.port()),
                        QStringLiteral("-CAfile"),
                        m_folder.filePath(QStringLiteral("certificate.pem")),
                        QStringLiteral("-verify_hostname"), QStringLiteral("plant.example"),
                        QStringLiteral("-verify_return_error")}
            + arguments);
        QCOMPARE(out.contains(QStringLiteral("Verify return code: 0 (ok)"))
                     && !out.contains(QStringLiteral("Cipher is (NONE)")),
                 works);
    }
};

QTEST_GUILESS_MAIN(CertificateTest)
#include "tst_certificate.moc"
