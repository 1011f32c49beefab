// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "rawclient.h"

#include <QSignalSpy>
#include <QWebSocket>

using namespace mws::http;

namespace
{

const QByteArray kUpgrade
    = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

/// A frame of a client as RFC 6455 section 5.2 wants it.
QByteArray frame(int opcode, const QByteArray &payload, bool masked = true, bool final = true)
{
    QByteArray out(1, char((final ? 0x80 : 0) | opcode));
    const auto mask = char(masked ? 0x80 : 0);
    if (payload.size() < 126) {
        out += char(mask | char(payload.size()));
    } else {
        out += char(mask | 126);
        out += char(payload.size() >> 8);
        out += char(payload.size() & 0xff);
    }
    // A mask of zeros leaves the payload as it is.
    return out + (masked ? QByteArray(4, '\0') : QByteArray()) + payload;
}

} // namespace

/// WebSockets on the port of the front.
class WebSocketTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Socket> m_socket;
    QList<QByteArray> m_texts;
    bool m_closed = false;

    void make(const Server::Limits &limits = {})
    {
        Server::Config config;
        config.port = 0;
        config.limits = limits;
        m_server = std::make_unique<Server>(config);
        m_server->setWebSocket(
            QStringLiteral("/live"),
            [](const Request &request) -> std::optional<Response> {
                if (request.header("x-refuse").isEmpty())
                    return std::nullopt;
                return Response::problem(403, QStringLiteral("denied"), QStringLiteral("no"));
            },
            [this](std::unique_ptr<Socket> socket, const Request &request) {
                QCOMPARE(request.path, QStringLiteral("/live"));
                m_socket = std::move(socket);
                connect(m_socket.get(), &Socket::textReceived, this,
                        [this](const QByteArray &text) { m_texts.append(text); });
                connect(m_socket.get(), &Socket::closed, this, [this] { m_closed = true; });
            });
        QVERIFY(bool(m_server->listen()));
    }

    std::unique_ptr<RawClient> open()
    {
        auto client = std::make_unique<RawClient>(*m_server);
        client->send(request("GET /live", kUpgrade));
        const QByteArray answer = client->receive("\r\n\r\n");
        if (!answer.startsWith("HTTP/1.1 101"))
            qFatal("%s", answer.constData());
        client->forget();
        if (!QTest::qWaitFor([this] { return m_socket != nullptr; }, 5000))
            qFatal("no socket");
        return client;
    }

private Q_SLOTS:
    void cleanup()
    {
        m_socket.reset();
        m_server.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        m_texts.clear();
        m_closed = false;
    }

    void talksBothWays()
    {
        make();
        QWebSocket client;
        client.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/live").arg(m_server->port())));
        QSignalSpy received(&client, &QWebSocket::textMessageReceived);
        QTRY_VERIFY(m_socket && client.state() == QAbstractSocket::ConnectedState);
        client.sendTextMessage(QString::fromUtf8("grüße"));
        QTRY_COMPARE(m_texts, QList<QByteArray>{"grüße"});
        m_socket->sendText("{\"a\":\"ä\"}");
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received.first().first().toString(), QString::fromUtf8("{\"a\":\"ä\"}"));
        client.close();
        QTRY_VERIFY(m_closed);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("guard") << request("GET /live", kUpgrade + "X-Refuse: 1\r\n")
                               << QByteArray("403");
        QTest::newRow("other path") << request("GET /other", kUpgrade) << QByteArray("404");
        QTest::newRow("foreign host")
            << QByteArray("GET /live HTTP/1.1\r\nHost: evil\r\n" + kUpgrade + "\r\n")
            << QByteArray("421");
        QTest::newRow("no key") << request("GET /live",
                                           "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                           "Sec-WebSocket-Version: 13\r\n")
                                << QByteArray("400");
        QTest::newRow("old version")
            << request("GET /live", QByteArray(kUpgrade).replace(": 13", ": 8"))
            << QByteArray("400");
        QTest::newRow("post") << request("POST /live", kUpgrade) << QByteArray("400");
    }

    void refusals()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, status);
        make();
        RawClient client(*m_server);
        client.send(sent);
        const QByteArray answer = client.receive();
        QVERIFY2(answer.startsWith("HTTP/1.1 " + status), answer);
        QVERIFY(!answer.contains(" 101 "));
        QVERIFY(!m_socket);
    }

    void badFramesEndTheSocket_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("bad UTF-8") << frame(1, "\xff\xfe");
        QTest::newRow("binary") << frame(2, "abc");
        QTest::newRow("reserved opcode") << frame(3, "abc");
        QTest::newRow("reserved bit") << QByteArray("\xf1\x80\0\0\0\0", 6);
        QTest::newRow("huge") << QByteArray("\x81\xff\x40\0\0\0\0\0\0\0\0\0\0\0", 14);
        QTest::newRow("too large") << frame(1, QByteArray(2000, 'x'));
        QTest::newRow("too large in parts") << frame(1, QByteArray(800, 'x'), true, false)
                + frame(0, QByteArray(800, 'x'), true, false);
        QTest::newRow("fragmented ping") << frame(9, "x", true, false);
        QTest::newRow("continuation first") << frame(0, "x");
    }

    void badFramesEndTheSocket()
    {
        QFETCH(QByteArray, bytes);
        Server::Limits limits;
        limits.socketMessageBytes = 1000;
        make(limits);
        const auto client = open();
        client->send(bytes);
        QTRY_VERIFY_WITH_TIMEOUT(m_closed || client->receive("\x88").contains('\x88'), 10000);
        QVERIFY(m_texts.isEmpty());
    }

    void floodsEndTheSocket()
    {
        Server::Limits limits;
        limits.socketMessagesPerSecond = 20;
        make(limits);
        const auto client = open();
        client->send(frame(1, "x").repeated(200));
        QTRY_VERIFY(client->receive("\x88").contains('\x88') || client->isClosed());
        QVERIFY(m_texts.size() <= 25);
    }

    void slowReadersAreDropped()
    {
        Server::Limits limits;
        limits.socketQueueBytes = 256 * 1024;
        make(limits);
        const auto client = open();
        client->socket().setReadBufferSize(1024);
        const QByteArray text(60 * 1024, 'x');
        for (int n = 0; n < 2000 && !m_closed; ++n) {
            m_socket->sendText(text);
            QCoreApplication::processEvents();
            QVERIFY(m_socket->bytesQueued() <= limits.socketQueueBytes + 2 * text.size());
        }
        QTRY_VERIFY(m_closed);
    }

    void aCloseThatNobodyReadsEnds()
    {
        Server::Limits limits;
        limits.socketQueueBytes = 64 * 1024 * 1024;
        make(limits);
        const auto client = open();
        client->socket().setReadBufferSize(1024);
        for (int n = 0; n < 16; ++n)
            m_socket->sendText(QByteArray(1024 * 1024, 'x'));
        QTest::qWait(200); // the system takes no more
        QVERIFY(m_socket->bytesQueued() > 1024 * 1024);
        m_socket->close(1001, {});
        QTRY_VERIFY(m_closed);
    }

    void framesNeedMasks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << frame(1, "x", false);
        QTest::newRow("ping") << frame(9, "x", false);
        QTest::newRow("part") << frame(1, "x", true, false) + frame(0, "x", false);
    }

    void framesNeedMasks()
    {
        QFETCH(QByteArray, bytes);
        make();
        const auto client = open();
        client->send(bytes);
        const QByteArray protocolError = QByteArrayLiteral("\x03\xea"); // 1002
        QVERIFY(client->receive(protocolError).contains(protocolError));
        QVERIFY(m_texts.isEmpty());
        QTRY_VERIFY(m_closed);
    }

    // Those that are read too: an answer costs as much as a message.
    void pingsCountAsMessages()
    {
        Server::Limits limits;
        limits.socketMessagesPerSecond = 20;
        make(limits);
        const auto client = open();
        client->send(frame(9, {}).repeated(21));
        const QByteArray policyViolated = QByteArrayLiteral("\x03\xf0"); // 1008
        QVERIFY(client->receive(policyViolated).contains(policyViolated));
        QTRY_VERIFY(m_closed);
    }

    void partsCountAsMessages()
    {
        Server::Limits limits;
        limits.socketMessagesPerSecond = 20;
        make(limits);
        const auto client = open();
        client->send(frame(1, "x", true, false) + frame(0, "x", true, false).repeated(200));
        const QByteArray policyViolated = QByteArrayLiteral("\x03\xf0"); // 1008
        QVERIFY(client->receive(policyViolated).contains(policyViolated));
        QTRY_VERIFY(m_closed);
    }

    // QWebSocket answers every ping; a client that reads none of the answers must not fill memory.
    void pingFloodsAreDropped()
    {
        Server::Limits limits;
        limits.socketQueueBytes = 128 * 1024;
        make(limits);
        const auto client = open();
        client->socket().setReadBufferSize(1024);
        const QByteArray pings = frame(9, QByteArray(125, 'x')).repeated(2000);
        qint64 highest = 0;
        const auto flooded = [&] {
            if (!client->isClosed() && client->socket().bytesToWrite() < pings.size())
                client->send(pings);
            highest = qMax(highest, m_socket->bytesQueued());
            return m_closed;
        };
        QTRY_VERIFY_WITH_TIMEOUT(flooded(), 30000);
        QVERIFY2(highest < 1024 * 1024, QByteArray::number(highest));
    }

    void pingsNeedAnswers()
    {
        Server::Limits limits;
        limits.socketPing = std::chrono::milliseconds(100);
        make(limits);
        QWebSocket good;
        good.open(QUrl(QStringLiteral("ws://127.0.0.1:%1/live").arg(m_server->port())));
        QTRY_VERIFY(m_socket);
        const std::unique_ptr<Socket> kept = std::move(m_socket);
        const auto silent = open(); // the raw client answers nothing
        QTRY_VERIFY(silent->isClosed());
        QCOMPARE(silent->receive().count('\x89'), 2);
        QTest::qWait(500);
        QCOMPARE(good.state(), QAbstractSocket::ConnectedState);
    }

    void aPathMayBeSetAgain()
    {
        make();
        m_server->setWebSocket(
            QStringLiteral("/live"),
            [](const Request &) {
                return Response::problem(503, QStringLiteral("stopping"), QStringLiteral("no"));
            },
            [](std::unique_ptr<Socket>, const Request &) {});
        RawClient client(*m_server);
        client.send(request("GET /live", kUpgrade));
        QVERIFY(client.receive().startsWith("HTTP/1.1 503"));
        QVERIFY(!m_socket);
    }

    void aSocketMayOutliveTheServer()
    {
        make();
        const auto client = open();
        m_server.reset();
        m_socket->sendText("still here");
        QVERIFY(client->receive("still here").contains("still here"));
        client->abort();
        QTRY_VERIFY(m_closed);
    }

    void placesComeBack()
    {
        Server::Limits limits;
        limits.connectionsPerAddress = 4;
        make(limits);
        open()->abort();
        QTRY_VERIFY(m_closed);
        m_socket.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const qsizetype before = openDescriptors();
        for (int n = 0; n < 60; ++n) {
            RawClient client(*m_server);
            client.send(request("GET /live", kUpgrade));
            if (n % 2 == 0)
                client.receive("\r\n\r\n");
            client.abort();
            QTest::qWait(0);
            m_socket.reset();
        }
        const auto opens = [this] {
            m_socket.reset();
            RawClient client(*m_server);
            client.send(request("GET /live", kUpgrade));
            return client.receive("\r\n\r\n").startsWith("HTTP/1.1 101");
        };
        QTRY_VERIFY_WITH_TIMEOUT(opens(), 15000);
        const auto settled = [this, before] {
            m_socket.reset();
            return openDescriptors() <= before;
        };
        QTRY_VERIFY_WITH_TIMEOUT(settled(), 15000);
    }
};

QTEST_GUILESS_MAIN(WebSocketTest)
#include "tst_websocket.moc"
