// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/devicenetworks.h"
#include "modbus/modbusbus.h"
#include "modbus/names.h"
#include "modbus/pki.h"
#include "modbus/transport.h"
#include "support/fakeclock.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

using namespace mws;
using namespace mws::modbus;

namespace
{

const QString kInside = QStringLiteral("127.0.0.2");
const QString kOutside = QStringLiteral("127.0.0.1");
const QString kRefusal = QStringLiteral("Not permitted by this host");

DeviceNetworks networks(const QStringList &names)
{
    DeviceNetworks made;
    for (const QString &name : names) {
        if (!made.add(name))
            qFatal("%s is no network", qPrintable(name));
    }
    return made;
}

/// Somebody who notices every knock at one port of kOutside.
struct Listener {
    explicit Listener(bool isUdp)
    {
        QObject::connect(&server, &QTcpServer::newConnection, &server, [this] { ++knocks; });
        QObject::connect(&socket, &QUdpSocket::readyRead, &socket, [this] { ++knocks; });
        const QHostAddress address(kOutside);
        if (isUdp ? !socket.bind(address) : !server.listen(address))
            qFatal("no free port on the loopback interface");
    }
    [[nodiscard]] int port() const
    {
        return server.isListening() ? server.serverPort() : socket.localPort();
    }
    QTcpServer server;
    QUdpSocket socket;
    int knocks = 0;
};

const Pki *pki()
{
    static const auto made = Pki::isPossible() ? std::make_unique<Pki>() : nullptr;
    return made.get();
}

Connection connectionOf(ConnectionKind kind, LinkBackend backend, int port)
{
    Connection connection;
    connection.id = QStringLiteral("line");
    connection.kind = kind;
    connection.backend = backend;
    connection.host = kOutside;
    connection.port = port;
    return connection;
}

std::unique_ptr<Transport> transportTo(const Connection &connection,
                                       const DeviceNetworks &permitted)
{
    const bool isTls = connection.kind == ConnectionKind::Tls;
    return makeTransport(connection, isTls ? pki()->stationFolder(connection.id) : QString(),
                         permitted);
}

/// Why the link is not opened.
QString refusalOf(Transport &transport)
{
    QSignalSpy opened(&transport, &Transport::opened);
    QSignalSpy closed(&transport, &Transport::closed);
    transport.open();
    if (!closed.wait() || !opened.isEmpty())
        return QStringLiteral("it was opened");
    return closed.first().first().toString();
}

} // namespace

/// Links lead only to where the host permits, whatever the project says.
class DeviceNetworksTest final : public QObject
{
    Q_OBJECT

private:
    static void addKinds(bool withStandby = false)
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<LinkBackend>("backend");
        QTest::newRow("tcp") << ConnectionKind::Tcp << LinkBackend::Own;
        if (!withStandby)
            QTest::newRow("qmodbus") << ConnectionKind::Tcp << LinkBackend::QModbus;
        QTest::newRow("rtuOverTcp") << ConnectionKind::RtuOverTcp << LinkBackend::Own;
        if (!withStandby)
            QTest::newRow("udp") << ConnectionKind::Udp << LinkBackend::Own;
        if (pki())
            QTest::newRow("tls") << ConnectionKind::Tls << LinkBackend::Own;
    }

private Q_SLOTS:
    void initTestCase()
    {
        Names::set("outside.test", Names::Loopback);
        Names::set("inside.test", Names::Elsewhere);
    }

    void addresses_data()
    {
        QTest::addColumn<QStringList>("listed");
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isPermitted");
        const QStringList none;
        const QStringList plant{QStringLiteral("192.168.10.0/24")};
        const auto row = [](const QStringList &listed, const char *address, bool isPermitted) {
            QTest::addRow("%s of %s", address, qPrintable(listed.join(u' ')))
                << listed << QString::fromLatin1(address) << isPermitted;
        };
        row(none, "192.168.10.7", true);
        row(none, "127.0.0.1", true);
        row(none, "2001:db8::7", true);
        for (const char *forbidden :
             {"0.0.0.0", "0.0.0.1", "::", "224.0.0.1", "239.1.2.3", "ff02::1", "255.255.255.255",
              "169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
              "64:ff9b::", "fe80::1", "febf::1", "fe80::1%lo"})
            row(none, forbidden, false);
        row(plant, "192.168.10.7", true);
        row(plant, "::ffff:192.168.10.7", true);
        row(plant, "64:ff9b::c0a8:a07", true);
        for (const char *other : {"192.168.11.7", "127.0.0.1", "::1", "::ffff:127.0.0.1",
                                  "10.0.0.1", "169.254.1.1", "2001:db8::7"})
            row(plant, other, false);
        row({QStringLiteral("169.254.0.0/16")}, "169.254.1.1", true);
        row({QStringLiteral("0.0.0.0/0")}, "10.0.0.1", true);
        row({QStringLiteral("0.0.0.0/0")}, "0.0.0.0", false);
        row({QStringLiteral("0.0.0.0/0")}, "224.0.0.1", false);
        row({QStringLiteral("0.0.0.0/0")}, "2001:db8::7", false);
        row({QStringLiteral("::/0")}, "::", false);
        row({QStringLiteral("10.0.0.1"), QStringLiteral("2001:db8::/32")}, "2001:db8::7", true);
    }

    void addresses()
    {
        QFETCH(QStringList, listed);
        QFETCH(QString, address);
        QFETCH(bool, isPermitted);
        QCOMPARE(networks(listed).permits(QHostAddress(address)), isPermitted);
    }

    void whatIsNoNetworkIsRefused()
    {
        DeviceNetworks made;
        for (const char *wrong : {"", "plc.test", "192.168.10.1/24", "10.0.0.0/33", "10.1/16"})
            QVERIFY2(!made.add(QString::fromLatin1(wrong)), wrong);
        QVERIFY(made.names().isEmpty());
    }

    void ownPortsAreForbidden()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::Any));
        const quint16 port = server.serverPort();
        DeviceNetworks made = networks({QStringLiteral("127.0.0.0/8"), QStringLiteral("::1")});
        QVERIFY(made.permits(QHostAddress(kOutside), port));
        made.spareOwnPorts();
        QVERIFY(!made.permits(QHostAddress(kOutside), port));
        QVERIFY(!made.permits(QHostAddress(QStringLiteral("127.9.9.9")), port));
        QVERIFY(!made.permits(QHostAddress(QStringLiteral("::ffff:127.0.0.1")), port));
        QVERIFY(!made.permits(QHostAddress(QStringLiteral("::1")), port));
        server.close();
        QVERIFY(made.permits(QHostAddress(kOutside), port));
    }

    void theyAreReadAsTheyWereWritten()
    {
        const QTemporaryDir folder;
        QVERIFY(DeviceNetworks::load(folder.path()).names().isEmpty());
        const QStringList names{QStringLiteral("10.0.0.0/8"), QStringLiteral("2001:db8::1")};
        QVERIFY(networks(names).save(folder.path()));
        QCOMPARE(DeviceNetworks::load(folder.path()).names(), names);
        QVERIFY(networks({}).save(folder.path()));
        QVERIFY(DeviceNetworks::load(folder.path()).names().isEmpty());
    }

    void outsideNobodyIsAsked_data() { addKinds(); }
    void outsideNobodyIsAsked()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(LinkBackend, backend);
        Listener listener(kind == ConnectionKind::Udp);
        Connection connection = connectionOf(kind, backend, listener.port());
        for (const char *host : {"127.0.0.1", "::ffff:127.0.0.1", "outside.test"}) {
            connection.host = QString::fromLatin1(host);
            const auto transport = transportTo(connection, networks({kInside}));
            const QString refusal = refusalOf(*transport);
            QVERIFY2(refusal.contains(kRefusal), qPrintable(refusal));
        }
        // The next who knocks is the first.
        connection.host = kOutside;
        const auto permitted = transportTo(connection, networks({kOutside}));
        QSignalSpy opened(permitted.get(), &Transport::opened);
        permitted->open();
        if (kind == ConnectionKind::Udp) {
            QVERIFY(opened.wait());
            permitted->send(1, QByteArray::fromHex("0300000001"), Milliseconds(1000));
        }
        QTRY_COMPARE(listener.knocks, 1);
    }

    void theStandbyAddressIsJudgedToo_data() { addKinds(true); }
    void theStandbyAddressIsJudgedToo()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(LinkBackend, backend);
        Listener listener(false);
        Connection connection = connectionOf(kind, backend, listener.port());
        connection.host = kInside; // where nobody listens
        connection.standbyHost = kOutside;
        const auto transport = transportTo(connection, networks({kInside}));
        QVERIFY(!refusalOf(*transport).contains(kRefusal));
        QVERIFY(refusalOf(*transport).contains(kRefusal));
        QCOMPARE(listener.knocks, 0);
    }

    void aNameInsideIsConnected()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress(kInside)));
        Connection connection
            = connectionOf(ConnectionKind::Tcp, LinkBackend::Own, server.serverPort());
        connection.host = QStringLiteral("inside.test");
        const auto transport = transportTo(connection, networks({kInside}));
        QSignalSpy opened(transport.get(), &Transport::opened);
        transport->open();
        QVERIFY(opened.wait());
    }

    void theLinkSaysSo()
    {
        Listener listener(false);
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 100, 3}};
        data.connections = {connectionOf(ConnectionKind::Tcp, LinkBackend::Own, listener.port())};
        Device device;
        device.id = QStringLiteral("plc");
        device.connection = data.connections.first().id;
        data.devices = {device};
        Tag tag;
        tag.id = tag.path = QStringLiteral("level");
        tag.device = device.id;
        data.tags = {tag};
        const FakeClock clock;
        ModbusBus bus(std::make_shared<const Project>(data), {}, clock, nullptr, {},
                      networks({kInside}));
        bus.start();
        QTRY_VERIFY(bus.links().first().reason.contains(kRefusal));
        QCOMPARE(bus.links().first().state, LinkState::Failed);
        QCOMPARE(listener.knocks, 0);
        bus.stop();
    }
};

QTEST_GUILESS_MAIN(DeviceNetworksTest)
#include "tst_devicenetworks.moc"
