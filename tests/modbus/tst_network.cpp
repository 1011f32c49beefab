// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadline.h"
#include "modbus/framing.h"
#include "modbus/networkline.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

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

struct GatewayLine {
    RogueGateway gateway;
    NetworkLine line{ConnectionKind::RtuOverTcp, gateway.server.serverPort()};
};

} // namespace

/// RTU over TCP with gateways that do not keep to the rules.
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
        NetworkLine line(ConnectionKind::RtuOverTcp, gateway.server.serverPort(),
                         QStringLiteral("::1"));
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
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "tst_network.moc"
