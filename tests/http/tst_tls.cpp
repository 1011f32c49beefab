// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/certificate.h"
#include "rawclient.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QWebSocket>

using namespace mws::http;
using namespace std::chrono_literals;

namespace
{

const QByteArray kUpgrade
    = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

} // namespace

/// The front over TLS, as curl, a QSslSocket and a QWebSocket see it.
class TlsTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QSslConfiguration m_trusting;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Socket> m_socket;
    bool m_closed = false;
    int m_sent = 0;

    [[nodiscard]] QString file(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }

    void make(const Server::Limits &limits = {})
    {
        Server::Config config;
        config.port = 0;
        config.limits = limits;
        config.tls = *serverTls(m_folder.path(), {});
        m_server = std::make_unique<Server>(config);
        QVERIFY(bool(m_server->addRoute(route(Method::Get, "/api/who", [](const Request &request) {
            return ready(Response::json(request.peer.toString().toLatin1()
                                        + (request.secure ? " secure" : " plain")));
        }))));
        QVERIFY(
            bool(m_server->addRoute(route(Method::Post, "/api/size", [](const Request &request) {
                return ready(
                    Response::json(QByteArray::number(request.body.size()) + " bytes", 201));
            }))));
        m_server->addAsset(QStringLiteral("/index.html"),
                           {"text/html; charset=utf-8", "<html>", "\"1\"", false});
        m_server->setFallbackAsset(QStringLiteral("/index.html"));
        m_server->setWebSocket(
            QStringLiteral("/live"), [](const Request &) { return std::nullopt; },
            [this](std::unique_ptr<Socket> socket, const Request &request) {
                QVERIFY(request.secure);
                m_socket = std::move(socket);
                connect(m_socket.get(), &Socket::textReceived, m_socket.get(), &Socket::sendText);
                connect(m_socket.get(), &Socket::bytesSent, this, [this] { ++m_sent; });
                connect(m_socket.get(), &Socket::closed, this, [this] { m_closed = true; });
            });
        QVERIFY(bool(m_server->listen()));
    }

    /// What curl prints with the head, and its exit code in front; Linux distributions have curl.
    QByteArray curl(const QByteArray &arguments, const QByteArray &path = "/api/who")
    {
        QProcess process;
        QStringList all{QStringLiteral("--silent"),  QStringLiteral("--show-error"),
                        QStringLiteral("--include"), QStringLiteral("--max-time"),
                        QStringLiteral("20"),        QStringLiteral("--noproxy"),
                        QStringLiteral("*"),         QStringLiteral("--cacert"),
                        file("certificate.pem")};
        if (!arguments.isEmpty())
            all += QString::fromLatin1(arguments).split(u' ');
        all += QStringLiteral("https://localhost:%1").arg(m_server->port())
            + QString::fromLatin1(path);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("curl"), all);
        // The server under test lives in this thread.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 30000))
            process.kill();
        return QByteArray::number(process.exitCode()) + ' ' + process.readAll();
    }

    std::unique_ptr<QWebSocket> open()
    {
        auto client = std::make_unique<QWebSocket>();
        client->setSslConfiguration(m_trusting);
        client->open(QUrl(QStringLiteral("wss://localhost:%1/live").arg(m_server->port())));
        const auto isOpen = [this, &client] {
            return m_socket != nullptr && client->state() == QAbstractSocket::ConnectedState;
        };
        if (!QTest::qWaitFor(isOpen, 5000))
            qFatal("no socket");
        return client;
    }

    /// A client that reads next to nothing.
    void openSlowly(QSslSocket &client)
    {
        client.setSslConfiguration(m_trusting);
        client.setReadBufferSize(1024);
        client.connectToHostEncrypted(QStringLiteral("localhost"), m_server->port());
        QTRY_VERIFY(client.isEncrypted());
        client.write(request("GET /live",
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
        QTRY_VERIFY(m_socket);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(bool(serverTls(m_folder.path(), {})));
        m_trusting = QSslConfiguration::defaultConfiguration();
        m_trusting.setCaCertificates(QSslCertificate::fromPath(file("certificate.pem")));
        QVERIFY2(!m_trusting.caCertificates().isEmpty(), "no certificate");
    }

    void cleanup()
    {
        m_socket.reset();
        m_server.reset();
        m_closed = false;
        m_sent = 0;
    }

    void curlIsServed()
    {
        make();
        const QByteArray answer = curl({});
        QVERIFY2(answer.startsWith("0 HTTP/1.1 200 OK\r\n"), answer);
        QVERIFY2(answer.endsWith("127.0.0.1 secure"), answer);
        for (const char *field :
             {"Strict-Transport-Security: max-age=31536000\r\n", "X-Content-Type-Options: nosniff",
              "Content-Security-Policy: default-src 'self';", "Cache-Control: no-store"})
            QVERIFY2(answer.contains(field), field);
        const QByteArray page = curl({}, "/tags/x");
        QVERIFY2(page.contains("default-src 'self'"), page);
        QVERIFY2(!page.contains("unsafe-") && page.endsWith("<html>"), page);
    }

    void curlSees_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("status");
        const auto row = [](const char *name, const char *arguments, const char *path,
                            const char *status) {
            QTest::newRow(name) << QByteArray(arguments) << QByteArray(path) << QByteArray(status);
        };
        row("foreign host", "-H Host:evil.example", "/api/who", "421");
        row("HTTP/1.0", "--http1.0 --no-alpn", "/api/who", "505");
        row("HTTP/2 is not offered", "--http2", "/api/who", "200");
        row("traversal", "--path-as-is", "/../../etc/passwd", "400");
        row("escaped traversal", "--path-as-is", "/%2e%2e/%2e%2e/etc/passwd", "400");
        row("trace", "-X TRACE", "/api/who", "501");
        row("head", "--head", "/api/who", "200");
        row("wrong method", "-X DELETE", "/api/who", "405");
        row("post", "--data 12345", "/api/size", "201");
        row("chunked", "-H Transfer-Encoding:chunked --data 12345", "/api/size", "201");
        row("both framings", "-H Content-Length:5 -H Transfer-Encoding:chunked --data 12345",
            "/api/size", "400");
        row("compressed", "-H Content-Encoding:gzip --data 12345", "/api/size", "415");
    }

    void curlSees()
    {
        QFETCH(QByteArray, arguments);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, status);
        make();
        const QByteArray answer = curl(arguments, path);
        QVERIFY2(answer.startsWith("0 HTTP/1.1 " + status + ' '), answer);
        if (status == "201")
            QVERIFY2(answer.endsWith("5 bytes"), answer);
    }

    void curlSeesWhyAnUploadIsRefused()
    {
        make();
        QFile upload(file("upload"));
        QVERIFY(upload.open(QIODevice::WriteOnly));
        QVERIFY(upload.resize(8 * 1024 * 1024));
        const QByteArray path = upload.fileName().toLatin1();
        const QByteArray answer = curl("-H Expect: --data-binary @" + path, "/api/size");
        QVERIFY2(answer.startsWith("0 HTTP/1.1 413 "), answer);
        QVERIFY2(answer.contains("application/problem+json"), answer);
    }

    void nothingIsToldWithoutTls()
    {
        make();
        RawClient client(*m_server);
        client.send(request("GET /api/who"));
        QVERIFY(!client.receive().contains("HTTP/"));
    }

    void aSilentClientIsCutOffAndHoldsNobody()
    {
        Server::Limits limits;
        limits.tlsDeadline = 1s;
        limits.connectionsPerAddress = 64;
        make(limits);
        std::vector<std::unique_ptr<RawClient>> silent;
        for (int n = 0; n < 40; ++n)
            silent.push_back(std::make_unique<RawClient>(*m_server));
        QVERIFY(curl({}).contains("200 OK"));
        for (const auto &client : silent)
            QCOMPARE(client->receive(), QByteArray());
    }

    void keepsAConnection()
    {
        make();
        QSslSocket client;
        client.setSslConfiguration(m_trusting);
        client.connectToHostEncrypted(QStringLiteral("localhost"), m_server->port());
        QTRY_VERIFY(client.isEncrypted());
        QCOMPARE(client.sslConfiguration().nextNegotiatedProtocol(), QByteArray());
        QByteArray got;
        for (int n = 1; n <= 20; ++n) {
            client.write(request("GET /api/who"));
            QTRY_VERIFY_WITH_TIMEOUT((got += client.readAll()).count("secure") == n, 5000);
        }
        client.write(request("GET /api/who", "Connection: close\r\n"));
        QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(client.error(), QAbstractSocket::RemoteHostClosedError);
    }

    // Clients leave before, within and after the handshake, and within a request and an upgrade.
    void placesComeBackAfterAborts()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 8;
        make(limits);
        QVERIFY(curl({}).contains("200 OK"));
        const qsizetype before = openDescriptors();
        const QByteArray hello("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11);
        const QList<QByteArray> sent{{},
                                     request("GET /api/who"),
                                     request("POST /api/size", "Content-Length: 9\r\n", "abc"),
                                     request("GET /live", kUpgrade)};
        for (int n = 0; n < 200; ++n) {
            if (n % 5 == 0) {
                RawClient client(*m_server);
                client.send(n % 10 == 0 ? hello : QByteArray());
                client.abort();
                continue;
            }
            QSslSocket client;
            client.setSslConfiguration(m_trusting);
            client.connectToHostEncrypted(QStringLiteral("localhost"), m_server->port());
            const auto settled = [&client] {
                return client.isEncrypted() || client.state() == QAbstractSocket::UnconnectedState;
            };
            if (n % 3 != 0)
                QVERIFY(QTest::qWaitFor(settled, 5000));
            client.write(sent[n % sent.size()]);
            client.flush();
            client.abort();
            m_socket.reset();
        }
        const auto cameBack = [this, before] {
            m_socket.reset();
            return openDescriptors() <= before;
        };
        QTRY_VERIFY_WITH_TIMEOUT(cameBack(), 15000);
        QVERIFY(curl({}).contains("200 OK"));
        std::vector<std::unique_ptr<RawClient>> all; // every place is free again
        for (int n = 0; n < limits.connectionsPerAddress - 1; ++n)
            all.push_back(std::make_unique<RawClient>(*m_server));
        QVERIFY(curl({}).contains("200 OK"));
    }

    void webSocketEchoes()
    {
        make();
        const auto client = open();
        QSignalSpy received(client.get(), &QWebSocket::textMessageReceived);
        client->sendTextMessage(QStringLiteral("hello"));
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received.first().first().toString(), QStringLiteral("hello"));
        QTRY_VERIFY(m_sent > 0);
        QTRY_COMPARE(m_socket->bytesQueued(), 0);
    }

    // What is encrypted counts as queued until it has left.
    void queueDrainsAndTells()
    {
        Server::Limits limits;
        limits.socketQueueBytes = 64 * 1024 * 1024;
        make(limits);
        QSslSocket client;
        openSlowly(client);
        const QByteArray text(1024 * 1024, 'x');
        for (int n = 0; n < 16; ++n)
            m_socket->sendText(text);
        QTest::qWait(200); // all is encrypted, and the system takes no more
        const qint64 queued = m_socket->bytesQueued();
        QVERIFY(queued > text.size());
        QVERIFY(queued < 17 * text.size());
        bool told = false;
        connect(m_socket.get(), &Socket::bytesSent, this,
                [this, &told] { told = told || m_socket->bytesQueued() == 0; });
        client.setReadBufferSize(0);
        connect(&client, &QIODevice::readyRead, &client, [&client] { client.readAll(); });
        client.readAll();
        QTRY_COMPARE_WITH_TIMEOUT(m_socket->bytesQueued(), 0, 20000);
        QTRY_VERIFY(told);
        m_socket->disconnect(this);
        QVERIFY(!m_closed);
    }

    void slowReadersAreDropped()
    {
        Server::Limits limits;
        limits.socketQueueBytes = 256 * 1024;
        make(limits);
        QSslSocket client;
        openSlowly(client);
        const QByteArray text(60 * 1024, 'x');
        for (int n = 0; n < 2000 && !m_closed; ++n) {
            m_socket->sendText(text);
            QCoreApplication::processEvents();
        }
        QVERIFY(m_closed);
    }
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tst_tls.moc"
