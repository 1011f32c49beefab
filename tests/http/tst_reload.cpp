// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificatekeeper.h"
#include "modbus/pki.h"
#include "rawclient.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace mws;
using namespace mws::http;

/// Another certificate for a server that runs, as openssl and those who are connected see it.
class ReloadTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    std::unique_ptr<QTemporaryDir> m_folder;
    const SystemClock m_clock{};
    std::unique_ptr<CertificateKeeper> m_keeper;
    std::unique_ptr<Server> m_server;

    [[nodiscard]] static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] CertificatePem pemOf(const QString &names, const QString &key) const
    {
        CertificatePem pem;
        for (const QString &name : names.split(u' '))
            pem.certificate += contentOf(m_pki.certificate(name));
        pem.key = contentOf(m_pki.key(key));
        return pem;
    }
    void install(const QString &names, const QString &key)
    {
        QVERIFY(bool(installPem(*CertificateLock::take(m_folder->path()), pemOf(names, key))));
    }
    /// What openssl sees of a new connection; it trusts the certificate authority ca alone.
    [[nodiscard]] QString seen()
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("openssl"),
                      {QStringLiteral("s_client"), QStringLiteral("-connect"),
                       QStringLiteral("127.0.0.1:%1").arg(m_server->port()),
                       QStringLiteral("-CAfile"), m_pki.certificate(QStringLiteral("ca")),
                       QStringLiteral("-verify_hostname"), QStringLiteral("plc.test")});
        process.closeWriteChannel();
        // The server under test lives in this thread.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20000))
            process.kill();
        return QString::fromUtf8(process.readAll());
    }
    [[nodiscard]] bool isTrusted()
    {
        return seen().contains(QStringLiteral("Verify return code: 0 (ok)"));
    }
    [[nodiscard]] static QByteArray ask(QSslSocket &client)
    {
        client.write(request("GET /api/who"));
        QByteArray answer;
        const bool came = QTest::qWaitFor(
            [&] {
                answer += client.readAll();
                return answer.endsWith("who");
            },
            5000);
        return came ? answer : QByteArray("(nothing)");
    }

private Q_SLOTS:
    void initTestCase()
    {
        Pki::Wish wish;
        wish.extensions = {QStringLiteral("basicConstraints=critical,CA:TRUE"),
                           QStringLiteral("keyUsage=critical,keyCertSign")};
        m_pki.make(QStringLiteral("middle"), wish);
        Pki::Wish leaf;
        leaf.authority = QStringLiteral("middle");
        m_pki.make(QStringLiteral("server"), leaf);
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keeper = std::make_unique<CertificateKeeper>(
            m_folder->path(), [] { return QStringList(); }, m_clock);
        QVERIFY(bool(m_keeper->start()));
        Server::Config config;
        config.port = 0;
        config.tls = m_keeper->tls();
        m_server = std::make_unique<Server>(config);
        connect(m_keeper.get(), &CertificateKeeper::changed, m_server.get(),
                [this] { m_server->setTls(m_keeper->tls()); });
        QVERIFY(bool(m_server->addRoute(route(Method::Get, "/api/who", [](const Request &) {
            return ready(Response::json("who"));
        }))));
        QVERIFY(bool(m_server->listen()));
    }

    void cleanup()
    {
        m_server.reset();
        m_keeper.reset();
    }

    void newConnectionsGetTheNewOne()
    {
        QVERIFY(!isTrusted());
        const QString before = m_keeper->info().fingerprint;
        install(QStringLiteral("server middle"), QStringLiteral("server"));
        QVERIFY(!isTrusted()); // nobody has told it yet
        const QSignalSpy changed(m_keeper.get(), &CertificateKeeper::changed);
        QVERIFY(bool(m_keeper->reload()));
        QCOMPARE(changed.size(), 1);
        QVERIFY(m_keeper->info().fingerprint != before);
        QVERIFY(!m_keeper->info().selfSigned);
        QCOMPARE(m_keeper->info().subject, QStringLiteral("server"));
        QCOMPARE(m_keeper->info().issuer, QStringLiteral("middle"));
        // Only the chain leads from the certificate to the authority that openssl knows.
        QVERIFY(isTrusted());
    }

    void openConnectionsLiveOn()
    {
        QSslSocket client;
        client.setPeerVerifyMode(QSslSocket::VerifyNone);
        client.connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->port());
        QTRY_VERIFY(client.isEncrypted());
        QVERIFY2(ask(client).startsWith("HTTP/1.1 200"), "before");
        install(QStringLiteral("device"), QStringLiteral("device"));
        QVERIFY(bool(m_keeper->reload()));
        QVERIFY(isTrusted());
        QVERIFY2(ask(client).startsWith("HTTP/1.1 200"), "after");
        QCOMPARE(client.state(), QAbstractSocket::ConnectedState);
    }

    void aBadOneLeavesTheOldOne_data()
    {
        QTest::addColumn<QString>("names");
        QTest::addColumn<QString>("key");
        QTest::newRow("key of another")
            << QStringLiteral("server middle") << QStringLiteral("station");
        QTest::newRow("chain in disorder")
            << QStringLiteral("server ca middle") << QStringLiteral("server");
        QTest::newRow("names no host") << QStringLiteral("ca") << QStringLiteral("ca");
    }

    void aBadOneLeavesTheOldOne()
    {
        QFETCH(QString, names);
        QFETCH(QString, key);
        install(QStringLiteral("device"), QStringLiteral("device"));
        QVERIFY(bool(m_keeper->reload()));
        const CertificateInfo before = m_keeper->info();
        const CertificatePem bad = pemOf(names, key);
        for (const auto &[name, bytes] :
             {std::pair("certificate.pem", bad.certificate), std::pair("key.pem", bad.key)}) {
            QFile file(m_folder->filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(bytes);
        }
        const QSignalSpy changed(m_keeper.get(), &CertificateKeeper::changed);
        QVERIFY(!m_keeper->reload());
        QVERIFY(changed.isEmpty());
        QCOMPARE(m_keeper->info(), before);
        QVERIFY(isTrusted());
    }

    void aKeyThatOthersMayReadLeavesTheOldOne()
    {
        const CertificateInfo before = m_keeper->info();
        install(QStringLiteral("device"), QStringLiteral("device"));
        QVERIFY(QFile::setPermissions(m_folder->filePath(QStringLiteral("key.pem")),
                                      QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup));
        QVERIFY(!m_keeper->reload());
        QCOMPARE(m_keeper->info(), before);
        QVERIFY(!isTrusted());
        QVERIFY(bool(m_keeper->start())); // a station has to come up
        QVERIFY(bool(m_keeper->reload()));
        QVERIFY(isTrusted());
    }

    void withoutFilesItMakesANewOne()
    {
        const QString before = m_keeper->info().fingerprint;
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("certificate.pem"))));
        QVERIFY(!m_keeper->reload());
        QVERIFY(QFile::remove(m_folder->filePath(QStringLiteral("key.pem"))));
        QVERIFY(bool(m_keeper->reload()));
        QVERIFY(m_keeper->info().selfSigned);
        QVERIFY(m_keeper->info().fingerprint != before);
    }
};

QTEST_GUILESS_MAIN(ReloadTest)
#include "tst_reload.moc"
