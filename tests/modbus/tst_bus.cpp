// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/modbusbus.h"
#include "modbus/roguedevice.h"
#include "modbus/tagprobe.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;
using namespace mws::modbus;

namespace
{

using Answer = RogueDevice::Answer;

Connection connectionTo(quint16 port)
{
    Connection connection;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    connection.responseTimeoutMs = 150;
    return connection;
}

} // namespace

/// The whole bus, and the probe of the editor, over TCP and in real time.
class BusTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endpoints_data()
    {
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        const auto row = [](const char *endpoint, const char *host, int port) {
            QTest::addRow("%s", endpoint)
                << QString::fromLatin1(endpoint) << QString::fromLatin1(host) << port;
        };
        row("", "plc", 502);
        row("10.0.0.7:1502", "10.0.0.7", 1502);
        row("gateway.example:502", "gateway.example", 502);
        row("[::1]:1502", "::1", 1502);
        row("10.0.0.7", "plc", 502);
        row("10.0.0.7:0", "plc", 502);
        row("10.0.0.7:65536", "plc", 502);
        row(":1502", "plc", 502);
    }

    void endpoints()
    {
        QFETCH(QString, endpoint);
        QFETCH(QString, host);
        QFETCH(int, port);
        Connection connection;
        connection.host = QStringLiteral("plc");
        using Kind = ConnectionKind;
        connection.standbyHost = QStringLiteral("standby");
        for (const Kind kind : {Kind::Tcp, Kind::RtuOverTcp, Kind::Udp, Kind::Tls}) {
            connection.kind = kind;
            const Connection changed = withEndpoint(connection, endpoint);
            QCOMPARE(changed.standbyHost.isEmpty(), host != QLatin1String("plc"));
            QCOMPARE(changed.host, host);
            QCOMPARE(changed.port, port);
        }
        connection.serialPort = QStringLiteral("tty");
        for (const Kind kind : {Kind::Rtu, Kind::Ascii}) {
            connection.kind = kind;
            QCOMPARE(withEndpoint(connection, endpoint).serialPort,
                     endpoint.isEmpty() ? QStringLiteral("tty") : endpoint);
        }
    }

    void busServesEnabledDevicesOnly()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return request.at(7) == 43
                ? RogueDevice::framed(request, QByteArray::fromHex("2b0e0101000001000141"))
                : RogueDevice::good(request);
        });
        ProjectData data;
        data.connections = {connectionTo(1), connectionTo(1)};
        data.connections[0].id = QStringLiteral("used");
        data.connections[1].id = QStringLiteral("unused");
        for (const char *id : {"on", "off"}) {
            Device unit;
            unit.id = QString::fromLatin1(id);
            unit.connection = data.connections[0].id;
            unit.enabled = unit.id == QLatin1String("on");
            data.devices.append(unit);
            Tag tag;
            tag.id = tag.path = tag.device = unit.id;
            tag.address = 7;
            data.tags.append(tag);
            tag.id = tag.path = unit.id + QStringLiteral(".online");
            tag.counter = Counter::Online;
            data.tags.append(tag);
        }
        const auto project = std::make_shared<const Project>(data);
        const SystemClock clock;
        ModbusBus bus(project,
                      {{QStringLiteral("used"), QStringLiteral("127.0.0.1:%1").arg(device.port())}},
                      clock);
        QHash<TagIndex, TagValue> values;
        connect(&bus, &FieldBus::valuesRead, this, [&values](const ValueBatch &batch) {
            for (const TagSample &sample : batch)
                values.insert(sample.tag, sample.now);
        });
        QSignalSpy written(&bus, &FieldBus::writeFinished);
        bus.start();
        const TagIndex on = project->indexOf(QStringLiteral("on"));
        const TagIndex off = project->indexOf(QStringLiteral("off"));
        QTRY_COMPARE(values.value(on).state.quality, Quality::Good);
        QCOMPARE(values.value(on).value, Value(quint64(7)));
        QCOMPARE(values.value(off).state.quality, Quality::BadOutOfService);
        const TagValue online = values.value(project->indexOf(QStringLiteral("on.online")));
        QCOMPARE(online.value, Value(quint64(1)));
        const TagIndex offOnline = project->indexOf(QStringLiteral("off.online"));
        QCOMPARE(values.value(offOnline).state.quality, Quality::BadOutOfService);
        QCOMPARE(bus.links().size(), 2);
        QCOMPARE(bus.links()[0].state, LinkState::Connected);
        QCOMPARE(bus.links()[1].state, LinkState::Disabled);
        QCOMPARE(bus.units()[0].state, UnitState::Good);
        QCOMPARE(bus.units()[1].state, UnitState::Disabled);
        bus.write({5, off, Value(quint64(1)), clock.monotonic() + Milliseconds(1000)});
        QCOMPARE(written.size(), 1);
        QCOMPARE(written.first().first().value<FieldWriteResult>().outcome,
                 FieldWriteResult::Outcome::Refused);
        QList<DiagnosisReply> replies;
        for (const char *id : {"off", "on"})
            bus.diagnose(QString::fromLatin1(id), {},
                         [&replies](const DiagnosisReply &reply) { replies.append(reply); });
        QTRY_COMPARE(replies.size(), 2);
        QCOMPARE(replies[0].outcome, DiagnosisReply::Outcome::Unavailable);
        QCOMPARE(replies[1].outcome, DiagnosisReply::Outcome::Ok);
        QCOMPARE(replies[1].findings.first().text, QStringLiteral("A"));
        QList<RawReading> readings;
        for (const TagIndex tag : {off, offOnline, on})
            bus.readRaw(tag, [&readings](const RawReading &reading) { readings.append(reading); });
        QTRY_COMPARE(readings.size(), 3);
        QCOMPARE(readings[0].outcome, DiagnosisReply::Outcome::Invalid);
        QCOMPARE(readings[1].outcome, DiagnosisReply::Outcome::Invalid);
        QVERIFY(readings[0].detail != readings[1].detail); // no device, and no device has it
        QCOMPARE(readings[2].words, QStringList{QStringLiteral("0007")});
        ScanOrder order;
        order.connection = bus.links()[1].connection;
        QCOMPARE(bus.startScan(order, {}).error().code, ErrorCode::Unavailable);
        QCOMPARE(bus.scan(order.connection).state, ScanStatus::State::Never);
        bus.stop();
        QTRY_VERIFY(!device.socket()
                    || device.socket()->state() == QAbstractSocket::UnconnectedState);
    }

    /// Holding registers 10 to 17 and 30 to 33; 13 is refused, at 32 the device says nothing.
    void row7AndRow20OverTcp()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            const auto touches = [&request](int address) {
                const int first = uchar(request.at(8)) << 8 | uchar(request.at(9));
                const int count = uchar(request.at(10)) << 8 | uchar(request.at(11));
                return first <= address && address < first + count;
            };
            if (touches(32))
                return QByteArray();
            return touches(13) ? RogueDevice::framed(request, QByteArray::fromHex("8302"))
                               : RogueDevice::good(request);
        });
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 50, 3}};
        data.connections = {connectionTo(device.port())};
        data.connections[0].retries = 0;
        data.devices = {Device()};
        data.devices[0].holeRegisters = 0;
        const QList<int> addresses{10, 11, 12, 13, 14, 15, 16, 17, 30, 31, 32, 33};
        for (const int address : addresses) {
            Tag tag;
            tag.id = tag.path = QStringLiteral("a/%1").arg(address);
            tag.address = address;
            data.tags.append(tag);
        }
        const auto project = std::make_shared<const Project>(data);
        const SystemClock clock;
        ModbusBus bus(project, {}, clock);
        QHash<TagIndex, TagValue> values;
        bool wasDead = false;
        connect(&bus, &FieldBus::valuesRead, this, [&values](const ValueBatch &batch) {
            for (const TagSample &sample : batch)
                values.insert(sample.tag, sample.now);
        });
        connect(&bus, &FieldBus::unitChanged, this, [&wasDead](const UnitStatus &status) {
            wasDead |= status.state == UnitState::Dead;
        });
        bus.start();
        const auto quality = [&](int address) {
            return values.value(project->indexOf(QStringLiteral("a/%1").arg(address)))
                .state.quality;
        };
        for (const int address : addresses) {
            if (address != 13 && address != 32)
                QTRY_COMPARE_WITH_TIMEOUT(quality(address), Quality::Good, 60000);
        }
        QTRY_COMPARE(quality(13), Quality::BadDeviceException);
        QTRY_COMPARE(quality(32), Quality::BadCommunication);
        QVERIFY(!wasDead);
        QCOMPARE(device.connections(), 1);
        bus.stop();
    }

    void busComesBackByItself_data()
    {
        QTest::addColumn<Answer>("answer");
        QTest::addRow("device was off") << Answer();
        QTest::addRow("garbage") << Answer(
            [](const QByteArray &) { return QByteArray("garbage"); });
        QTest::addRow("half a frame")
            << Answer([](const QByteArray &request) { return RogueDevice::good(request).left(9); });
        QTest::addRow("silence") << Answer([](const QByteArray &) { return QByteArray(); });
        QTest::addRow("other unit") << Answer([](const QByteArray &request) {
            QByteArray frame = RogueDevice::good(request);
            frame[6] = 9;
            frame[10] = 0x55;
            return frame;
        });
    }

    /// Field failures, row 2.
    void busComesBackByItself()
    {
        QFETCH(Answer, answer);
        RogueDevice device;
        ProjectData data;
        data.pollClasses = {{QStringLiteral("normal"), 50, 3}};
        data.connections = {connectionTo(device.port())};
        data.devices = {Device()};
        Tag tag;
        tag.address = 7;
        data.tags = {tag};
        const SystemClock clock;
        ModbusBus bus(std::make_shared<const Project>(data), {}, clock);
        QList<TagValue> values;
        connect(&bus, &FieldBus::valuesRead, this,
                [&values](const ValueBatch &batch) { values.append(batch.first().now); });
        bus.start();
        QTRY_VERIFY(!values.isEmpty());
        QTRY_COMPARE(values.last().state.quality, Quality::Good);
        if (answer)
            device.setAnswer(answer);
        else
            device.switchOff();
        QTRY_COMPARE(values.last().state.quality, Quality::BadCommunication);
        if (answer)
            device.setAnswer(&RogueDevice::good);
        else
            device.switchOn();
        QTRY_COMPARE_WITH_TIMEOUT(values.last().state.quality, Quality::Good, 20000);
        for (const TagValue &value : std::as_const(values)) {
            QVERIFY(value.state.quality == Quality::BadCommunication
                    || value.value == Value(quint64(7)));
        }
        bus.stop();
    }

    void probe()
    {
        RogueDevice device;
        TagProbe probe;
        QSignalSpy finished(&probe, &TagProbe::finished);
        Tag tag;
        tag.address = 0x1234;
        tag.factor = 0.5;
        tag.type = DataType::UInt32;
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        auto result = finished.last().first().value<TagProbeResult>();
        QCOMPARE(result.state.quality, Quality::Good);
        QCOMPARE(result.value, Value(double(0x12341235) * 0.5));
        QCOMPARE(result.registers, QStringLiteral("1234 1235"));
        QVERIFY(result.message.isEmpty());

        device.setAnswer(
            [](const QByteArray &request) { return RogueDevice::framed(request, "\x83\x02"); });
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        result = finished.last().first().value<TagProbeResult>();
        QCOMPARE(result.state, (QualityState{Quality::BadDeviceException, 2}));
        QVERIFY(result.value.isNone());
        QVERIFY(result.message.contains(QStringLiteral("illegal data address")));

        device.setAnswer([](const QByteArray &request) {
            return RogueDevice::framed(request, QByteArray::fromHex("03020001"));
        });
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        result = finished.last().first().value<TagProbeResult>();
        QCOMPARE(result.state.quality, Quality::BadCommunication);

        device.refuseConnections();
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        result = finished.last().first().value<TagProbeResult>();
        QCOMPARE(result.state.quality, Quality::BadCommunication);
        QVERIFY(!result.message.isEmpty());

        tag.address = 65535;
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        QCOMPARE(finished.size(), 5);
    }

    void probeSaysWhatTheRegistersHold()
    {
        RogueDevice device;
        TagProbe probe;
        QSignalSpy finished(&probe, &TagProbe::finished);
        Tag tag;
        tag.address = 0x8000;
        tag.type = DataType::Int16;
        tag.notAvailable = QStringLiteral("8000");
        probe.read(connectionTo(device.port()), Device(), tag);
        QVERIFY(finished.wait());
        const auto result = finished.last().first().value<TagProbeResult>();
        QCOMPARE(result.state.quality, Quality::BadNotAvailable);
        QCOMPARE(result.registers, QStringLiteral("8000"));
        QVERIFY(!result.message.isEmpty());
    }
};

QTEST_GUILESS_MAIN(BusTest)
#include "tst_bus.moc"
