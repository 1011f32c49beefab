// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/busload.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

Connection serialLine(ConnectionKind kind, int baudRate)
{
    Connection connection;
    connection.id = QStringLiteral("line");
    connection.kind = kind;
    connection.baudRate = baudRate;
    return connection;
}

ProjectData plant(const Connection &connection)
{
    ProjectData data;
    data.pollClasses = {{QStringLiteral("fast"), 100, 3}, {QStringLiteral("normal"), 1000, 3}};
    data.connections = {connection};
    Device device;
    device.id = QStringLiteral("plc");
    device.connection = connection.id;
    data.devices = {device};
    return data;
}

void addTags(ProjectData &data, int first, int count, const char *pollClass)
{
    for (int i = 0; i < count; ++i) {
        Tag tag;
        tag.device = data.devices[0].id;
        tag.id = tag.path = QStringLiteral("a/%1-%2").arg(tag.device).arg(first + i);
        tag.address = first + i;
        tag.pollClass = QString::fromLatin1(pollClass);
        data.tags.append(tag);
    }
}

BusForecast forecastOf(const ProjectData &data, const BusAssumptions &assumptions = {})
{
    return forecast(Project(data), data.connections[0], assumptions);
}

double lateOf(const BusForecast &bus, const char *pollClass)
{
    for (const RoundForecast &round : bus.rounds) {
        if (round.classes.contains(QLatin1String(pollClass)))
            return round.latePercent;
    }
    return -1;
}

} // namespace

/// Frame sizes and times by hand, from MODBUS over Serial Line V1.02 and the TCP/IP guide.
class BusLoadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void costs_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("request");
        QTest::addColumn<int>("answer");
        QTest::addColumn<qint64>("time");
        using Kind = ConnectionKind;
        const auto row = [](const char *name, Kind kind, int request, int answer, qint64 time) {
            QTest::addRow("%s", name) << int(kind) << request << answer << time;
        };
        // 10 registers: PDUs of 5 and 22 bytes. 33 × 11 bits at 9600 baud = 37 812 µs, t3.5 = 4011.
        row("rtu", Kind::Rtu, 8, 25, 37812 + 2 * 4011);
        // 68 characters of 10 bits = 70 833 µs
        row("ascii", Kind::Ascii, 17, 51, 70833 + 2 * 4011);
        row("tcp", Kind::Tcp, 12, 29, 20000);
        row("udp", Kind::Udp, 12, 29, 20000);
        row("rtu over tcp", Kind::RtuOverTcp, 8, 25, 20000);
    }

    void costs()
    {
        QFETCH(int, kind);
        QFETCH(int, request);
        QFETCH(int, answer);
        QFETCH(qint64, time);
        Connection connection = serialLine(ConnectionKind(kind), 9600);
        const ReadBlock read{Table::HoldingRegister, 0, 10, {{0, 0, 10}}};
        ReadCost cost = costOf(read, connection, {});
        QCOMPARE(int(cost.requestBytes), request);
        QCOMPARE(int(cost.answerBytes), answer);
        QCOMPARE(qint64(cost.time.count()), time);
        connection.requestGapMs = 50; // takes the place of the shorter silence
        cost = costOf(read, connection, {});
        QCOMPARE(qint64(cost.time.count()), time + (connection.isSerial() ? 50000 - 4011 : 50000));
        cost = costOf(read, connection, {20ms, 7ms});
        QCOMPARE(qint64(cost.time.count()), time + (connection.isSerial() ? 57000 - 4011 : 50000));
    }

    void requestsInFlightShareTheRoundTrip()
    {
        Connection connection = serialLine(ConnectionKind::Tcp, 9600);
        connection.maxInFlight = 4;
        connection.requestGapMs = 2;
        const ReadBlock read{Table::HoldingRegister, 0, 10, {{0, 0, 10}}};
        QCOMPARE(qint64(costOf(read, connection, {}).time.count()), 5000 + 2000);
        connection.backend = LinkBackend::QModbus; // one at a time
        QCOMPARE(qint64(costOf(read, connection, {}).time.count()), 20000 + 2000);
    }

    void fastLinesKeepTheFixedSilence()
    {
        const ReadBlock read{Table::Coil, 0, 2000, {{0, 0, 2000}}};
        const ReadCost cost = costOf(read, serialLine(ConnectionKind::Rtu, 115200), {});
        QCOMPARE(int(cost.answerBytes), 255);
        QCOMPARE(qint64(cost.time.count()), qint64(263 * 11 * 1000000LL / 115200 + 2 * 1750));
    }

    void loadIsTheSumOfTheClasses()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 9600));
        addTags(data, 0, 10, "normal");
        addTags(data, 100, 1, "fast");
        const BusForecast bus = forecastOf(data);
        QCOMPARE(bus.rounds.size(), 2);
        QCOMPARE(bus.requestsPerSecond, 11.0);
        QCOMPARE(bus.sentPerSecond, 88.0);
        QCOMPARE(bus.receivedPerSecond, 25.0 + 70.0);
        // ten times 15 × 11 bits and once 33 × 11 bits, eleven times two silences
        QVERIFY(qAbs(bus.utilisation - (10 * 17187 + 37812 + 22 * 4011) / 1e6) < 1e-6);
        QCOMPARE(lateOf(bus, "fast"), 0.0);
        QCOMPARE(lateOf(bus, "normal"), 0.0);
    }

    void aLineThatIsAskedForTooMuchNamesTheLateClass()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 1200));
        addTags(data, 0, 1, "fast"); // 15 × 11 bits = 137 ms, every 100 ms
        const BusForecast bus = forecastOf(data);
        QVERIFY(bus.utilisation > 1.5);
        QVERIFY(lateOf(bus, "fast") > 30);
        data.pollClasses[0].periodMs = 500;
        QCOMPARE(lateOf(forecastOf(data), "fast"), 0.0);
    }

    void aLongReadMakesAFastClassLateOnALineThatIsNotFull()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 9600));
        addTags(data, 0, 1, "fast"); // 25 ms
        addTags(data, 100, 120, "normal"); // 290 ms
        const BusForecast bus = forecastOf(data);
        QVERIFY(bus.utilisation > 0.4 && bus.utilisation < 0.8);
        QVERIFY(lateOf(bus, "fast") > 5);
        QCOMPARE(lateOf(bus, "normal"), 0.0);
    }

    void aLineThatIsNearlyFullSkipsNothing()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 9600));
        const Device first = data.devices.takeFirst();
        for (int i = 0; i < 20; ++i) {
            data.devices.prepend(first);
            data.devices[0].id = QStringLiteral("meter-%1").arg(i);
            addTags(data, 0, 10, "normal"); // 46 ms
        }
        const BusForecast bus = forecastOf(data);
        QVERIFY(bus.utilisation > 0.9 && bus.utilisation < 1);
        for (const RoundForecast &round : bus.rounds)
            QCOMPARE(round.latePercent, 0.0);
    }

    void countersAreNotPolled()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 9600));
        addTags(data, 0, 1, "normal");
        const BusForecast before = forecastOf(data);
        Tag counter;
        counter.id = counter.path = QStringLiteral("a/timeouts");
        counter.device = data.devices[0].id;
        counter.counter = Counter::Timeouts;
        data.tags.append(counter);
        const BusForecast after = forecastOf(data);
        QCOMPARE(after.utilisation, before.utilisation);
        QCOMPARE(after.rounds.size(), 1);
        QCOMPARE(after.rounds[0].reads, before.rounds[0].reads);
        data.tags = {counter};
        QVERIFY(forecastOf(data).rounds.isEmpty());
    }

    void onlyEnabledDevicesOfTheConnectionCount()
    {
        ProjectData data = plant(serialLine(ConnectionKind::Rtu, 9600));
        addTags(data, 0, 1, "normal");
        data.devices[0].enabled = false;
        QVERIFY(forecastOf(data).rounds.isEmpty());
        QCOMPARE(forecastOf(data).utilisation, 0.0);
        data.devices[0].enabled = true;
        data.devices[0].connection = QStringLiteral("other");
        QVERIFY(forecastOf(data).rounds.isEmpty());
    }
};

QTEST_GUILESS_MAIN(BusLoadTest)
#include "tst_busload.moc"
