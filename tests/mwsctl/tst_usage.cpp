// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/peer.h"
#include "modbus/pki.h"
#include "modbus/roguedevice.h"
#include "mwsctl/modbusctl.h"
#include "project/projectstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

/// The connection with unit 42 behind it, "plc".
ProjectData plantOn(const Connection &connection)
{
    ProjectData data;
    data.id = data.name = QStringLiteral("plant");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    data.connections = {connection};
    Device plc;
    plc.id = QStringLiteral("plc");
    plc.connection = connection.id;
    plc.unit = 42;
    plc.area = QStringLiteral("a");
    data.devices = {plc};
    return data;
}

} // namespace

/// What mwsctl modbus takes, what it wants a yes for, and its target.
class CtlUsageTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatChangesADeviceWantsAYes_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"write holding 1 1", "write coil 1 1", "diagnose 1", "diagnose 3", "diagnose 4",
              "diagnose 10", "diagnose 20", "file-write 1 0 5", "raw 060001 0001", "raw 05000000ff",
              "raw 080001ff00", "raw 0800040000", "raw 15090600010000000100ff",
              "raw 16000100000000", "raw 2b0d00", "raw 08", "raw 42"})
            QTest::newRow(line) << QString::fromLatin1(line);
    }

    void whatChangesADeviceWantsAYes()
    {
        QFETCH(QString, line);
        RogueDevice device;
        const QString target
            = QStringLiteral(" --tcp 127.0.0.1:%1 --timeout 200").arg(device.port());
        const Ran ran = modbusCtl(line + target);
        QCOMPARE(ran.code, Usage);
        QVERIFY2(ran.err.contains(QStringLiteral("--yes")), qPrintable(ran.err));
        QCOMPARE(device.connections(), 0);
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        const Ran sent = modbusCtl(line + target + QStringLiteral(" --yes"));
        QVERIFY2(device.requests().size() >= 1, qPrintable(sent.err));
        const bool isSilence = line == QLatin1String("diagnose 4");
        QCOMPARE(sent.code, isSilence ? Done : NoAnswer);
    }

    void wrongUsage_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line : {"read holding 1",
                                 "read holding 1 --tcp",
                                 "read holding 65536 --tcp 127.0.0.1:1",
                                 "read nothing 1 --tcp 127.0.0.1:1",
                                 "read holding 1 126 --tcp 127.0.0.1:1",
                                 "read holding 1 --tcp 127.0.0.1:1 --rtu /dev/null",
                                 "read holding 1 --tcp 127.0.0.1:1 --unit 256",
                                 "read holding 1 --tcp 127.0.0.1:x",
                                 "read holding 1 --rtu /dev/null --unit 0",
                                 "read holding 1 --rtu /dev/null --parity x",
                                 "read holding 1 --rtu /dev/null --baud 10",
                                 "read holding 1 --rtu /dev/null --baud 4000001",
                                 "write input 1 1 --yes --tcp 127.0.0.1:1",
                                 "write holding 1 70000 --yes --tcp 127.0.0.1:1",
                                 "write holding 1 x --yes --tcp 127.0.0.1:1",
                                 "raw zz --tcp 127.0.0.1:1",
                                 "raw 0 --tcp 127.0.0.1:1",
                                 "diagnose 5 --tcp 127.0.0.1:1",
                                 "diagnose --tcp 127.0.0.1:1",
                                 "identify more --tcp 127.0.0.1:1",
                                 "identify --category all --tcp 127.0.0.1:1",
                                 "file-read 0 0 --tcp 127.0.0.1:1",
                                 "file-read 1 9999 2 --tcp 127.0.0.1:1",
                                 "file-write 1 0 --yes --tcp 127.0.0.1:1",
                                 "fifo --tcp 127.0.0.1:1",
                                 "scan units 5 4 --tcp 127.0.0.1:1",
                                 "scan addresses holding 1 --tcp 127.0.0.1:1",
                                 "scan baud --tcp 127.0.0.1:1",
                                 "scan addresses holding 1 2 --rate 0 --tcp 127.0.0.1:1"})
            QTest::newRow(line) << QString::fromLatin1(line);
        QTest::newRow("a request of 254 bytes")
            << QStringLiteral("raw %1 --yes --tcp 127.0.0.1:1").arg(QString(2 * 254, u'4'));
    }

    void wrongUsage()
    {
        QFETCH(QString, line);
        const Ran ran = modbusCtl(line);
        QCOMPARE(ran.code, Usage);
        QVERIFY(!ran.err.isEmpty() && ran.out.isEmpty());
    }

    void tellsNoLinkAndNoAnswer()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        const QString target
            = QStringLiteral(" --tcp 127.0.0.1:%1 --timeout 100").arg(device.port());
        QCOMPARE(modbusCtl(QStringLiteral("status") + target).code, NoAnswer);
        QCOMPARE(device.requests().size(), 1); // is not repeated
        device.switchOff();
        const Ran off = modbusCtl(QStringLiteral("status") + target);
        QCOMPARE(off.code, NoAnswer);
        QVERIFY(!off.err.isEmpty());
    }

    void readsOverEveryKindOfLink_data()
    {
        QTest::addColumn<ConnectionKind>("kind");
        QTest::addColumn<QString>("option"); // that is for it
        using Kind = ConnectionKind;
        QTest::newRow("TCP") << Kind::Tcp << QStringLiteral("tcp");
        QTest::newRow("UDP") << Kind::Udp << QStringLiteral("udp");
        QTest::newRow("RTU over TCP") << Kind::RtuOverTcp << QStringLiteral("rtu-over-tcp");
        QTest::newRow("RTU") << Kind::Rtu << QStringLiteral("rtu");
        QTest::newRow("ASCII") << Kind::Ascii << QStringLiteral("ascii");
        QTest::newRow("TLS, only in a project") << Kind::Tls << QString();
    }

    void readsOverEveryKindOfLink()
    {
        QFETCH(ConnectionKind, kind);
        QFETCH(QString, option);
        if (kind == ConnectionKind::Tls && !Pki::isPossible())
            QSKIP("openssl is not installed");
        const auto peer = makePeer(kind);
        peer->registers[10] = 4711;
        Connection connection = peer->connection();
        connection.id = QStringLiteral("line");
        connection.connectTimeoutMs = 20000;
        QTemporaryDir data;
        QString target = QStringLiteral("--%1 127.0.0.1:%2").arg(option).arg(connection.port);
        if (connection.isSerial())
            target = QStringLiteral("--%1 %2 --baud 115200").arg(option, connection.serialPort);
        if (kind == ConnectionKind::Tls) {
            target = QStringLiteral("--device plc --project %1/plant --data %1").arg(data.path());
            QVERIFY(saveProject(plantOn(connection), data.filePath(QStringLiteral("plant"))));
            QVERIFY(QFile::link(peer->tlsFolder(), data.filePath(QStringLiteral("modbus-tls"))));
        }
        const Ran ran = modbusCtl(QStringLiteral("read holding 10 --timeout 20000 ") + target);
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.out, QStringLiteral("10: 4711\n"));
        QCOMPARE(peer->reads, 1);
    }

    void takesTheTargetFromAProject()
    {
        RogueDevice device;
        Connection connection;
        connection.id = QStringLiteral("net");
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = device.port();
        ProjectData data = plantOn(connection);
        data.devices[0].forbidden = {{Table::HoldingRegister, 5, 6}};
        QTemporaryDir folder;
        QVERIFY(saveProject(data, folder.path()));
        const QString project = QStringLiteral(" --project ") + folder.path();
        const Ran ran = modbusCtl(QStringLiteral("read holding 7 --device plc") + project);
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.out, QStringLiteral("7: 7\n"));
        QCOMPARE(unitOf(device.requests().last()), 42);
        QCOMPARE(
            modbusCtl(QStringLiteral("read holding 7 --connection net --unit 9") + project).code,
            Done);
        QCOMPARE(unitOf(device.requests().last()), 9);
        QCOMPARE(modbusCtl(QStringLiteral("read holding 7 --connection no") + project).code,
                 Failed);
        // What the project forbids is not touched by a scan.
        const Ran scan = modbusCtl(
            QStringLiteral("scan addresses holding 0 10 --rate 1000 --json --device plc")
            + project);
        QCOMPARE(scan.ranges(), (QStringList{QStringLiteral("0-4"), QStringLiteral("7-10")}));
        for (const QByteArray &frame : device.requests())
            QVERIFY(wordAt(frame, 8) > 6 || wordAt(frame, 8) + wordAt(frame, 10) <= 5);

        // Nor by one of units, of the device whose turn it is.
        data.devices[0].forbidden = {{Table::HoldingRegister, 0, 2}};
        QVERIFY(saveProject(data, folder.path()));
        const qsizetype before = device.requests().size();
        const Ran units = modbusCtl(
            QStringLiteral("scan units 41 42 --rate 1000 --json --connection net") + project);
        QVERIFY2(units.code == Done, qPrintable(units.err));
        QList<int> reads;
        for (const QByteArray &frame : device.requests().mid(before)) {
            if (functionOf(frame) == 3)
                reads.append(wordAt(frame, 8));
        }
        QCOMPARE(reads, (QList<int>{0, 3}));
    }
};

QTEST_GUILESS_MAIN(CtlUsageTest)
#include "tst_usage.moc"
