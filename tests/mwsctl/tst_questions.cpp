// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"
#include "modbus/specframes.h"
#include "mwsctl/modbusctl.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

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

/// The request or response PDU of the specification's example.
QByteArray specification(const char *name, const char *key)
{
    for (const QJsonValue &frame : framesIn("diagnostic_frames.json")) {
        if (frame[QLatin1String("name")].toString() == QLatin1String(name))
            return bytesOf(frame, key);
    }
    qFatal("the specification has no example of %s", name);
}

} // namespace

/// What mwsctl modbus asks one device, without a station.
class CtlQuestionsTest final : public QObject
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
            return modbusCtl(QLatin1String(line) + u' ' + server.target);
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
        const Ran basic = modbusCtl(QStringLiteral("identify --json ") + server.target);
        QVERIFY2(basic.code == Done, qPrintable(basic.err));
        QCOMPARE(basic.findings(),
                 (QStringList{QStringLiteral("vendorName=Acme"), QStringLiteral("productCode=AX-1"),
                              QStringLiteral("revision=2.11")}));
        const Ran text = modbusCtl(QStringLiteral("identify ") + server.target);
        QVERIFY2(text.out.startsWith(QStringLiteral("vendor name: Acme\n")), qPrintable(text.out));
        const Ran extended
            = modbusCtl(QStringLiteral("identify --category extended --json ") + server.target);
        QVERIFY2(extended.code == Done, qPrintable(extended.err));
        QVERIFY(extended.findings().contains(QStringLiteral("object128=")
                                             + QString(200, QLatin1Char('x'))));
        QVERIFY(extended.findings().contains(QStringLiteral("object129=")
                                             + QString(200, QLatin1Char('y'))));
        const Ran one = modbusCtl(QStringLiteral("identify --object 1 --json ") + server.target);
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
            return modbusCtl(QLatin1String(line) + u' ' + server.target);
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
        const Ran text = modbusCtl(line);
        QVERIFY2(text.code == Done && text.err.isEmpty(), qPrintable(text.err));
        QTEST(text.out, "out");
        const Ran json = modbusCtl(line + QStringLiteral(" --json"));
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
        const Ran ran = modbusCtl(
            line + QStringLiteral(" --timeout 200 --tcp 127.0.0.1:%1").arg(device.port()));
        QCOMPARE(ran.code, NoAnswer);
        QVERIFY2(ran.out.isEmpty() && !ran.err.isEmpty(), qPrintable(ran.out));
        QCOMPARE(device.requests().size(), 1);
    }
};

QTEST_GUILESS_MAIN(CtlQuestionsTest)
#include "tst_questions.moc"
