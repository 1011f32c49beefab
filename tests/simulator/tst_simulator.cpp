// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/clock.h"
#include "project/projectstore.h"
#include "simulator/program.h"
#include "simulator/simulator.h"
#include "support/fakeclock.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <fcntl.h>
#include <unistd.h>

using namespace mws;
using namespace mws::simulator;

namespace
{

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

ProjectPtr demo()
{
    static const Result<ProjectPtr> project
        = openProject(QStringLiteral(MWS_RESOURCES "/demo/waterworks"));
    if (!project)
        qFatal("%s", qPrintable(project.error().detail));
    return *project;
}

/// A bare Modbus TCP client: sends bytes, gives back what comes.
class RawClient
{
public:
    explicit RawClient(const QString &endpoint)
    {
        socket.connectToHost(QHostAddress(endpoint.section(u':', 0, 0)),
                             quint16(endpoint.section(u':', 1).toInt()));
    }
    /// Sends a PDU to a unit with a transaction id of 0x0102.
    void send(int unit, const QByteArray &pdu)
    {
        const qsizetype length = pdu.size() + 1;
        socket.write(hex("01020000") + char(length >> 8) + char(length) + char(unit) + pdu);
    }
    QByteArray receive()
    {
        const bool came = QTest::qWaitFor([this] { return socket.bytesAvailable() > 0; }, 3000);
        return came ? socket.readAll() : QByteArray();
    }
    QByteArray ask(int unit, const QByteArray &pdu)
    {
        send(unit, pdu);
        return receive().mid(7);
    }
    [[nodiscard]] bool isConnected() const
    {
        return socket.state() == QAbstractSocket::ConnectedState;
    }

    QTcpSocket socket;
};

/// The demo plant on free ports and in a temporary folder.
struct Plant {
    explicit Plant(Options options = {})
    {
        options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                          {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
        options.terminals = {{QStringLiteral("line"), folder.filePath(QStringLiteral("line"))}};
        options.controlSocket = folder.filePath(QStringLiteral("control"));
        options.writeLog = folder.filePath(QStringLiteral("writes"));
        simulator = std::make_unique<Simulator>(demo(), options, clock);
        started = bool(simulator->start());
    }
    [[nodiscard]] QString endpoint(const char *connection) const
    {
        return simulator->endpoints().value(QLatin1String(connection));
    }
    [[nodiscard]] bool ok(const char *command) const
    {
        return simulator->command(QString::fromUtf8(command))[QLatin1String("ok")].toBool();
    }
    [[nodiscard]] QJsonValue get(const char *path) const
    {
        return simulator->command(QStringLiteral("get ")
                                  + QString::fromUtf8(path))[QLatin1String("value")];
    }
    [[nodiscard]] QList<QJsonObject> writes() const
    {
        QFile file(folder.filePath(QStringLiteral("writes")));
        QList<QJsonObject> lines;
        if (file.open(QIODevice::ReadOnly)) {
            while (!file.atEnd())
                lines.append(QJsonDocument::fromJson(file.readLine()).object());
        }
        return lines;
    }

    QTemporaryDir folder;
    FakeClock clock;
    std::unique_ptr<Simulator> simulator;
    bool started = false;
};

const QByteArray kReadLevel = hex("04 0028 0002"); // raw water tank, float32

} // namespace

class SimulatorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Every tag of the demo that can be read is one: drives or is driven, or is text.
    void everyTagOfTheDemoIsDriven()
    {
        Plant plant;
        QVERIFY(plant.started);
        QCOMPARE(plant.simulator->tags().drivenTags(), qsizetype(demo()->tagCount()));
        for (const Tag &tag : demo()->tags()) {
            const auto value = plant.simulator->tags().value(tag.path);
            QVERIFY2(value && !value->isNone(), qPrintable(tag.path));
            QVERIFY2(value->kind() == tag.valueKind(), qPrintable(tag.path));
        }
    }

    /// At the start everything is where its project calls it normal.
    void startsWithinTheNormalBands()
    {
        Plant plant;
        for (const Tag &tag : demo()->tags()) {
            const double value = plant.simulator->tags().value(tag.path)->toDouble();
            if (tag.low)
                QVERIFY2(value >= *tag.low, qPrintable(tag.path));
            if (tag.high)
                QVERIFY2(value <= *tag.high, qPrintable(tag.path));
            if (tag.normalLow)
                QVERIFY2(value >= *tag.normalLow, qPrintable(tag.path));
            if (tag.normalHigh)
                QVERIFY2(value <= *tag.normalHigh, qPrintable(tag.path));
            for (const StateLabel &state : tag.states) {
                const bool isNow = std::abs(value - double(state.value)) < 0.5;
                QVERIFY2(!isNow || state.tone != QLatin1String("alarm"), qPrintable(tag.path));
            }
        }
    }

    void twoClientsAtOnce()
    {
        Plant plant;
        RawClient a(plant.endpoint("plc"));
        RawClient b(plant.endpoint("plc"));
        const QByteArray fromA = a.ask(1, kReadLevel);
        const QByteArray fromB = b.ask(1, kReadLevel);
        QCOMPARE(fromA.left(2), hex("0404"));
        QCOMPARE(fromB.left(2), hex("0404"));
        QCOMPARE(
            plant.simulator->command(QStringLiteral("state"))[QLatin1String("clients")].toInt(), 2);
    }

    void frameInPiecesAndTwoInOne()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(QTest::qWaitFor([&] { return client.isConnected(); }));
        client.socket.write(hex("0001 0000 0006 01"));
        client.socket.flush();
        client.socket.write(hex("04 0028 0002 0002 0000 0006 01 04 0028 0002"));
        QTRY_COMPARE(client.socket.bytesAvailable(), 26);
        const QByteArray answers = client.socket.readAll();
        QCOMPARE(answers.left(9), hex("0001 0000 0007 01 04 04"));
        QCOMPARE(answers.mid(13, 9), hex("0002 0000 0007 01 04 04"));
    }

    void notModbusIsCutOff()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(QTest::qWaitFor([&] { return client.isConnected(); }));
        client.socket.write("GET / HTTP/1.1\r\n\r\n");
        QTRY_VERIFY(!client.isConnected());
    }

    void setpointMovesTheProcess()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        // 5.0 bar as float32 in CDAB order to holding 54 and 55
        QCOMPARE(client.ask(1, hex("10 0036 0002 04 000040A0")), hex("10 0036 0002"));
        plant.simulator->step(90);
        QVERIFY(std::abs(plant.get("pumping/Network/Pressure").toDouble() - 5.0) < 0.2);
    }

    void commandIsTakenAndReset()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QCOMPARE(plant.get("pumping/Filter/State").toInt(), 1);
        QCOMPARE(client.ask(1, hex("05 0014 FF00")), hex("05 0014 FF00")); // start backwash
        plant.simulator->step(0.2);
        QCOMPARE(plant.get("pumping/Filter/State").toInt(), 2);
        QCOMPARE(plant.get("pumping/Filter/Start backwash").toBool(true), false);
    }

    void writeLog()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(!client.ask(1, hex("05 0000 0000")).isEmpty());
        QVERIFY(plant.ok("exception plc/1 4"));
        QCOMPARE(client.ask(1, hex("10 0014 0002 04 00010320")), hex("90 04"));
        const QList<QJsonObject> lines = plant.writes();
        QCOMPARE(lines.size(), 2);
        QCOMPARE(
            QJsonDocument(lines[0]).toJson(QJsonDocument::Compact),
            QByteArray("{\"address\":0,\"connection\":\"plc\",\"function\":5,\"table\":\"coil\","
                       "\"time\":\"2026-01-01T00:00:00.000Z\",\"unit\":1,\"values\":[0]}"));
        QCOMPARE(lines[1][QLatin1String("function")].toInt(), 16);
        QCOMPARE(lines[1][QLatin1String("table")].toString(), QStringLiteral("holding"));
        QCOMPARE(lines[1][QLatin1String("values")].toArray(), QJsonArray({1, 800}));
        QVERIFY(plant.get("intake/Raw water pump 1/Mode").toInt() == 2); // refused
    }

    void dropAndClear()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(plant.ok("drop plc/1"));
        client.send(1, kReadLevel);
        client.send(9, kReadLevel); // answered after the other would have been
        QCOMPARE(client.receive().mid(7), hex("84 0B"));
        QVERIFY(plant.ok("clear"));
        QCOMPARE(client.ask(1, kReadLevel).left(2), hex("0404"));
    }

    void delay()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(plant.ok("delay plc/1 300"));
        client.send(1, kReadLevel);
        client.send(9, kReadLevel);
        QCOMPARE(client.receive().mid(7), hex("84 0B")); // overtakes the slow one
        QCOMPARE(client.receive().mid(7, 2), hex("0404"));
    }

    void exception()
    {
        Plant plant;
        RawClient client(plant.endpoint("skid"));
        QVERIFY(plant.ok("exception skid/1 6"));
        QCOMPARE(client.ask(1, hex("03 0000 0001")), hex("83 06"));
    }

    void garbage()
    {
        Plant plant;
        RawClient client(plant.endpoint("plc"));
        QVERIFY(plant.ok("garbage plc/1"));
        client.send(1, kReadLevel);
        const QByteArray answer = client.receive();
        QVERIFY(!answer.isEmpty());
        QVERIFY(answer.mid(2, 2) != hex("0000")); // no Modbus protocol id
    }

    void closeAndReopen()
    {
        Plant plant;
        const QString endpoint = plant.endpoint("plc");
        RawClient client(endpoint);
        QVERIFY(!client.ask(1, kReadLevel).isEmpty());
        QVERIFY(plant.ok("close plc"));
        QTRY_VERIFY(!client.isConnected());
        RawClient refused(endpoint);
        QTRY_COMPARE(refused.socket.error(), QAbstractSocket::ConnectionRefusedError);
        QVERIFY(plant.ok("clear"));
        QCOMPARE(plant.endpoint("plc"), endpoint);
        RawClient again(endpoint);
        QCOMPARE(again.ask(1, kReadLevel).left(2), hex("0404"));
    }

    void faultsOfTheSerialLine()
    {
        Plant plant;
        const QByteArray path = plant.endpoint("line").toLocal8Bit();
        const int line = ::open(path.constData(), O_RDWR | O_NOCTTY | O_NONBLOCK);
        QVERIFY(line >= 0);
        const auto ask = [line](const QByteArray &request) {
            if (::write(line, request.constData(), size_t(request.size())) != request.size())
                return QByteArray("short write");
            QByteArray got(256, char(0));
            ssize_t count = 0;
            (void)QTest::qWaitFor(
                [&] { return (count = ::read(line, got.data(), size_t(got.size()))) > 0; }, 400);
            return got.left(std::max(count, ssize_t(0)));
        };
        const QByteArray read = hex("01 04 0000 0002 71CB");
        QCOMPARE(ask(read).left(3), hex("010404"));
        QCOMPARE(ask(hex("01 04 0000 0002 71CC")), QByteArray()); // bad CRC
        QCOMPARE(ask(read).size(), 9);
        QCOMPARE(ask(hex("09 04 0000 0002 7083")), QByteArray()); // no such unit
        QVERIFY(plant.ok("exception line/1 4"));
        QCOMPARE(ask(read), hex("01 84 04 42C3"));
        QVERIFY(plant.ok("garbage line/1"));
        const QByteArray garbage = ask(read);
        QVERIFY(!garbage.isEmpty() && garbage[0] != 1);
        QVERIFY(plant.ok("clear"));
        QVERIFY(plant.ok("drop line/1"));
        QCOMPARE(ask(read), QByteArray());
        QVERIFY(plant.ok("clear"));
        QVERIFY(plant.ok("close line"));
        QCOMPARE(ask(read), QByteArray());
        QVERIFY(plant.ok("clear"));
        QCOMPARE(ask(read).size(), 9);
        ::close(line);
    }

    void setAndGet()
    {
        Plant plant;
        QVERIFY(plant.ok("set intake/Raw water tank/Level 12.5")); // moves the state
        QCOMPARE(plant.get("intake/Raw water tank/Level").toDouble(), 12.5);
        plant.simulator->step(1);
        const double level = plant.get("intake/Raw water tank/Level").toDouble();
        QVERIFY(level > 11 && level < 14);
        QVERIFY(plant.ok("set pumping/Network/Flow 333")); // held: the model has no such handle
        plant.simulator->step(1);
        QCOMPARE(plant.get("pumping/Network/Flow").toDouble(), 333.0);
        QVERIFY(plant.ok("clear"));
        plant.simulator->step(1);
        QVERIFY(plant.get("pumping/Network/Flow").toDouble() < 300);
        QVERIFY(plant.ok("set dosing/Chlorine/Batch NEW 7"));
        QCOMPARE(plant.get("dosing/Chlorine/Batch").toString(), QStringLiteral("NEW 7"));
        QVERIFY(!plant.ok("set no/such/tag 1"));
        QVERIFY(!plant.ok("set pumping/Network/Flow many"));
        QVERIFY(!plant.ok("get no/such/tag"));
    }

    void wrongCommands_data()
    {
        QTest::addColumn<QString>("line");
        for (const char *line :
             {"", "drop", "drop plc", "drop plc/7", "drop plc/x", "drop plc/1 2", "delay plc/1",
              "delay plc/1 x", "delay plc/1 -5", "exception plc/1 300", "jump plc/1",
              "jump plc/1 3", "close nobody", "close", "set", "get"})
            QTest::newRow(*line ? line : "empty") << QString::fromLatin1(line);
    }

    void wrongCommands()
    {
        QFETCH(QString, line);
        static Plant plant;
        const QJsonObject answer = plant.simulator->command(line);
        QCOMPARE(answer[QLatin1String("ok")].toBool(true), false);
        QVERIFY(!answer[QLatin1String("error")].toString().isEmpty());
        QVERIFY(plant.simulator->command(QStringLiteral("state"))[QLatin1String("faults")]
                    .toObject()
                    .isEmpty());
    }

    void controlSocket()
    {
        Plant plant;
        QLocalSocket socket;
        socket.connectToServer(plant.folder.filePath(QStringLiteral("control")));
        socket.write("drop plc/1\nstate\n");
        QByteArray text;
        QTRY_COMPARE((text += socket.readAll()).count('\n'), 2);
        const QList<QByteArray> lines = text.split('\n');
        QCOMPARE(lines[0], QByteArray("{\"ok\":true}"));
        const QJsonObject state = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(state[QLatin1String("faults")][QLatin1String("plc/1")][QLatin1String("dropped")],
                 QJsonValue(true));
        QCOMPARE(state[QLatin1String("endpoints")][QLatin1String("plc")].toString(),
                 plant.endpoint("plc"));
    }

    void faultsFromTheStart()
    {
        Options options;
        options.faults = {QStringLiteral("exception plc/1 5")};
        Plant plant(options);
        QVERIFY(plant.started);
        RawClient client(plant.endpoint("plc"));
        QCOMPARE(client.ask(1, kReadLevel), hex("84 05"));
        Options wrong;
        wrong.faults = {QStringLiteral("explode")};
        QVERIFY(!Plant(wrong).started);
    }

    void takenPortIsAnError()
    {
        Plant plant;
        Options options;
        options.listen = {{QStringLiteral("plc"), plant.endpoint("plc")},
                          {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
        Simulator second(demo(), options, plant.clock);
        const auto started = second.start();
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::Unavailable);
        options.listen[QStringLiteral("plc")] = QStringLiteral("nowhere");
        Simulator third(demo(), options, plant.clock);
        QCOMPARE(third.start().error().code, ErrorCode::Invalid);
    }

    void rampingMovesWhatTheModelDoesNotDrive()
    {
        ProjectData data;
        data.id = QStringLiteral("flat");
        data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
        Connection connection;
        connection.id = QStringLiteral("c");
        connection.host = QStringLiteral("127.0.0.1");
        data.connections = {connection};
        Device device;
        device.id = QStringLiteral("d");
        device.connection = connection.id;
        device.area = QStringLiteral("x");
        data.devices = {device};
        for (int i = 0; i < 3; ++i) {
            Tag tag;
            tag.id = QStringLiteral("t%1").arg(i);
            tag.path = QStringLiteral("x/y/t%1").arg(i);
            tag.device = QStringLiteral("d");
            tag.address = i;
            tag.write.enabled = i == 2;
            data.tags.append(tag);
        }
        Options options;
        options.ramp = true;
        const SystemClock clock;
        Simulator simulator(std::make_shared<Project>(data), options, clock);
        const auto all = [&simulator] {
            QList<Value> values;
            for (int i = 0; i < 3; ++i)
                values.append(*simulator.tags().value(QStringLiteral("x/y/t%1").arg(i)));
            return values;
        };
        simulator.step(0.1);
        const QList<Value> before = all();
        simulator.step(0.1);
        const QList<Value> after = all();
        QVERIFY(before[0] != after[0]);
        QVERIFY(before[1] != after[1]);
        QCOMPARE(after[2], Value(quint64(0))); // writable: holds what was written
    }

    void readyFile()
    {
        Plant plant;
        const QString file = plant.folder.filePath(QStringLiteral("ready"));
        QVERIFY(writeReadyFile(file, *plant.simulator, QStringLiteral("/c")));
        QFile ready(file);
        QVERIFY(ready.open(QIODevice::ReadOnly));
        const QJsonObject json = QJsonDocument::fromJson(ready.readAll()).object();
        QCOMPARE(json[QLatin1String("control")].toString(), QStringLiteral("/c"));
        QCOMPARE(json[QLatin1String("endpoints")][QLatin1String("line")].toString(),
                 plant.endpoint("line"));
        QVERIFY(!writeReadyFile(QStringLiteral("/nonexistent/x"), *plant.simulator, {}));
    }

    void commandLine()
    {
        const auto parse = [](const char *text) {
            return parseCommandLine(
                QString::fromLatin1("mws-simulator " + QByteArray(text)).split(u' '));
        };
        const auto good = parse("--project p --listen a=h:1 --listen b=h:2 --pty l=/x --speed 5 "
                                "--fault clear --control c --write-log w --ready-file r --ramp");
        QVERIFY(good);
        QCOMPARE(good->options.listen.size(), 2);
        QCOMPARE(good->options.speed, 5.0);
        QVERIFY(good->options.ramp);
        QCOMPARE(good->readyFile, QStringLiteral("r"));
        for (const char *wrong :
             {"--listen a", "--pty =x", "--speed fast", "--speed -1", "--what", "extra"})
            QVERIFY2(!parse(wrong), wrong);
    }

    void builtInDemoIsTheDemo()
    {
        const auto builtIn = openProject(demoProject());
        QVERIFY2(bool(builtIn), builtIn ? "" : qPrintable(builtIn.error().detail));
        QVERIFY((*builtIn)->data() == demo()->data());
        QVERIFY((*builtIn)->tags() == demo()->tags());
    }
};

QTEST_GUILESS_MAIN(SimulatorTest)
#include "tst_simulator.moc"
