// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/modbusbus.h"
#include "modbus/roguedevice.h"
#include "project/projectstore.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

struct Ran {
    int code = -1;
    QString out;
    QString err;
};

Ran runPlan(const QStringList &arguments)
{
    QProcess program;
    program.start(QStringLiteral(MWS_BIN_DIR "/mwsctl"),
                  QStringList(QStringLiteral("plan")) + arguments);
    if (!program.waitForFinished(60000))
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

ProjectData emptyPlant()
{
    ProjectData data;
    data.id = data.name = QStringLiteral("plan");
    data.startScreen = QStringLiteral("s");
    data.pollClasses = {{QStringLiteral("fast"), 200, 3},
                        {QStringLiteral("normal"), 1000, 3},
                        {QStringLiteral("slow"), 60000, 3}};
    Screen screen;
    screen.id = screen.title = QStringLiteral("s");
    data.screens = {screen};
    Connection connection;
    connection.id = QStringLiteral("net");
    connection.host = QStringLiteral("127.0.0.1");
    data.connections = {connection};
    return data;
}

void addDevice(ProjectData &data, int unit)
{
    Device device;
    device.id = QStringLiteral("u%1").arg(unit);
    device.connection = data.connections[0].id;
    device.unit = unit;
    device.area = QStringLiteral("a");
    data.devices.append(device);
}

void addTag(ProjectData &data, int address, const char *pollClass, Table table,
            DataType type = DataType::UInt16)
{
    Tag tag;
    tag.device = data.devices.constLast().id;
    tag.id = QStringLiteral("%1.%2%3").arg(tag.device).arg(int(table)).arg(address);
    tag.path = QStringLiteral("a/") + tag.id;
    tag.table = table;
    tag.address = address;
    tag.type = type;
    tag.pollClass = QString::fromLatin1(pollClass);
    data.tags.append(tag);
}

/// Two units with holes, limits, a forbidden range, two tables and three classes.
ProjectData plant()
{
    ProjectData data = emptyPlant();
    addDevice(data, 1);
    data.devices.last().holeRegisters = 6;
    data.devices.last().forbidden = {{Table::HoldingRegister, 41, 41}};
    for (int address = 10; address < 60; address += 3)
        addTag(data, address, address % 2 ? "fast" : "normal", Table::HoldingRegister);
    for (const int address : {0, 2, 100})
        addTag(data, address, "slow", Table::InputRegister, DataType::Float32);
    addDevice(data, 7);
    data.devices.last().maxRegisters = 10;
    for (int address = 500; address < 540; address += 4)
        addTag(data, address, "normal", Table::HoldingRegister, DataType::Float64);
    return data;
}

/// "unit function first count" of a Modbus/TCP frame.
QString shown(const QByteArray &frame)
{
    const auto word
        = [&frame](int at) { return uchar(frame.at(at)) << 8 | uchar(frame.at(at + 1)); };
    return QStringLiteral("%1 %2 %3 %4")
        .arg(uchar(frame.at(6)))
        .arg(uchar(frame.at(7)))
        .arg(word(8))
        .arg(word(10));
}

QStringList shown(const QJsonArray &requests)
{
    QStringList lines;
    for (const QJsonValue &request : requests) {
        const auto number
            = [&request](const char *key) { return request[QLatin1String(key)].toInt(); };
        lines.append(QStringLiteral("%1 %2 %3 %4")
                         .arg(number("unit"))
                         .arg(number("function"))
                         .arg(number("address"))
                         .arg(number("count")));
    }
    lines.sort();
    return lines;
}

} // namespace

/// What mwsctl plan says is what goes over the wire.
class PlanTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    QString saved(const ProjectData &data)
    {
        const QString folder = m_folder.filePath(QLatin1String(QTest::currentTestFunction()));
        if (!saveProject(data, folder))
            qFatal("the project cannot be saved");
        return folder;
    }

    static QJsonObject jsonOf(const Ran &ran, int place = 0)
    {
        return QJsonDocument::fromJson(ran.out.toUtf8()).array().at(place).toObject();
    }

    /// The distinct requests of the first second.
    static QStringList sentBy(ProjectData data)
    {
        RogueDevice device;
        device.setAnswer(RogueDevice::good);
        data.connections[0].port = device.port();
        const SystemClock clock;
        modbus::ModbusBus bus(std::make_shared<const Project>(data), {}, clock);
        bus.start();
        const auto countOf = [&device](const QString &line) {
            qsizetype count = 0;
            for (const QByteArray &frame : device.requests())
                count += shown(frame) == line;
            return count;
        };
        // Until the first request of the fast class comes for the fifth time, a round of all
        // classes is over.
        const auto isOver = [&] {
            return !device.requests().isEmpty() && countOf(shown(device.requests().first())) >= 5;
        };
        if (!QTest::qWaitFor(isOver, 20000))
            qFatal("the polls stopped");
        bus.stop();
        QStringList lines;
        for (const QByteArray &frame : device.requests())
            lines.append(shown(frame));
        lines.removeDuplicates();
        lines.sort();
        return lines;
    }

private Q_SLOTS:
    void requestsAreThoseThatTheDeviceReceives()
    {
        const Ran ran = runPlan({saved(plant()), QStringLiteral("--json")});
        QVERIFY2(ran.code == 0, qPrintable(ran.err));
        const QJsonArray requests = jsonOf(ran)[QLatin1String("requests")].toArray();
        QVERIFY(requests.size() >= 8);
        QCOMPARE(shown(requests), sentBy(plant()));
        QSet<QString> tags;
        for (const QJsonValue &request : requests) {
            for (const QJsonValue &tag : request[QLatin1String("tags")].toArray())
                tags.insert(tag.toString());
        }
        QCOMPARE(tags.size(), plant().tags.size());
    }

    void showsATableAndTheLoad()
    {
        const Ran ran
            = runPlan({saved(plant()), QStringLiteral("--round-trip"), QStringLiteral("10")});
        QCOMPARE(ran.code, 0);
        QVERIFY2(ran.out.startsWith(QStringLiteral("net (tcp, 127.0.0.1:502)\n")),
                 qPrintable(ran.out));
        QVERIFY(ran.out.contains(QStringLiteral("  u7      7     normal  1000 ms")));
        QVERIFY(ran.out.contains(QStringLiteral("requests/s")));
        QVERIFY(ran.out.contains(QStringLiteral("round trip of 10.0 ms")));
        QVERIFY(!ran.out.contains(QStringLiteral("warning")));
    }

    void oneConnectionOnRequest()
    {
        ProjectData data = plant();
        Connection other = data.connections[0];
        other.id = QStringLiteral("other");
        data.connections.append(other);
        const QString folder = saved(data);
        const QStringList json{folder, QStringLiteral("--json"), QStringLiteral("--connection")};
        const Ran ran = runPlan(json + QStringList(QStringLiteral("other")));
        QCOMPARE(ran.code, 0);
        QCOMPARE(jsonOf(ran)[QLatin1String("connection")].toString(), QStringLiteral("other"));
        QVERIFY(jsonOf(ran, 1).isEmpty());
        QCOMPARE(runPlan(json + QStringList(QStringLiteral("none"))).code, 1);
        QCOMPARE(runPlan({folder}).out.count(QStringLiteral("(tcp")), 2);
    }

    void warnsOfABusyAndOfAFullLine_data()
    {
        QTest::addColumn<int>("periodMs");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("warning");
        // 15 characters of 11 bits and twice t3.5 at 1200 baud are 202 ms
        QTest::addRow("half") << 400 << 0 << QString();
        QTest::addRow("busy") << 250 << 0 << QStringLiteral("little room");
        QTest::addRow("full") << 150 << 1 << QStringLiteral("more than it can carry");
    }

    void warnsOfABusyAndOfAFullLine()
    {
        QFETCH(int, periodMs);
        QFETCH(int, code);
        QFETCH(QString, warning);
        ProjectData data = emptyPlant();
        data.connections[0].kind = ConnectionKind::Rtu;
        data.connections[0].host.clear();
        data.connections[0].serialPort = QStringLiteral("/dev/ttyS0");
        data.connections[0].baudRate = 1200;
        data.pollClasses[0].periodMs = periodMs;
        addDevice(data, 1);
        addTag(data, 0, "fast", Table::HoldingRegister);
        const QString folder = saved(data);
        const Ran ran = runPlan({folder});
        QCOMPARE(ran.code, code);
        QCOMPARE(ran.out.contains(QStringLiteral("warning")), !warning.isEmpty());
        QVERIFY(ran.out.contains(warning));
        QCOMPARE(ran.out.contains(QStringLiteral("these come late: fast of u1")), code == 1);
        const QJsonObject json = jsonOf(runPlan({folder, QStringLiteral("--json")}));
        const double percent = json[QLatin1String("utilisationPercent")].toDouble();
        QVERIFY(qAbs(percent - 100 * 201.668 / periodMs) < 0.1);
    }

    void wrongUseIsRefused()
    {
        QCOMPARE(runPlan({}).code, 2);
        QCOMPARE(runPlan({m_folder.filePath(QStringLiteral("nowhere"))}).code, 1);
        const QString folder = saved(plant());
        for (const char *wrong : {"x", "-1", "60001"})
            QCOMPARE(
                runPlan({folder, QStringLiteral("--round-trip"), QString::fromLatin1(wrong)}).code,
                2);
        ProjectData bad = plant();
        bad.devices[0].unit = 300; // a fault of a tag would leave out that tag alone
        const Ran ran = runPlan({saved(bad)});
        QCOMPARE(ran.code, 1);
        QVERIFY(ran.err.contains(QStringLiteral("mwsctl check")));
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "tst_plan.moc"
