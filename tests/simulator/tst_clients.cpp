// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

namespace
{

struct Outcome {
    int code = -1;
    QString output;
};

Outcome run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool done = process.waitForFinished(60000);
    const bool exited = done && process.exitStatus() == QProcess::NormalExit;
    return {exited ? process.exitCode() : -1, QString::fromUtf8(process.readAll())};
}

} // namespace

/// Programs that others wrote read from and write to the simulator's devices.
class ClientsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_simulator.start(QStringLiteral(MWS_BIN_DIR "/mws-simulator"),
                          {QStringLiteral("--listen"), QStringLiteral("plc=127.0.0.1:0"),
                           QStringLiteral("--listen"), QStringLiteral("skid=127.0.0.1:0"),
                           QStringLiteral("--pty"), QStringLiteral("line=") + path("line"),
                           QStringLiteral("--control"), path("control"),
                           QStringLiteral("--write-log"), path("writes"),
                           QStringLiteral("--ready-file"), path("ready"), QStringLiteral("--speed"),
                           QStringLiteral("10"), QStringLiteral("--project"),
                           QStringLiteral(MWS_RESOURCES "/demo/waterworks")});
        QVERIFY(m_simulator.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("ready")), 10000);
        QFile ready(path("ready"));
        QVERIFY(ready.open(QIODevice::ReadOnly));
        m_ready = QJsonDocument::fromJson(ready.readAll()).object();
        QCOMPARE(m_ready[QLatin1String("control")].toString(), path("control"));
    }

    void mbpollTcp()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("mbpoll")).isEmpty())
            QSKIP("mbpoll is not installed");
        const QString port = endpoint("plc").section(u':', 1);
        const auto poll = [&port](QStringList arguments) {
            const QStringList common{QStringLiteral("-1"), QStringLiteral("-0"),
                                     QStringLiteral("-m"), QStringLiteral("tcp"),
                                     QStringLiteral("-p"), port};
            return run(QStringLiteral("mbpoll"), common + arguments);
        };
        readsAndWrites(poll, QStringLiteral("127.0.0.1"), 24, 700, 650);
    }

    void mbpollRtu()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("mbpoll")).isEmpty())
            QSKIP("mbpoll is not installed");
        const auto poll = [](QStringList arguments) {
            const QStringList common{QStringLiteral("-1"), QStringLiteral("-0"),
                                     QStringLiteral("-m"), QStringLiteral("rtu"),
                                     QStringLiteral("-b"), QStringLiteral("19200"),
                                     QStringLiteral("-P"), QStringLiteral("even")};
            return run(QStringLiteral("mbpoll"), common + arguments);
        };
        const Outcome meter = poll({QStringLiteral("-a"), QStringLiteral("1"), QStringLiteral("-t"),
                                    QStringLiteral("3:float"), QStringLiteral("-B"),
                                    QStringLiteral("-r"), QStringLiteral("0"), path("line")});
        QCOMPARE(meter.code, 0);
        const QRegularExpression number(QStringLiteral("\\[0\\]:\\s+([0-9.]+)"));
        const double volts = number.match(meter.output).captured(1).toDouble();
        QVERIFY2(volts > 215 && volts < 245, qPrintable(meter.output));
        readsAndWrites(
            [&poll](QStringList arguments) {
                return poll(QStringList{QStringLiteral("-a"), QStringLiteral("2")} + arguments);
            },
            path("line"), 2, 3, 9);
    }

    void pymodbus()
    {
        const QString python = QStringLiteral("/usr/bin/python3");
        if (run(python, {QStringLiteral("-c"), QStringLiteral("import pymodbus")}).code != 0)
            QSKIP("pymodbus is not installed");
        const Outcome outcome = run(python,
                                    {QStringLiteral(MWS_CLIENT_SCRIPT), endpoint("plc"),
                                     endpoint("skid"), endpoint("line")});
        QVERIFY2(outcome.code == 0, qPrintable(outcome.output));
        QVERIFY2(outcome.output.endsWith(QStringLiteral("all good\n")), qPrintable(outcome.output));
        qInfo("%s", qPrintable(outcome.output.trimmed()));
    }

    void everyWriteIsLogged()
    {
        QFile log(path("writes"));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QSet<int> functions;
        while (!log.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(log.readLine()).object();
            QVERIFY(line[QLatin1String("time")].toString().endsWith(u'Z'));
            functions.insert(line[QLatin1String("function")].toInt());
        }
        QVERIFY(functions.contains(6) || functions.contains(16));
    }

    void stopsCleanlyOnTerm()
    {
        QCOMPARE(::kill(pid_t(m_simulator.processId()), SIGTERM), 0);
        QVERIFY(m_simulator.waitForFinished(5000));
        QCOMPARE(m_simulator.exitStatus(), QProcess::NormalExit);
        QCOMPARE(m_simulator.exitCode(), 0);
        QVERIFY(!QFile::exists(path("line")));
        QVERIFY(!QFile::exists(path("control")));
    }

    void cleanupTestCase()
    {
        m_simulator.terminate();
        m_simulator.waitForFinished(5000);
    }

    void helpAndVersion()
    {
        const QString program = QStringLiteral(MWS_BIN_DIR "/mws-simulator");
        const Outcome help = run(program, {QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        QVERIFY(help.output.contains(QStringLiteral("--write-log")));
        const Outcome version = run(program, {QStringLiteral("--version")});
        QCOMPARE(version.output, QStringLiteral("mws-simulator " MWS_VERSION "\n"));
        QCOMPARE(run(program, {QStringLiteral("--speed"), QStringLiteral("x")}).code, 2);
        QCOMPARE(run(program, {QStringLiteral("--project"), QStringLiteral("/nonexistent")}).code,
                 1);
    }

private:
    template <typename Poll>
    void readsAndWrites(Poll poll, const QString &where, int address, int before, int after)
    {
        const QStringList place{QStringLiteral("-t"), QStringLiteral("4"), QStringLiteral("-r"),
                                QString::number(address), where};
        const Outcome read = poll(place);
        QVERIFY2(read.output.contains(QStringLiteral("\t%1\n").arg(before)),
                 qPrintable(read.output));
        const Outcome written = poll(place + QStringList(QString::number(after)));
        QVERIFY2(written.code == 0, qPrintable(written.output));
        const Outcome again = poll(place);
        QVERIFY2(again.output.contains(QStringLiteral("\t%1\n").arg(after)),
                 qPrintable(again.output));
    }
    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    [[nodiscard]] QString endpoint(const char *connection) const
    {
        return m_ready[QLatin1String("endpoints")][QLatin1String(connection)].toString();
    }

    QTemporaryDir m_folder;
    QProcess m_simulator;
    QJsonObject m_ready;
};

QTEST_GUILESS_MAIN(ClientsTest)
#include "tst_clients.moc"
