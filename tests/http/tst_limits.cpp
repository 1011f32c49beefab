// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/future.h"
#include "http/addressbook.h"
#include "rawclient.h"

#include <QTimer>

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace mws;
using namespace mws::http;
using namespace std::chrono_literals;

namespace
{

constexpr qint64 kMiB = 1024 * 1024;

int failingAccepts = 0; ///< the next so many calls of accept4() fail

/// A socket of the operating system: tells a reset from an end, which QTcpSocket does not.
class NativeClient final
{
public:
    explicit NativeClient(quint16 port)
        : m_descriptor(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address))
            qFatal("cannot connect");
    }
    ~NativeClient() { ::close(m_descriptor); }
    Q_DISABLE_COPY_MOVE(NativeClient)

    [[nodiscard]] bool send(const QByteArray &bytes) const
    {
        return ::send(m_descriptor, bytes.constData(), size_t(bytes.size()),
                      MSG_NOSIGNAL | MSG_DONTWAIT)
            == bytes.size();
    }
    /// Appends what is there; 0 at the end of the connection, else an errno.
    int receive(QByteArray *to) const
    {
        std::array<char, 4096> part{};
        ssize_t size = 0;
        while ((size = ::recv(m_descriptor, part.data(), part.size(), MSG_DONTWAIT)) > 0)
            to->append(part.data(), size);
        return size == 0 ? 0 : errno;
    }

private:
    int m_descriptor;
};

} // namespace

/// Stands before the function of the C library, for QtNetwork too.
extern "C" int accept4(int descriptor, sockaddr *address, socklen_t *size, int flags)
{
    if (failingAccepts > 0) {
        --failingAccepts;
        errno = ECONNABORTED;
        return -1;
    }
    return int(::syscall(SYS_accept4, descriptor, address, size, flags));
}

/// Clients and handlers that stall, flood or leave: what one of them holds comes back, and what a
/// client may see of it.
class LimitsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Server> m_server;
    std::vector<std::shared_ptr<Promise<Response>>> m_pending;

    void make(const Server::Limits &limits)
    {
        Server::Config config;
        config.port = 0;
        config.limits = limits;
        m_server = std::make_unique<Server>(config);
        const auto add = [this](Method method, const char *pattern, Handler handler) {
            QVERIFY(bool(m_server->addRoute(route(method, pattern, std::move(handler)))));
        };
        add(Method::Get, "/api/hello",
            [](const Request &) { return ready(Response::json(QByteArray("hello"))); });
        add(Method::Post, "/api/size", [](const Request &request) {
            return ready(Response::json(QByteArray::number(request.body.size()) + " bytes"));
        });
        add(Method::Get, "/api/large", [](const Request &) {
            return ready(Response::json(QByteArray(32 * 1024 * 1024, 'x')));
        });
        add(Method::Get, "/api/later", [this](const Request &) {
            m_pending.push_back(std::make_shared<Promise<Response>>());
            return m_pending.back()->future();
        });
        QVERIFY(bool(m_server->listen()));
    }

    QByteArray hello()
    {
        RawClient client(*m_server);
        client.send(request("GET /api/hello", "Connection: close\r\n"));
        return client.receive();
    }

    /// Reads so many bytes every 50 ms, until the server has let go or all is there.
    static qint64 readInBits(RawClient &client, qint64 bytes)
    {
        qint64 got = 0;
        while (client.socket().state() == QAbstractSocket::ConnectedState
               || client.socket().bytesAvailable() > 0) {
            QTest::qWait(50);
            got += client.socket().read(bytes).size();
        }
        return got;
    }

private Q_SLOTS:
    void cleanup()
    {
        m_server.reset();
        m_pending.clear();
    }

    void addressesAreCounted()
    {
        AddressBook book(5, 2);
        const QHostAddress v4(QStringLiteral("192.0.2.1"));
        const QHostAddress mapped(QStringLiteral("::ffff:192.0.2.1"));
        QVERIFY(book.enter(v4));
        QVERIFY(book.enter(mapped));
        QVERIFY(!book.enter(v4));
        QVERIFY(book.enter(QHostAddress(QStringLiteral("2001:db8:0:1::1"))));
        QVERIFY(book.enter(QHostAddress(QStringLiteral("2001:db8:0:1:ffff::2"))));
        QVERIFY(!book.enter(QHostAddress(QStringLiteral("2001:db8:0:1::3"))));
        QVERIFY(book.enter(QHostAddress(QStringLiteral("2001:db8:0:2::1"))));
        QVERIFY(!book.enter(QHostAddress(QStringLiteral("2001:db8:0:3::1")))); // five in all
        book.leave(mapped);
        QCOMPARE(book.total(), 4);
        QVERIFY(book.enter(v4));
    }

    void connectionsInAllAreLimited()
    {
        Server::Limits limits;
        limits.connections = 3;
        make(limits);
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int n = 0; n < 3; ++n) {
            clients.push_back(std::make_unique<RawClient>(*m_server));
            clients.back()->send(request("GET /api/hello"));
            QVERIFY(clients.back()->receive("hello").contains("200 OK"));
        }
        QCOMPARE(hello(), QByteArray());
        clients.clear();
        QTRY_VERIFY(hello().contains("200 OK"));
    }

    // The rest of the upload is still on its way when the answer leaves.
    void aRefusedUploadSeesItsAnswer()
    {
        make({});
        const NativeClient client(m_server->port());
        QVERIFY(client.send(request("POST /api/size", "Content-Length: 2000000\r\n")));
        for (int n = 0; n < 20; ++n) {
            QTest::qWait(5);
            QVERIFY2(client.send(QByteArray(8 * 1024, 'x')), std::strerror(errno));
        }
        QByteArray answer;
        int end = 0;
        QTRY_VERIFY((end = client.receive(&answer)) != EAGAIN);
        QCOMPARE(end, 0); // closed, not reset
        QVERIFY2(answer.startsWith("HTTP/1.1 413 ") && answer.endsWith('}'), answer);
    }

    void anEndlessUploadIsCutOff()
    {
        make({});
        const NativeClient client(m_server->port());
        QVERIFY(client.send(request("POST /api/size", "Content-Length: 2000000\r\n")));
        QByteArray answer;
        QTRY_COMPARE(client.receive(&answer), 0);
        QVERIFY(answer.startsWith("HTTP/1.1 413 "));
        const QByteArray piece(16 * 1024, 'x');
        const auto isCutOff = [&] {
            errno = 0;
            while (client.send(piece)) { }
            return errno == EPIPE || errno == ECONNRESET;
        };
        QVERIFY(QTest::qWaitFor(isCutOff, 20000));
    }

    /// While one request is answered, what follows it waits at the client.
    void whatIsNotReadYetStaysOutside()
    {
        make({});
        RawClient client(*m_server);
        client.send(request("GET /api/later"));
        QTRY_COMPARE(m_pending.size(), 1U);
        client.send(QByteArray(64 * kMiB, 'x'));
        const auto isTaken = [&client] { return client.socket().bytesToWrite() < 32 * kMiB; };
        QVERIFY(!QTest::qWaitFor(isTaken, 1000));
    }

    /// From its first byte on; between two requests a client has longer.
    void theNextHeadHasItsDeadline()
    {
        Server::Limits limits;
        limits.headDeadline = 200ms;
        limits.idleDeadline = 60s;
        make(limits);
        RawClient client(*m_server);
        client.send(request("GET /api/hello"));
        QVERIFY(client.receive("hello").startsWith("HTTP/1.1 200 "));
        client.forget();
        client.send("GET /api/h");
        QVERIFY(client.receive().startsWith("HTTP/1.1 408 "));
    }

    void bodiesMustKeepAPace_data()
    {
        QTest::addColumn<QByteArray>("framing");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("counted") << QByteArray("Content-Length: 500000\r\n") << QByteArray("x");
        QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n")
                                 << QByteArray("1\r\nx\r\n");
    }

    void bodiesMustKeepAPace()
    {
        QFETCH(QByteArray, framing);
        QFETCH(QByteArray, part);
        Server::Limits limits;
        limits.headDeadline = 200ms;
        limits.bodyDeadline = 60s;
        limits.bodyBytesPerSecond = 100000;
        make(limits);
        RawClient client(*m_server);
        client.send(request("POST /api/size", framing));
        QTimer drip;
        connect(&drip, &QTimer::timeout, this, [&client, part] { client.send(part); });
        drip.start(20);
        QVERIFY(client.receive().startsWith("HTTP/1.1 408 "));
    }

    void largeBodiesAreForThoseWhomTheGuardPasses_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("status");
        const QByteArray who = "X-Who: anna\r\n";
        QTest::newRow("passed") << QByteArray("/api/upload") << who << 5000 << 200;
        QTest::newRow("passed, too large") << QByteArray("/api/upload") << who << 9000 << 413;
        QTest::newRow("refused") << QByteArray("/api/upload") << QByteArray() << 5000 << 401;
        QTest::newRow("another route") << QByteArray("/api/size") << who << 5000 << 413;
        QTest::newRow("no route") << QByteArray("/api/none") << who << 5000 << 413;
    }

    void largeBodiesAreForThoseWhomTheGuardPasses()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, fields);
        QFETCH(int, size);
        QFETCH(int, status);
        Server::Limits limits;
        limits.bodyBytes = 1000;
        make(limits);
        Route upload = route(Method::Post, "/api/upload", [](const Request &request) {
            return ready(Response::json(QByteArray::number(request.body.size()) + " bytes"));
        });
        upload.bodyBytes = 8000;
        QVERIFY(bool(m_server->addRoute(upload)));
        m_server->setGuard([](const Request &request, const Route &) -> std::optional<Response> {
            if (request.header("x-who") == "anna")
                return std::nullopt;
            return Response::problem(401, QStringLiteral("nobody"), QString());
        });
        const QByteArray wanted = "HTTP/1.1 " + QByteArray::number(status);
        const QByteArray end = status == 200 ? " bytes" : "";
        RawClient counted(*m_server);
        counted.send(request("POST " + target,
                             fields + "Content-Length: " + QByteArray::number(size) + "\r\n",
                             QByteArray(size, 'x')));
        QVERIFY(counted.receive(end).startsWith(wanted));
        RawClient chunked(*m_server);
        chunked.send(request("POST " + target, fields + "Transfer-Encoding: chunked\r\n",
                             QByteArray::number(size, 16) + "\r\n" + QByteArray(size, 'x')
                                 + "\r\n0\r\n\r\n"));
        QVERIFY(chunked.receive(end).startsWith(wanted));
    }

    /// Nobody makes the server wait for megabytes before it says no.
    void aRefusalDoesNotWaitForALargeBody()
    {
        make({});
        Route upload = route(Method::Post, "/api/upload",
                             [](const Request &) { return ready(Response::noContent()); });
        upload.bodyBytes = 8 * 1024 * 1024;
        QVERIFY(bool(m_server->addRoute(upload)));
        m_server->setGuard([](const Request &, const Route &) {
            return Response::problem(401, QStringLiteral("nobody"), QString());
        });
        RawClient client(*m_server);
        client.send(request("POST /api/upload", "Content-Length: 8000000\r\n", "{"));
        QVERIFY(client.receive().startsWith("HTTP/1.1 401 "));
    }

    void aBodyMayTakeLongWhenItKeepsThePace()
    {
        Server::Limits limits;
        limits.headDeadline = 50ms;
        limits.bodyBytesPerSecond = 1;
        make(limits);
        RawClient client(*m_server);
        client.send(request("POST /api/size", "Content-Length: 10\r\n", "0123"));
        for (int n = 0; n < 6; ++n) {
            QTest::qWait(60);
            client.send("x");
        }
        QVERIFY(client.receive("10 bytes").contains("200 OK"));
    }

    void aHandlerThatNeverAnswersGivesThePlaceBack()
    {
        Server::Limits limits;
        limits.answerDeadline = 200ms;
        limits.connectionsPerAddress = 1;
        make(limits);
        {
            RawClient client(*m_server);
            client.send(request("GET /api/later") + request("GET /api/later"));
            const QByteArray answer = client.receive();
            QVERIFY2(answer.startsWith("HTTP/1.1 504 "), answer);
            m_pending.front()->finish(Response::json(QByteArray("late")));
            QCOMPARE(m_pending.size(), 1U); // the second request never ran
        }
        QTRY_VERIFY(hello().contains("200 OK"));
    }

    void aCancelledHandlerIsAnswered()
    {
        make({});
        RawClient client(*m_server);
        client.send(request("GET /api/later", "Connection: close\r\n"));
        QTRY_COMPARE(m_pending.size(), 1U);
        m_pending.clear(); // a promise that is dropped cancels its future
        QVERIFY(client.receive().startsWith("HTTP/1.1 500 "));
    }

    void aReaderThatStopsGivesThePlaceBack()
    {
        Server::Limits limits;
        limits.writeDeadline = 300ms;
        limits.connectionsPerAddress = 1;
        make(limits);
        RawClient client(*m_server);
        client.socket().setReadBufferSize(1024);
        client.send(request("GET /api/large"));
        QTRY_VERIFY_WITH_TIMEOUT(client.socket().bytesAvailable() > 0, 10000);
        QTRY_VERIFY_WITH_TIMEOUT(hello().contains("200 OK"), 10000);
    }

    void aReaderThatTakesTooLittleGivesThePlaceBack()
    {
        Server::Limits limits;
        limits.writeDeadline = 1s; // in which something is taken all the time
        limits.answerBytesPerSecond = 100 * 1024 * 1024;
        make(limits);
        RawClient client(*m_server);
        client.socket().setReadBufferSize(512 * 1024);
        client.send(request("GET /api/large", "Connection: close\r\n"));
        QVERIFY(readInBits(client, 512 * 1024) < 32 * 1024 * 1024);
    }

    void aReaderThatTakesEnoughGetsAll()
    {
        Server::Limits limits;
        limits.writeDeadline = 200ms;
        make(limits);
        RawClient client(*m_server);
        client.socket().setReadBufferSize(2 * 1024 * 1024);
        client.send(request("GET /api/large", "Connection: close\r\n"));
        QVERIFY(readInBits(client, 2 * 1024 * 1024) > 32 * 1024 * 1024);
    }

    void aReaderMayBeSlow()
    {
        Server::Limits limits;
        limits.writeDeadline = 2s;
        make(limits);
        RawClient client(*m_server);
        client.send(request("GET /api/large", "Connection: close\r\n"));
        QTest::qWait(200);
        QVERIFY(client.receive().size() > 32 * 1024 * 1024);
    }

    // One aborted connection makes Qt accept nothing more until it is told to.
    void acceptsAgainAfterAnError()
    {
        make({});
        failingAccepts = 1;
        QVERIFY(hello().contains("200 OK"));
        QCOMPARE(failingAccepts, 0);
    }
};

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
