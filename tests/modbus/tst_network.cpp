// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/framing.h"
#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QElapsedTimer>
#include <QNetworkDatagram>
#include <QPointer>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QUdpSocket>
#include <QtEndian>
#include <functional>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
const QByteArray kOtherPdu = QByteArray::fromHex("0304deadbeef");
constexpr Milliseconds kShort{150};
constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

QByteArray rtu(int unit, const QByteArray &pdu)
{
    return RtuFraming().frame(unit, pdu);
}

/// A gateway that hands RTU frames through, and says what the test wants.
class RogueGateway final : public QObject
{
    Q_OBJECT

public:
    explicit RogueGateway(const QHostAddress &address = QHostAddress::LocalHost)
    {
        if (!server.listen(address))
            qFatal("no free port on the loopback interface");
        connect(&server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *accepted = server.nextPendingConnection();
            connect(accepted, &QTcpSocket::readyRead, this, [this, accepted] {
                requests.append(accepted->readAll());
                accepted->write(answer);
            });
            socket = accepted;
        });
    }
    QTcpServer server;
    QPointer<QTcpSocket> socket;
    QList<QByteArray> requests;
    QByteArray answer = rtu(1, kGoodPdu);
};

/// A UDP device that answers with any number of any datagrams.
class RogueDatagrams final : public QObject
{
    Q_OBJECT

public:
    using Answers = std::function<QList<QByteArray>(const QByteArray &request)>;

    explicit RogueDatagrams(const QHostAddress &address = QHostAddress::LocalHost)
    {
        if (!socket.bind(address) || !stranger.bind(address))
            qFatal("no free port on the loopback interface");
        connect(&socket, &QUdpSocket::readyRead, this, [this] {
            while (socket.hasPendingDatagrams()) {
                request = socket.receiveDatagram();
                requests.append(request.data());
                const QList<QByteArray> list = answers(request.data());
                for (const QByteArray &bytes : list)
                    say(socket, bytes);
            }
        });
    }
    void say(QUdpSocket &from, const QByteArray &bytes) const
    {
        from.writeDatagram(bytes, request.senderAddress(), quint16(request.senderPort()));
    }
    [[nodiscard]] static QByteArray frame(const QByteArray &request, const QByteArray &pdu)
    {
        QByteArray bytes = request.left(4) + QByteArray(2, '\0') + request.mid(6, 1) + pdu;
        qToBigEndian(quint16(pdu.size() + 1), bytes.data() + 4);
        return bytes;
    }
    [[nodiscard]] static QList<QByteArray> good(const QByteArray &request)
    {
        return {frame(request, kGoodPdu)};
    }

    QUdpSocket socket;
    QUdpSocket stranger; ///< same address, other port
    QNetworkDatagram request;
    QList<QByteArray> requests;
    Answers answers = &RogueDatagrams::good;
};

/// A transport with everything it says.
struct Line {
    Line(ConnectionKind kind, quint16 port, const QString &host = QStringLiteral("127.0.0.1"))
        : transport(makeTransport(connectionTo(kind, port, host)))
        , opened(transport.get(), &Transport::opened)
        , closed(transport.get(), &Transport::closed)
        , finished(transport.get(), &Transport::finished)
        , stray(transport.get(), &Transport::strayFrame)
    {
    }
    [[nodiscard]] static Connection connectionTo(ConnectionKind kind, quint16 port,
                                                 const QString &host)
    {
        Connection connection;
        connection.kind = kind;
        connection.host = host;
        connection.port = port;
        return connection;
    }
    [[nodiscard]] bool open()
    {
        transport->open();
        return opened.wait();
    }
    [[nodiscard]] TransportReply last() const
    {
        return finished.last().first().value<TransportReply>();
    }
    [[nodiscard]] TransportReply ask(Milliseconds timeout = kShort, int unit = 1)
    {
        const auto before = finished.size();
        transport->send(unit, kTwoRegisters, timeout);
        return finished.size() > before || finished.wait()
            ? last()
            : TransportReply{Status::LinkLost, {}, QStringLiteral("no end")};
    }
    std::unique_ptr<Transport> transport;
    QSignalSpy opened;
    QSignalSpy closed;
    QSignalSpy finished;
    QSignalSpy stray;
};

struct GatewayLine {
    RogueGateway gateway;
    Line line{ConnectionKind::RtuOverTcp, gateway.server.serverPort()};
};

struct DatagramLine {
    RogueDatagrams device;
    Line line{ConnectionKind::Udp, device.socket.localPort()};
};

} // namespace

/// RTU over TCP and Modbus over UDP with peers that do not keep to the rules.
class NetworkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gatewayAnswers()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        for (int i = 0; i < 100; ++i)
            QCOMPARE(g.line.ask().pdu, kGoodPdu);
        QCOMPARE(g.gateway.requests.size(), 100);
        QCOMPARE(g.gateway.requests.last(), rtu(1, kTwoRegisters));
        QCOMPARE(g.line.stray.size(), 0);
    }

    void gatewayOnIpv6()
    {
        if (!QTcpServer().listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this machine");
        RogueGateway gateway(QHostAddress::LocalHostIPv6);
        Line line(ConnectionKind::RtuOverTcp, gateway.server.serverPort(), QStringLiteral("::1"));
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void gatewayGarbage_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("00") << QByteArray(1, '\0');
        QTest::newRow("text") << QByteArray("login: ");
        QTest::newRow("other unit") << rtu(2, kOtherPdu);
    }

    void gatewayGarbage()
    {
        QFETCH(QByteArray, before);
        GatewayLine g;
        g.gateway.answer = before + rtu(1, kGoodPdu);
        QVERIFY(g.line.open());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(g.line.ask(kLong).pdu, kGoodPdu);
    }

    void damagedAnswerThroughAGateway()
    {
        GatewayLine g;
        g.gateway.answer[4] = char(g.gateway.answer[4] ^ 1);
        QVERIFY(g.line.open());
        QCOMPARE(g.line.ask(kLong).status, Status::Invalid);
        g.gateway.answer = rtu(1, kGoodPdu);
        QCOMPARE(g.line.ask(kLong).pdu, kGoodPdu);
        QCOMPARE(g.line.closed.size(), 0);
    }

    void lateAnswerThroughAGateway()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        g.gateway.answer.clear();
        QCOMPARE(g.line.ask().status, Status::Timeout);
        g.gateway.answer = rtu(1, kGoodPdu);
        g.line.transport->send(1, kTwoRegisters, kLong);
        g.gateway.socket->write(rtu(1, kOtherPdu));
        QVERIFY(g.line.finished.wait());
        QCOMPARE(g.line.last().pdu, kGoodPdu);
    }

    /// Field failures, row 4: a gateway that is behind would stay so for ever.
    void lateAnswerOfAnotherLengthThroughAGateway()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        g.gateway.answer.clear();
        QCOMPARE(g.line.ask().status, Status::Timeout);
        g.gateway.answer = rtu(1, QByteArray::fromHex("0314") + QByteArray(20, 'v'));
        g.line.transport->send(1, kTwoRegisters, kLong);
        QTRY_COMPARE(g.gateway.requests.size(), 2);
        QVERIFY(!g.line.finished.wait(30));
        g.gateway.socket->write(rtu(1, kGoodPdu));
        QTRY_COMPARE(g.line.finished.size(), 2);
        QCOMPARE(g.line.last().pdu, kGoodPdu);
        g.gateway.answer = rtu(1, kOtherPdu);
        QCOMPARE(g.line.ask(kLong).pdu, kOtherPdu);
    }

    void row24DeadlineIsKept()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        g.gateway.answer.clear();
        QVERIFY(endsAtItsDeadline(*g.line.transport));
        DatagramLine d;
        d.device.answers = [](const QByteArray &) { return QList<QByteArray>(); };
        QVERIFY(d.line.open());
        QVERIFY(endsAtItsDeadline(*d.line.transport));
    }

    void gatewayCloses()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        g.gateway.answer.clear();
        g.line.transport->send(1, kTwoRegisters, kLong);
        QTRY_COMPARE(g.gateway.requests.size(), 1);
        g.gateway.socket->abort();
        QVERIFY(g.line.closed.wait());
        QCOMPARE(g.line.last().status, Status::LinkLost);
        QVERIFY(!g.line.last().detail.isEmpty());
        g.gateway.answer = rtu(1, kGoodPdu);
        QVERIFY(g.line.open());
        QCOMPARE(g.line.ask().pdu, kGoodPdu);
        QCOMPARE(g.line.finished.size(), 2);
        QCOMPARE(g.line.closed.size(), 1);
    }

    void gatewayRefuses()
    {
        GatewayLine g;
        g.gateway.server.close();
        for (int i = 1; i <= 2; ++i) {
            g.line.transport->open();
            QVERIFY(g.line.closed.wait());
            QCOMPARE(g.line.closed.size(), i);
        }
        QVERIFY(!g.line.closed.last().first().toString().isEmpty());
        QCOMPARE(g.line.opened.size(), 0);
    }

    void gatewayNothingComesAfterClose()
    {
        GatewayLine g;
        QVERIFY(g.line.open());
        g.line.transport->send(1, kTwoRegisters, Milliseconds(20));
        g.line.transport->close();
        QVERIFY(g.line.open());
        QCOMPARE(g.line.ask().status, Status::Answer);
        QCOMPARE(g.line.finished.size(), 1);
        QCOMPARE(g.line.closed.size(), 0);
    }

    void datagrams_data()
    {
        QTest::addColumn<int>("unit");
        for (const int unit : {0, 1, 255})
            QTest::addRow("unit %d", unit) << unit;
    }

    void datagrams()
    {
        QFETCH(int, unit);
        DatagramLine d;
        QVERIFY(d.line.open());
        for (int i = 0; i < 300; ++i)
            QCOMPARE(d.line.ask(kShort, unit).pdu, kGoodPdu);
        QCOMPARE(d.device.requests.size(), 300);
        const QByteArray request = d.device.requests.last();
        QCOMPARE(request.mid(2, 4), QByteArray::fromHex("00000006"));
        QCOMPARE(uchar(request.at(6)), uchar(unit));
        QCOMPARE(request.mid(7), kTwoRegisters);
        QVERIFY(request.left(2) != d.device.requests.first().left(2));
        QCOMPARE(d.line.stray.size(), 0);
    }

    void datagramsOnIpv6()
    {
        if (!QUdpSocket().bind(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this machine");
        RogueDatagrams device(QHostAddress::LocalHostIPv6);
        Line line(ConnectionKind::Udp, device.socket.localPort(), QStringLiteral("::1"));
        QVERIFY(line.open());
        QCOMPARE(line.ask().pdu, kGoodPdu);
    }

    void datagramsToAName()
    {
        RogueDatagrams device;
        Line line(ConnectionKind::Udp, device.socket.localPort(), QStringLiteral("localhost"));
        QVERIFY(line.open());
    }

    void unknownName()
    {
        Line line(ConnectionKind::Udp, 502, QStringLiteral("no-such-device.invalid"));
        line.transport->open();
        QVERIFY(line.closed.wait());
        QVERIFY(!line.closed.last().first().toString().isEmpty());
        QCOMPARE(line.opened.size(), 0);
    }

    void foreignDatagrams_data()
    {
        QTest::addColumn<int>("at");
        QTest::addColumn<int>("change");
        QTest::newRow("transaction") << 1 << 1;
        QTest::newRow("protocol") << 2 << 1;
        QTest::newRow("length too long") << 5 << 8;
        QTest::newRow("length too short") << 5 << 1;
        QTest::newRow("unit") << 6 << 2;
    }

    void foreignDatagrams()
    {
        QFETCH(int, at);
        QFETCH(int, change);
        DatagramLine d;
        const auto foreign = [at, change](const QByteArray &request) {
            QByteArray bytes = RogueDatagrams::frame(request, kOtherPdu);
            bytes[at] = char(bytes[at] ^ change);
            return bytes;
        };
        d.device.answers
            = [&](const QByteArray &request) { return QList<QByteArray>{foreign(request)}; };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
        d.device.answers = [&](const QByteArray &request) {
            return QList<QByteArray>{foreign(request), {}, "x"} + RogueDatagrams::good(request);
        };
        QCOMPARE(d.line.ask(kLong).pdu, kGoodPdu);
        QCOMPARE(d.line.stray.size(), 4);
        QCOMPARE(d.line.closed.size(), 0);
    }

    void twoFramesInOneDatagramAreNone()
    {
        DatagramLine d;
        d.device.answers = [](const QByteArray &request) {
            const QByteArray frame = RogueDatagrams::frame(request, kGoodPdu);
            return QList<QByteArray>{frame + frame};
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
    }

    void datagramFromAnotherPort()
    {
        DatagramLine d;
        d.device.answers = [&d](const QByteArray &request) {
            d.device.say(d.device.stranger, RogueDatagrams::frame(request, kOtherPdu));
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
    }

    void datagramFromAnotherAddress()
    {
        DatagramLine d;
        QUdpSocket elsewhere; // the same port on another address
        if (!elsewhere.bind(QHostAddress(QStringLiteral("127.0.0.2")), d.device.socket.localPort()))
            QSKIP("no second loopback address");
        d.device.answers = [&](const QByteArray &request) {
            d.device.say(elsewhere, RogueDatagrams::frame(request, kOtherPdu));
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Invalid);
        QCOMPARE(d.line.stray.size(), 1);
    }

    void lateAndDoubleDatagrams()
    {
        DatagramLine d;
        QSignalSpy told(d.line.transport.get(), &Transport::lateAnswer);
        QByteArray late;
        d.device.answers = [&late](const QByteArray &request) {
            late = RogueDatagrams::frame(request, kOtherPdu);
            return QList<QByteArray>();
        };
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Timeout);
        d.device.answers = [&late](const QByteArray &request) {
            const QByteArray good = RogueDatagrams::frame(request, kGoodPdu);
            return QList<QByteArray>{late, good, good};
        };
        QCOMPARE(d.line.ask(kLong).pdu, kGoodPdu);
        QTRY_COMPARE(d.line.stray.size(), 2);
        QCOMPARE(told.size(), 1);
        QVERIFY(told.first().first().value<Milliseconds>() > Milliseconds(0));
        QCOMPARE(d.line.finished.size(), 2);
    }

    void anAnsweredDatagramLeavesTheNextItsDeadline()
    {
        DatagramLine d;
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Answer);
        d.device.answers = [](const QByteArray &) { return QList<QByteArray>(); };
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(d.line.ask(Milliseconds(200)).status, Status::Timeout);
        QVERIFY(timer.elapsed() >= 200);
        QCOMPARE(d.line.ask(Milliseconds(50)).status, Status::Timeout);
    }

    void datagramsInAnyOrder()
    {
        DatagramLine d;
        d.device.answers = [&d](const QByteArray &) {
            QList<QByteArray> all;
            for (qsizetype i = 16; i > 0 && d.device.requests.size() == 16; --i) {
                const QByteArray &request = d.device.requests.at(i - 1);
                const QByteArray pdu = QByteArray::fromHex("0304") + request.mid(8, 4);
                all.append(RogueDatagrams::frame(request, pdu));
            }
            return all;
        };
        QVERIFY(d.line.open());
        QHash<RequestId, QByteArray> asked;
        for (int i = 0; i < 16; ++i) {
            const QByteArray request = readRequest(Table::HoldingRegister, 100 + i, 2).value();
            asked.insert(d.line.transport->send(1 + i % 3, request, kLong),
                         QByteArray::fromHex("0304") + request.mid(1));
        }
        QTRY_COMPARE(d.line.finished.size(), 16);
        for (const QList<QVariant> &one : std::as_const(d.line.finished)) {
            const auto reply = one.first().value<TransportReply>();
            QCOMPARE(reply.pdu, asked.take(reply.request));
        }
        QVERIFY(asked.isEmpty());
        QCOMPARE(d.line.stray.size(), 0);
    }

    void noDatagramsAfterClose()
    {
        DatagramLine d;
        QVERIFY(d.line.open());
        d.line.transport->send(1, kTwoRegisters, Milliseconds(20));
        d.line.transport->close();
        QVERIFY(d.line.open());
        QCOMPARE(d.line.ask().status, Status::Answer);
        QCOMPARE(d.line.finished.size(), 1);
        QCOMPARE(d.line.closed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
