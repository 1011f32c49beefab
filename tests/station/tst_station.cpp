// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "core/future.h"
#include "history/historyservice.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "session/session.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kPassword = QStringLiteral("blue herring sings");

/// Runs the event loop until the future has its result.
template <typename T> T waitFor(Future<T> future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20000))
        qFatal("a future did not finish");
    return future.result();
}

} // namespace

/// The demo plant end to end: simulated devices over real TCP and a pseudo-terminal, and the
/// station with its threads.
class StationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void everyTagBecomesGood();
    void aWriteMovesTheProcess();
    void refusedWritesSendNothing_data();
    void refusedWritesSendNothing();
    void nobodyWrites();
    void aDeadUnitSpoilsOnlyItsOwnTags();
    void historyAnswers();
    void oneStationPerDataFolder();
    void wrongProjectIsRefused();

private:
    [[nodiscard]] const TagValue &value(const char *id) const
    {
        return m_model->value(m_model->project().indexOf(QLatin1String(id)));
    }
    [[nodiscard]] QByteArray writeLog() const
    {
        QFile file(m_folder.filePath(QStringLiteral("writes")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    WriteReply write(const char *id, const QJsonValue &value, const QString &reason = {})
    {
        const WriteReply reply = waitFor(m_session->write(QLatin1String(id), value, true, reason));
        m_acceptedWrites += reply.outcome != WriteReply::Outcome::Refused;
        return reply;
    }
    qsizetype badTagsOf(const char *device) const;

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_plant;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<LiveModel> m_model;
    std::unique_ptr<Session> m_session;
    qsizetype m_acceptedWrites = 0;
};

void StationTest::initTestCase()
{
    const auto project = openProject(kDemo);
    QVERIFY(bool(project));
    simulator::Options options;
    options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                      {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
    options.terminals = {{QStringLiteral("line"), m_folder.filePath(QStringLiteral("line"))}};
    options.writeLog = m_folder.filePath(QStringLiteral("writes"));
    m_plant = std::make_unique<simulator::Simulator>(*project, options, m_clock);
    const auto plantStarted = m_plant->start();
    QVERIFY2(bool(plantStarted), plantStarted ? "" : qUtf8Printable(plantStarted.error().detail));

    m_station = std::make_unique<Station>(
        Station::Options{kDemo, m_plant->endpoints(), m_folder.filePath(QStringLiteral("data"))},
        m_clock);
    const auto started = m_station->start();
    QVERIFY2(bool(started), started ? "" : qUtf8Printable(started.error().detail));
    const Services services = m_station->services();
    m_model = std::make_unique<LiveModel>(services.project, services.tags, services.bus);
    m_session = std::make_unique<Session>(services, *m_model, Origin::Panel, QString());
    User user;
    user.name = QStringLiteral("otto");
    user.role = QStringLiteral("operator");
    QVERIFY(bool(waitFor(services.access.addUser(user, kPassword))));
    QVERIFY(bool(waitFor(m_session->signIn(user.name, kPassword))));
    QVERIFY(m_session->isSignedIn());
}

void StationTest::cleanupTestCase()
{
    m_session.reset();
    m_model.reset();
    m_station->stop();
    m_station.reset();
    // Nothing is sent any more; what is left in the sockets still reaches the devices, which live
    // in this thread's event loop.
    QTest::qWait(200);
    QCOMPARE(writeLog().count('\n'), m_acceptedWrites);
    const QFileInfo data(m_folder.filePath(QStringLiteral("data")));
    QCOMPARE(data.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(QFile::exists(data.filePath() + QStringLiteral("/station.db")));
}

qsizetype StationTest::badTagsOf(const char *device) const
{
    qsizetype bad = 0;
    for (TagIndex i = 0; i < m_model->project().tagCount(); ++i) {
        if (m_model->project().tag(i).device == QLatin1String(device))
            bad += m_model->value(i).state.quality != Quality::Good;
    }
    return bad;
}

void StationTest::everyTagBecomesGood()
{
    for (const char *device : {"plc", "skid", "meter1", "flow1", "weather"})
        QTRY_COMPARE_WITH_TIMEOUT(badTagsOf(device), 0, 20000);
    QCOMPARE(m_model->links().size(), 3);
    for (const LinkStatus &link : m_model->links())
        QCOMPARE(link.state, LinkState::Connected);
    QCOMPARE(m_model->units().size(), 5);
}

void StationTest::aWriteMovesTheProcess()
{
    const double before = value("cl-setpoint").value.toDouble();
    const double wanted = before > 0.5 ? 0.3 : 0.8;
    const WriteReply reply = write("cl-setpoint", wanted);
    QVERIFY2(reply.outcome == WriteReply::Outcome::Ok, qUtf8Printable(reply.detail));
    QVERIFY(std::abs(reply.readBack.toDouble() - wanted) < 0.001);
    QTRY_VERIFY(std::abs(value("cl-setpoint").value.toDouble() - wanted) < 0.001);
    QVERIFY(writeLog().contains("\"connection\":\"skid\""));
    const auto read = waitFor(m_station->services().audit.read({0, 10, {}}));
    QVERIFY(bool(read));
    QList<AuditEntry> rows = *read;
    rows.removeIf(
        [](const AuditEntry &row) { return row.action.startsWith(QLatin1String("sign.")); });
    QCOMPARE(rows.at(0).action, QStringLiteral("write.result"));
    QCOMPARE(rows.at(1).action, QStringLiteral("write.intended"));
    QCOMPARE(rows.at(0).actor, QStringLiteral("otto"));
}

void StationTest::refusedWritesSendNothing_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("problem");
    const auto row
        = [](const char *name, const char *tag, const QJsonValue &value, const char *problem) {
              QTest::newRow(name) << QString(QLatin1String(tag)) << value
                                  << QString(QLatin1String(problem));
          };
    row("too high", "cl-setpoint", 99.0, "outOfRange");
    row("too low", "cl-setpoint", -1.0, "outOfRange");
    row("null", "cl-setpoint", QJsonValue(), "wrongType");
    row("NaN", "cl-setpoint", QJsonValue(qQNaN()), "wrongType");
    row("infinite", "cl-setpoint", QJsonValue(qInf()), "wrongType");
    row("NaN as text", "cl-setpoint", QStringLiteral("NaN"), "wrongType");
    row("text", "cl-setpoint", QStringLiteral("abc"), "wrongType");
    row("bool", "cl-setpoint", true, "wrongType");
    row("unknown", "no-such-tag", 1.0, "unknownTag");
    row("read only", "cl-residual", 0.2, "readOnly");
}

void StationTest::refusedWritesSendNothing()
{
    QFETCH(const QString, tag);
    QFETCH(const QJsonValue, value);
    QFETCH(const QString, problem);
    const QByteArray before = writeLog();
    const WriteReply reply = waitFor(m_session->write(tag, value, true));
    QCOMPARE(reply.outcome, WriteReply::Outcome::Refused);
    QCOMPARE(reply.problem, problem);
    QVERIFY(!reply.detail.isEmpty());
    QCOMPARE(writeLog(), before);
    const auto rows = waitFor(m_station->services().audit.read({0, 1, {}}));
    QCOMPARE(rows->at(0).outcome, problem);
}

void StationTest::nobodyWrites()
{
    const QByteArray before = writeLog();
    Session nobody(m_station->services(), *m_model, Origin::Panel, QString());
    const WriteReply reply = waitFor(nobody.write(QStringLiteral("cl-setpoint"), 0.5, true));
    QCOMPARE(reply.outcome, WriteReply::Outcome::Refused);
    QCOMPARE(reply.problem, QStringLiteral("denied"));
    QCOMPARE(writeLog(), before);
}

void StationTest::aDeadUnitSpoilsOnlyItsOwnTags()
{
    m_plant->command(QStringLiteral("drop line/2"));
    QTRY_VERIFY_WITH_TIMEOUT(badTagsOf("flow1") > 0, 20000);
    const TagIndex index = m_model->project().indexOf(QStringLiteral("meter1.voltage_l1"));
    const Timestamp then = m_model->value(index).time;
    QTRY_VERIFY_WITH_TIMEOUT(m_model->value(index).time > then, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(badTagsOf("meter1"), 0, 20000);
    QCOMPARE(badTagsOf("plc"), 0);
    m_plant->command(QStringLiteral("clear"));
    QTRY_COMPARE_WITH_TIMEOUT(badTagsOf("flow1"), 0, 60000);
}

void StationTest::historyAnswers()
{
    const Timestamp now = m_clock.now();
    const auto points = [this, now] {
        const auto series = waitFor(m_session->history(QStringLiteral("cl-residual"),
                                                       now - std::chrono::minutes(10),
                                                       now + std::chrono::minutes(1), 100));
        return series ? series->points.size() : -1;
    };
    QTRY_VERIFY_WITH_TIMEOUT(points() > 0, 10000);
}

void StationTest::oneStationPerDataFolder()
{
    Station second({kDemo, {}, m_folder.filePath(QStringLiteral("data"))}, m_clock);
    const auto started = second.start();
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::Conflict);
}

void StationTest::wrongProjectIsRefused()
{
    Station missing({QStringLiteral("/nonexistent"), {}, m_folder.filePath(QStringLiteral("d2"))},
                    m_clock);
    QVERIFY(!missing.start());
    Station wrong({kDemo,
                   {{QStringLiteral("ghost"), QStringLiteral("127.0.0.1:1")}},
                   m_folder.filePath(QStringLiteral("d3"))},
                  m_clock);
    const auto started = wrong.start();
    QVERIFY(!started);
    QVERIFY(started.error().detail.contains(QStringLiteral("ghost")));
}

QTEST_GUILESS_MAIN(StationTest)
#include "tst_station.moc"
