// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/socketlink.h"

#include <QSignalSpy>
#include <QTest>
#include <arpa/inet.h>
#include <linux/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace mws;
using namespace mws::modbus;

namespace
{

/// A server by plain system calls, so that it needs no turn of the event loop.
class PlainServer
{
public:
    PlainServer()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *const any = reinterpret_cast<sockaddr *>(&address);
        if (bind(m_listener, any, size) != 0 || listen(m_listener, 1) != 0
            || getsockname(m_listener, any, &size) != 0)
            qFatal("no free port on the loopback interface");
        m_port = ntohs(address.sin_port);
    }
    ~PlainServer()
    {
        hangUp();
        ::close(m_listener);
    }
    Q_DISABLE_COPY_MOVE(PlainServer)

    [[nodiscard]] int port() const { return m_port; }
    void accept() { m_socket = ::accept(m_listener, nullptr, nullptr); }
    void say(const QByteArray &bytes) const
    {
        for (qsizetype sent = 0; sent < bytes.size();)
            sent += ::send(m_socket, bytes.constData() + sent, size_t(bytes.size() - sent), 0);
    }
    void hangUp()
    {
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }
    /// The other end gets an error and not an end.
    void breakOff()
    {
        const linger none{1, 0};
        setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        hangUp();
    }
    /// All that has come by now.
    [[nodiscard]] QByteArray heard()
    {
        QByteArray bytes(4096, '\0');
        const auto got = ::recv(m_socket, bytes.data(), size_t(bytes.size()), MSG_DONTWAIT);
        m_heard += bytes.first(std::max(got, ssize_t(0)));
        return m_heard;
    }
    /// Segments with data that have come since the connection was made.
    [[nodiscard]] int segments() const
    {
        tcp_info info{};
        socklen_t size = sizeof info;
        getsockopt(m_socket, IPPROTO_TCP, TCP_INFO, &info, &size);
        return int(info.tcpi_data_segs_in);
    }

private:
    int m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int m_socket = -1;
    int m_port = 0;
    QByteArray m_heard;
};

Connection connectionTo(const PlainServer &server, int window)
{
    Connection connection;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = server.port();
    connection.maxInFlight = window;
    return connection;
}

/// A link that is open, and its other end.
struct Line {
    explicit Line(int window)
        : link(connectionTo(server, window))
        , lost(&link, &SocketLink::lost)
    {
        QSignalSpy opened(&link, &SocketLink::opened);
        link.open();
        if (!opened.wait())
            qFatal("the link was not opened");
        server.accept();
    }
    PlainServer server;
    SocketLink link;
    QSignalSpy lost;
};

} // namespace

class SocketLinkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneRequestGoesOutAtOnce()
    {
        Line line(1);
        line.link.write("one");
        QCOMPARE(line.server.heard(), QByteArray("one")); // no turn of the event loop was needed
    }

    void requestsInARowGoOutTogether()
    {
        Line line(16);
        line.link.write("one");
        line.link.write("two");
        line.link.write("three");
        QCOMPARE(line.server.heard(), QByteArray());
        QTRY_COMPARE(line.server.segments(), 1);
        QCOMPARE(line.server.heard(), QByteArray("onetwothree"));
        line.link.write("four");
        QTRY_COMPARE(line.server.heard(), QByteArray("onetwothreefour"));
    }

    void requestsAfterAnswersGoOutTogether_data()
    {
        QTest::addColumn<int>("window");
        QTest::newRow("one in flight") << 1;
        QTest::newRow("16 in flight") << 16;
    }

    void requestsAfterAnswersGoOutTogether()
    {
        QFETCH(int, window);
        Line line(window);
        QByteArray heard;
        connect(&line.link, &SocketLink::received, this, [&](const QByteArray &bytes) {
            line.link.write("one");
            line.link.write("two");
            heard += bytes;
        });
        line.server.say("answer");
        QTRY_COMPARE(heard, QByteArray("answer"));
        QCOMPARE(line.server.segments(), 1);
        QCOMPARE(line.server.heard(), QByteArray("onetwo"));
    }

    void muchComesWholeAndInOrder()
    {
        Line line(1);
        QByteArray heard;
        connect(&line.link, &SocketLink::received, this,
                [&heard](const QByteArray &bytes) { heard += bytes; });
        QByteArray much;
        for (int i = 0; i < 20000; ++i)
            much += QByteArray::number(i) + ' ';
        line.server.say(much);
        QTRY_COMPARE(heard.size(), much.size());
        QCOMPARE(heard, much);
        line.server.hangUp();
        QTRY_COMPARE(line.lost.size(), 1);
    }

    void whatCameBeforeTheEndIsHeard()
    {
        Line line(1);
        QSignalSpy received(&line.link, &SocketLink::received);
        line.server.say("last words");
        line.server.hangUp();
        QTRY_COMPARE(line.lost.size(), 1);
        QCOMPARE(received.size(), 1);
        QCOMPARE(received.first().first().toByteArray(), QByteArray("last words"));
    }

    void brokenOffWhileNothingIsSaid()
    {
        Line line(1);
        line.server.breakOff();
        QTRY_COMPARE(line.lost.size(), 1);
    }

    void writeOnBrokenLink()
    {
        Line line(1);
        connect(&line.link, &SocketLink::lost, &line.link, &SocketLink::close);
        line.server.breakOff();
        line.link.write("one"); // before the event loop can tell that the link is gone
        QCOMPARE(line.lost.size(), 0); // nothing is emitted inside write()
        QTRY_COMPARE(line.lost.size(), 1);
        QVERIFY(!line.lost.first().first().toString().isEmpty());
    }

    void closedWhileHearing()
    {
        Line line(1);
        int heard = 0;
        connect(&line.link, &SocketLink::received, this, [&] {
            ++heard;
            line.link.write("never");
            line.link.close();
        });
        line.server.say(QByteArray(100000, 'x'));
        QTRY_COMPARE(heard, 1);
        QCoreApplication::processEvents();
        QCOMPARE(heard, 1);
        QCOMPARE(line.server.segments(), 0);
        QCOMPARE(line.lost.size(), 0);
    }

    void discardForgetsBothWays()
    {
        Line line(16);
        QSignalSpy received(&line.link, &SocketLink::received);
        line.server.say("old");
        line.link.write("old");
        line.link.discard();
        line.server.say("new");
        line.link.write("new");
        QTRY_COMPARE(received.size(), 1);
        QCOMPARE(received.first().first().toByteArray(), QByteArray("new"));
        QTRY_COMPARE(line.server.heard(), QByteArray("new"));
    }
};

QTEST_GUILESS_MAIN(SocketLinkTest)
#include "tst_socketlink.moc"
