// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tcpline.h"

using namespace mws;
using namespace mws::modbus;

namespace
{

using Status = TransportReply::Status;

QString local(bool v6)
{
    return v6 ? QStringLiteral("::1") : QStringLiteral("127.0.0.1");
}

/// A port that nobody listens on.
quint16 deafPort()
{
    QTcpServer server;
    if (!server.listen(QHostAddress::LocalHost))
        qFatal("no free port on the loopback interface");
    return server.serverPort();
}

} // namespace

/// To whom own Modbus/TCP connects, plain and over TLS: addresses, names, standby.
class TcpAddressesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<int>("carrier");
        QTest::newRow("own") << int(Carrier::Own);
        QTest::newRow("TLS") << int(Carrier::Tls);
    }

    void init()
    {
        if (carrier() == Carrier::Tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("IPv4") << local(false);
        QTest::newRow("IPv6") << local(true);
        QTest::newRow("name") << QStringLiteral("localhost");
    }

    void addresses()
    {
        QFETCH(QString, host);
        const bool v6 = host.contains(u':');
        if (v6 && !QTcpServer().listen(QHostAddress::LocalHostIPv6))
            QSKIP("no IPv6 on this machine");
        Device device;
        device.moveTo(v6 ? QHostAddress::LocalHostIPv6 : QHostAddress::LocalHost);
        Connection connection = connectionTo(device.port());
        connection.host = host;
        connection.serverName = QStringLiteral("plc.test");
        TcpLine line(makeCarrier(connection));
        QVERIFY(line.open());
        QCOMPARE(line.ask().status, Status::Answer);
    }

    void unknownName()
    {
        Connection connection = connectionTo(502);
        connection.host = QStringLiteral("no-such-device.invalid");
        QVERIFY(!TcpLine(makeCarrier(connection)).refusal().isEmpty());
    }

    void standbyTakesTurns()
    {
        Device standby;
        Connection connection = connectionTo(deafPort());
        connection.standbyHost = QStringLiteral("localhost");
        connection.standbyPort = standby.port();
        connection.serverName = QStringLiteral("plc.test");
        TcpLine line(makeCarrier(connection));
        QVERIFY(line.refusal().startsWith(QLatin1String("127.0.0.1: ")));
        QVERIFY(line.open());
        QVERIFY(line.transport->detail().startsWith(QLatin1String("standby localhost")));
        QCOMPARE(line.ask().status, Status::Answer);
        // It stays where it was good, until that cannot be reached.
        standby.switchOff();
        QTRY_COMPARE(line.closed.size(), 2);
        QVERIFY(
            line.closed.last().first().toString().startsWith(QLatin1String("standby localhost: ")));
        standby.switchOn();
        QVERIFY(line.open());
        QTRY_COMPARE(standby.connections(), 2);
        standby.switchOff();
        QTRY_COMPARE(line.closed.size(), 3);
        for (const char *tried : {"standby localhost: ", "127.0.0.1: ", "standby localhost: "}) {
            const auto before = line.closed.size();
            line.transport->open();
            QTRY_COMPARE(line.closed.size(), before + 1);
            QVERIFY(line.closed.last().first().toString().startsWith(QLatin1String(tried)));
        }
    }

    void standbyHasThePortOfTheHost()
    {
        Device device;
        Connection connection = connectionTo(device.port());
        connection.host = QStringLiteral("127.0.0.2"); // nobody listens there
        connection.standbyHost = local(false);
        TcpLine line(makeCarrier(connection));
        (void)line.refusal();
        QVERIFY(line.open());
        QTRY_COMPARE(device.connections(), 1);
    }

    void detailIsEmptyWithoutStandby()
    {
        Device device;
        TcpLine line(device.port());
        QVERIFY(line.open());
        QCOMPARE(line.transport->detail().isEmpty(), carrier() == Carrier::Own);
    }
};

QTEST_GUILESS_MAIN(TcpAddressesTest)
#include "tst_tcpaddresses.moc"
