// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"
#include "project/projectstore.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

using namespace mws;

namespace
{

enum Code { Done = 0, Failed = 1, Usage = 2, NoAnswer = 3, Refused = 4, Interrupted = 130 };

struct Ran {
    int code = -1;
    QString out;
    QString err;
    [[nodiscard]] QJsonObject json() const
    {
        return QJsonDocument::fromJson(out.toUtf8()).object();
    }
    /// The findings as "key=text".
    [[nodiscard]] QStringList findings() const
    {
        QStringList list;
        for (const QJsonValue &finding : json()[QLatin1String("findings")].toArray())
            list.append(finding[QLatin1String("key")].toString() + u'='
                        + finding[QLatin1String("text")].toString());
        return list;
    }
};

QStringList wordsOf(const QString &line)
{
    return line.split(u' ', Qt::SkipEmptyParts);
}

Ran resultOf(QProcess &program)
{
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

/// Runs "mwsctl modbus <line>" while the event loop goes on, for devices of this process.
Ran modbus(const QString &line, const std::function<void(QProcess &)> &meanwhile = {})
{
    QProcess program;
    QSignalSpy ended(&program, &QProcess::finished);
    program.start(QStringLiteral(MWS_BIN_DIR "/mwsctl"), wordsOf(QStringLiteral("modbus ") + line));
    if (!program.waitForStarted())
        qFatal("mwsctl does not start");
    if (meanwhile)
        meanwhile(program);
    if (program.state() != QProcess::NotRunning && !ended.wait(60000))
        qFatal("mwsctl does not end");
    return resultOf(program);
}

/// A server that others wrote, over TCP or behind a pair of pseudo terminals.
class Pymodbus
{
public:
    explicit Pymodbus(bool rtu)
    {
        QFile image(m_folder.filePath(QStringLiteral("image")));
        if (!image.open(QIODevice::WriteOnly))
            qFatal("no image");
        for (const char *table : {"coil", "discrete", "holding", "input"})
            image.write(QByteArray(table) + " 1 0 16256 0 5\n");
        image.close();
        QStringList arguments{QStringLiteral(MWS_PYMODBUS_SERVER),
                              rtu ? QStringLiteral("rtu") : QStringLiteral("tcp"),
                              image.fileName()};
        if (rtu)
            arguments.append(startLine());
        m_server.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_server.start(QStringLiteral("/usr/bin/python3"), arguments);
        if (!QTest::qWaitFor([this] { return m_server.canReadLine(); }, 20000))
            qFatal("pymodbus does not start");
        const QByteArray ready = m_server.readLine().trimmed();
        target = rtu ? QStringLiteral("--baud 115200 --rtu ") + m_folder.filePath(master())
                     : QStringLiteral("--tcp 127.0.0.1:") + QString::fromLatin1(ready.mid(6));
    }
    ~Pymodbus()
    {
        for (QProcess *process : {&m_server, &m_socat}) {
            process->kill();
            process->waitForFinished();
        }
    }
    [[nodiscard]] QByteArray told()
    {
        (void)QTest::qWaitFor([this] { return m_server.canReadLine(); });
        return m_server.readLine().trimmed();
    }

    QString target;

private:
    static QString master() { return QStringLiteral("master"); }
    QString startLine()
    {
        const QString device = m_folder.filePath(QStringLiteral("device"));
        const QString ends = QStringLiteral("pty,raw,echo=0,link=");
        m_socat.start(QStringLiteral("socat"), {ends + m_folder.filePath(master()), ends + device});
        if (!QTest::qWaitFor([&] {
                return QFile::exists(device) && QFile::exists(m_folder.filePath(master()));
            }))
            qFatal("socat does not start");
        return device;
    }

    QTemporaryDir m_folder;
    QProcess m_server;
    QProcess m_socat;
};

bool hasPymodbus()
{
    return QProcess::execute(QStringLiteral("/usr/bin/python3"),
                             {QStringLiteral("-c"), QStringLiteral("import pymodbus")})
        == 0;
}

int unitOf(const QByteArray &frame)
{
    return uchar(frame.at(6));
}

int functionOf(const QByteArray &frame)
{
    return uchar(frame.at(7));
}

int wordAt(const QByteArray &frame, int at)
{
    return uchar(frame.at(at)) << 8 | uchar(frame.at(at + 1));
}

QByteArray exceptionOf(const QByteArray &request, int code)
{
    return RogueDevice::framed(request,
                               QByteArray(1, char(functionOf(request) | 0x80)) + char(code));
}

/// Has some registers only; every other address is refused.
class Sparse : public RogueDevice
{
public:
    explicit Sparse(const QSet<int> &has)
    {
        setAnswer([has](const QByteArray &request) {
            const int first = wordAt(request, 8);
            const int count = wordAt(request, 10);
            for (int address = first; address < first + count; ++address) {
                if (!has.contains(address))
                    return exceptionOf(request, 2);
            }
            return good(request);
        });
    }
    [[nodiscard]] QString target() const
    {
        return QStringLiteral(" --tcp 127.0.0.1:%1 --timeout 300 ").arg(port());
    }
    [[nodiscard]] bool hasRead(int address) const
    {
        return std::any_of(requests().cbegin(), requests().cend(), [address](const auto &frame) {
            return wordAt(frame, 8) <= address && address < wordAt(frame, 8) + wordAt(frame, 10);
        });
    }
};

QStringList rangesOf(const Ran &ran)
{
    QStringList list;
    for (const QJsonValue &range : ran.json()[QLatin1String("ranges")].toArray())
        list.append(
            QStringLiteral("%1-%2%3")
                .arg(range[QLatin1String("first")].toInt())
                .arg(range[QLatin1String("last")].toInt())
                .arg(range[QLatin1String("readable")].toBool() ? QString() : QStringLiteral("!")));
    return list;
}

/// The request or response PDU of the specification's example.
QByteArray specification(const char *name, const char *key)
{
    QFile file(QStringLiteral(MWS_TEST_DATA "/modbus/diagnostic_frames.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no frames of the specification");
    for (const QJsonValue &frame :
         QJsonDocument::fromJson(file.readAll())[QLatin1String("frames")].toArray()) {
        if (frame[QLatin1String("name")].toString() == QLatin1String(name))
            return QByteArray::fromHex(frame[QLatin1String(key)].toString().toLatin1());
    }
    qFatal("the specification has no example of %s", name);
}

} // namespace

/// What mwsctl modbus does with devices, without a station.
class ModbusCtlTest final : public QObject
{
    Q_OBJECT

private:
    static void addLines()
    {
        QTest::addColumn<bool>("rtu");
        QTest::newRow("TCP") << false;
        QTest::newRow("RTU") << true;
    }
    static bool isMissing()
    {
        QFETCH(bool, rtu);
        return !hasPymodbus()
            || (rtu && QStandardPaths::findExecutable(QStringLiteral("socat")).isEmpty());
    }

private Q_SLOTS:
    void diagnosesPymodbus_data() { addLines(); }

    void diagnosesPymodbus()
    {
        if (isMissing())
            QSKIP("pymodbus or socat is not installed");
        QFETCH(bool, rtu);
        Pymodbus server(rtu);
        const auto ask = [&server](const char *line) {
            return modbus(QLatin1String(line) + u' ' + server.target);
        };
        const QString a537 = QStringLiteral("data=A5 37");
        QCOMPARE(ask("diagnose 0 --json").findings(), QStringList{a537});
        for (const char *line : {"status --json", "diagnose 2 --json", "diagnose 11 --json",
                                 "diagnose 14 --json", "diagnose 18 --json"}) {
            const Ran ran = ask(line);
            QVERIFY2(ran.code == Done && ran.findings().size() == 1, qPrintable(ran.err));
        }
        const Ran events = ask("events --json");
        QVERIFY2(events.code == Done, qPrintable(events.err));
        QCOMPARE(events.findings().size(), 2 + 4);
        const Ran id = ask("server-id --json");
        QVERIFY2(id.code == Done, qPrintable(id.err));
        QVERIFY2(id.findings().last().contains(QStringLiteral("Acme")), qPrintable(id.out));
    }

    void identifiesPymodbus_data() { addLines(); }

    void identifiesPymodbus()
    {
        if (isMissing())
            QSKIP("pymodbus or socat is not installed");
        QFETCH(bool, rtu);
        Pymodbus server(rtu);
        const Ran basic = modbus(QStringLiteral("identify --json ") + server.target);
        QVERIFY2(basic.code == Done, qPrintable(basic.err));
        QCOMPARE(basic.findings(),
                 (QStringList{QStringLiteral("vendorName=Acme"), QStringLiteral("productCode=AX-1"),
                              QStringLiteral("revision=2.11")}));
        const Ran text = modbus(QStringLiteral("identify ") + server.target);
        QVERIFY2(text.out.startsWith(QStringLiteral("vendor name: Acme\n")), qPrintable(text.out));
        const Ran extended
            = modbus(QStringLiteral("identify --category extended --json ") + server.target);
        QVERIFY2(extended.code == Done, qPrintable(extended.err));
        QVERIFY(extended.findings().contains(QStringLiteral("object128=")
                                             + QString(200, QLatin1Char('x'))));
        QVERIFY(extended.findings().contains(QStringLiteral("object129=")
                                             + QString(200, QLatin1Char('y'))));
        const Ran one = modbus(QStringLiteral("identify --object 1 --json ") + server.target);
        QCOMPARE(one.findings(), QStringList{QStringLiteral("productCode=AX-1")});
    }

    void readsAndWritesPymodbus_data() { addLines(); }

    void readsAndWritesPymodbus()
    {
        if (isMissing())
            QSKIP("pymodbus or socat is not installed");
        QFETCH(bool, rtu);
        Pymodbus server(rtu);
        const auto run = [&server](const char *line) {
            return modbus(QLatin1String(line) + u' ' + server.target);
        };
        QCOMPARE(run("read holding 0 5").out, QStringLiteral("0: 1\n1: 0\n2: 16256\n3: 0\n4: 5\n"));
        QCOMPARE(run("read holding 0x2 --type float32").out, QStringLiteral("2: 1\n"));
        QCOMPARE(run("read coil 0 3").out, QStringLiteral("0: 1\n1: 0\n2: 1\n"));
        QCOMPARE(run("raw 03 0004 0001").out, QStringLiteral("03020005\n"));
        QCOMPARE(run("write holding 4 77").code, Usage); // no --yes
        QCOMPARE(run("write holding 4 77 --yes").out, QStringLiteral("4: 77\n"));
        QCOMPARE(server.told(), QByteArray("holding 4 77"));
        QCOMPARE(run("write --yes --type float32 holding 2 2.5").out, QStringLiteral("2: 2.5\n"));
        QCOMPARE(server.told(), QByteArray("holding 2 16416 0"));
        QCOMPARE(run("write --yes coil 1 1").out, QStringLiteral("1: 1\n"));
        QCOMPARE(server.told(), QByteArray("coil 1 1"));
        const Ran beyond = run("read holding 4000");
        QCOMPARE(beyond.code, Refused);
        QVERIFY2(beyond.err.contains(QStringLiteral("exception 2")), qPrintable(beyond.err));
    }

    void filesAndQueuesOfTheSpecification_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QString>("out");
        QTest::addColumn<QStringList>("findings");
        const auto row
            = [](const char *name, const char *line, const char *out, const QStringList &findings) {
                  QTest::addRow("%s", name)
                      << QString::fromLatin1(line) << specification(name, "request")
                      << specification(name, "response") << QString::fromLatin1(out) << findings;
              };
        row("read FIFO", "fifo 1246", "queue, oldest first: 440 4740\n",
            {QStringLiteral("queue=440 4740")});
        row("write file record", "file-write 4 7 1711 1214 4109 --yes", "", {});
        // The example asks for two groups at once, mwsctl for one.
        const QByteArray both = specification("read file record", "response");
        QTest::newRow("first group")
            << QStringLiteral("file-read 4 1 2") << QByteArray::fromHex("140706000400010002")
            << QByteArray::fromHex("1406") + both.mid(2, 6)
            << QStringLiteral("file 4 from record 1: 3582 32\n")
            << QStringList{QStringLiteral("records=3582 32")};
        QTest::newRow("second group")
            << QStringLiteral("file-read 3 9 2") << QByteArray::fromHex("140706000300090002")
            << QByteArray::fromHex("1406") + both.mid(8, 6)
            << QStringLiteral("file 3 from record 9: 13261 64\n")
            << QStringList{QStringLiteral("records=13261 64")};
    }

    /// FC 20, 21 and 24: pymodbus does not serve them.
    void filesAndQueuesOfTheSpecification()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, response);
        RogueDevice device;
        device.setAnswer(
            [response](const QByteArray &frame) { return RogueDevice::framed(frame, response); });
        line += QStringLiteral(" --unit 17 --tcp 127.0.0.1:%1").arg(device.port());
        const Ran text = modbus(line);
        QVERIFY2(text.code == Done && text.err.isEmpty(), qPrintable(text.err));
        QTEST(text.out, "out");
        const Ran json = modbus(line + QStringLiteral(" --json"));
        QVERIFY2(json.code == Done && json.err.isEmpty(), qPrintable(json.err));
        QTEST(json.findings(), "findings");
        QCOMPARE(device.requests().size(), 2);
        for (const QByteArray &frame : device.requests()) {
            QCOMPARE(unitOf(frame), 17);
            QCOMPARE(frame.mid(7).toHex(), request.toHex());
        }
    }

    /// An answer of another file, or a queue that is longer than it says, is no answer.
    void wrongFilesAndQueues_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QByteArray>("response");
        QTest::newRow("fewer records")
            << QStringLiteral("file-read 4 1 2") << QByteArray::fromHex("140403060dfe");
        QTest::newRow("other reference type")
            << QStringLiteral("file-read 4 1 2") << QByteArray::fromHex("140605070dfe0020");
        QTest::newRow("other value written") << QStringLiteral("file-write 4 7 1711 --yes")
                                             << QByteArray::fromHex("1509060004000700010001");
        QTest::newRow("count of the queue")
            << QStringLiteral("fifo 1246") << QByteArray::fromHex("180006000301b81284");
    }

    void wrongFilesAndQueues()
    {
        QFETCH(QString, line);
        QFETCH(QByteArray, response);
        RogueDevice device;
        device.setAnswer(
            [response](const QByteArray &frame) { return RogueDevice::framed(frame, response); });
        const Ran ran
            = modbus(line + QStringLiteral(" --timeout 200 --tcp 127.0.0.1:%1").arg(device.port()));
        QCOMPARE(ran.code, NoAnswer);
        QVERIFY2(ran.out.isEmpty() && !ran.err.isEmpty(), qPrintable(ran.out));
        QCOMPARE(device.requests().size(), 1);
    }

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
        const Ran ran = modbus(line + target);
        QCOMPARE(ran.code, Usage);
        QVERIFY2(ran.err.contains(QStringLiteral("--yes")), qPrintable(ran.err));
        QCOMPARE(device.connections(), 0);
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        const Ran sent = modbus(line + target + QStringLiteral(" --yes"));
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
    }

    void wrongUsage()
    {
        QFETCH(QString, line);
        const Ran ran = modbus(line);
        QCOMPARE(ran.code, Usage);
        QVERIFY(!ran.err.isEmpty() && ran.out.isEmpty());
    }

    void tellsNoLinkAndNoAnswer()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &) { return QByteArray(); });
        const QString target
            = QStringLiteral(" --tcp 127.0.0.1:%1 --timeout 100").arg(device.port());
        QCOMPARE(modbus(QStringLiteral("status") + target).code, NoAnswer);
        QCOMPARE(device.requests().size(), 1); // is not repeated
        device.switchOff();
        const Ran off = modbus(QStringLiteral("status") + target);
        QCOMPARE(off.code, NoAnswer);
        QVERIFY(!off.err.isEmpty());
    }

    void takesTheTargetFromAProject()
    {
        RogueDevice device;
        ProjectData data;
        data.id = data.name = QStringLiteral("plant");
        data.startScreen = QStringLiteral("s");
        data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
        Screen screen;
        screen.id = screen.title = QStringLiteral("s");
        data.screens = {screen};
        Connection connection;
        connection.id = QStringLiteral("net");
        connection.host = QStringLiteral("127.0.0.1");
        connection.port = device.port();
        data.connections = {connection};
        Device plc;
        plc.id = QStringLiteral("plc");
        plc.connection = connection.id;
        plc.unit = 42;
        plc.area = QStringLiteral("a");
        plc.forbidden = {{Table::HoldingRegister, 5, 6}};
        data.devices = {plc};
        QTemporaryDir folder;
        QVERIFY(saveProject(data, folder.path()));
        const QString project = QStringLiteral(" --project ") + folder.path();
        const Ran ran = modbus(QStringLiteral("read holding 7 --device plc") + project);
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.out, QStringLiteral("7: 7\n"));
        QCOMPARE(unitOf(device.requests().last()), 42);
        QCOMPARE(modbus(QStringLiteral("read holding 7 --connection net --unit 9") + project).code,
                 Done);
        QCOMPARE(unitOf(device.requests().last()), 9);
        QCOMPARE(modbus(QStringLiteral("read holding 7 --connection no") + project).code, Failed);
        // What the project forbids is not touched by a scan.
        const Ran scan
            = modbus(QStringLiteral("scan addresses holding 0 10 --rate 1000 --json --device plc")
                     + project);
        QCOMPARE(rangesOf(scan), (QStringList{QStringLiteral("0-4"), QStringLiteral("7-10")}));
        for (const QByteArray &frame : device.requests())
            QVERIFY(wordAt(frame, 8) > 6 || wordAt(frame, 8) + wordAt(frame, 10) <= 5);

        // Nor by one of units, of the device whose turn it is.
        data.devices[0].forbidden = {{Table::HoldingRegister, 0, 2}};
        QVERIFY(saveProject(data, folder.path()));
        const qsizetype before = device.requests().size();
        const Ran units = modbus(
            QStringLiteral("scan units 41 42 --rate 1000 --json --connection net") + project);
        QVERIFY2(units.code == Done, qPrintable(units.err));
        QList<int> reads;
        for (const QByteArray &frame : device.requests().mid(before)) {
            if (functionOf(frame) == 3)
                reads.append(wordAt(frame, 8));
        }
        QCOMPARE(reads, (QList<int>{0, 3}));
    }

    void findsTheAddresses()
    {
        QSet<int> has;
        for (const auto &[first, last] : {std::pair(0, 9), {57, 57}, {300, 449}})
            for (int address = first; address <= last; ++address)
                has.insert(address);
        Sparse device(has);
        const Ran ran = modbus(QStringLiteral("scan addresses holding 0 999 --rate 1000 --json")
                               + device.target());
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(rangesOf(ran),
                 (QStringList{QStringLiteral("0-9"), QStringLiteral("10-56!"),
                              QStringLiteral("57-57"), QStringLiteral("58-299!"),
                              QStringLiteral("300-449"), QStringLiteral("450-999!")}));
        QVERIFY(device.hasRead(0) && device.hasRead(999) && !device.hasRead(1000));
    }

    /// Whole ranges that can be read cost one request each.
    void readableAddressesCostFewRequests()
    {
        RogueDevice device;
        const Ran ran = modbus(QStringLiteral("scan addresses holding 0 1249 --rate 1000 --json "
                                              "--tcp 127.0.0.1:%1")
                                   .arg(device.port()));
        QCOMPARE(rangesOf(ran), QStringList{QStringLiteral("0-1249")});
        QCOMPARE(device.requests().size(), 10);
    }

    void silenceEndsTheSearchOfAddresses()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return wordAt(request, 8) == 0 ? RogueDevice::good(request) : QByteArray();
        });
        const Ran ran = modbus(QStringLiteral("scan addresses holding 0 999 --rate 1000 --json "
                                              "--timeout 100 --tcp 127.0.0.1:%1")
                                   .arg(device.port()));
        QCOMPARE(ran.code, NoAnswer);
        QCOMPARE(rangesOf(ran), QStringList{QStringLiteral("0-124")});
        QCOMPARE(device.requests().size(), 3); // the silent one twice
    }

    void findsTheUnits()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            const int unit = unitOf(request);
            if (functionOf(request) == 43)
                return unit == 3 ? RogueDevice::framed(
                           request, QByteArray::fromHex("2b0e0101000001000441636d65"))
                                 : exceptionOf(request, 1);
            if (unit == 5)
                return exceptionOf(request, 11);
            return unit == 3 || unit == 7 ? exceptionOf(request, 2) : QByteArray();
        });
        const Ran ran = modbus(QStringLiteral("scan units 1 8 --rate 1000 --timeout 100 --json "
                                              "--tcp 127.0.0.1:%1")
                                   .arg(device.port()));
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        const QJsonArray units = ran.json()[QLatin1String("units")].toArray();
        QCOMPARE(units.size(), 2);
        QCOMPARE(units[0][QLatin1String("unit")].toInt(), 3);
        QCOMPARE(units[0][QLatin1String("findings")][0][QLatin1String("text")].toString(),
                 QStringLiteral("Acme"));
        QCOMPARE(units[1][QLatin1String("unit")].toInt(), 7);
    }

    /// What was found until then is printed.
    void controlCEndsAScan()
    {
        RogueDevice device;
        device.setAnswer([](const QByteArray &request) {
            return unitOf(request) == 1 ? exceptionOf(request, 1) : QByteArray();
        });
        const auto interrupt = [&device](QProcess &program) {
            QVERIFY(QTest::qWaitFor([&device] { return device.requests().size() >= 3; }, 20000));
            ::kill(pid_t(program.processId()), SIGINT);
        };
        const Ran ran = modbus(QStringLiteral("scan units --rate 1000 --timeout 60000 --json "
                                              "--tcp 127.0.0.1:%1")
                                   .arg(device.port()),
                               interrupt);
        QCOMPARE(ran.code, Interrupted);
        QCOMPARE(ran.json()[QLatin1String("units")].toArray().size(), 1);
        QCOMPARE(device.requests().size(), 3);
    }

    /// The far end of the line answers at 9600 baud only.
    void findsTheBaudRate()
    {
        const int far = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
        QVERIFY(far >= 0 && ::grantpt(far) == 0 && ::unlockpt(far) == 0);
        const QString path = QString::fromLocal8Bit(::ptsname(far));
        QList<speed_t> speeds;
        const auto answer = [far, &speeds] {
            char bytes[256];
            termios settings{};
            if (::read(far, bytes, sizeof bytes) < 8 || ::tcgetattr(far, &settings) != 0)
                return;
            speeds.append(::cfgetispeed(&settings));
            if (speeds.last() != B9600)
                return;
            const QByteArray frame = QByteArray::fromHex("01830"
                                                         "2c0f1");
            (void)!::write(far, frame.constData(), size_t(frame.size()));
        };
        const auto serve = [&answer](QProcess &program) {
            while (program.state() == QProcess::Running) {
                answer();
                QTest::qWait(5);
            }
        };
        const Ran ran
            = modbus(QStringLiteral("scan baud --timeout 200 --json --rtu ") + path, serve);
        ::close(far);
        QVERIFY2(ran.code == Done, qPrintable(ran.err));
        QCOMPARE(ran.json()[QLatin1String("baudRate")].toInt(), 9600);
        QVERIFY(speeds.contains(B19200));
        QCOMPARE(speeds.count(B9600), 1);
    }
};

QTEST_GUILESS_MAIN(ModbusCtlTest)
#include "tst_modbus.moc"
