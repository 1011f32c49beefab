// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/apiserver.h"
#include "project/projectstore.h"
#include "session/livemodel.h"
#include "simulator/simulator.h"
#include "station/station.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;

namespace
{

const QString kDemo = QStringLiteral(MWS_RESOURCES "/demo/waterworks");
const QString kUser = QStringLiteral("otto");

QByteArray members(const QByteArray &value)
{
    return "\"value\":" + value + ",\"confirmed\":true,\"reason\":\"proof\"";
}

} // namespace

/// Values that nobody may write, to the demo plant's own devices: a clear answer, one row in the
/// audit log, and nothing at the device.
class WrongValuesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void refused_data();
    void refused();
    void onlyTheGoodOneArrives();

private:
    [[nodiscard]] QList<QByteArray> writesSeen() const
    {
        QFile file(m_folder.filePath(QStringLiteral("writes")));
        QList<QByteArray> lines;
        if (file.open(QIODevice::ReadOnly))
            lines = file.readAll().split('\n');
        lines.removeAll(QByteArray());
        return lines;
    }
    [[nodiscard]] QList<AuditEntry> auditRows() const
    {
        return waitFor(m_station->services().audit.read({0, 1000, {}})).value();
    }
    void byRest(const QString &tag, const QByteArray &value, const QString &code);
    void byLiveFeed(const QString &tag, const QByteArray &value, const QString &code);
    [[nodiscard]] bool isGood(const QString &tag);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_plant;
    std::unique_ptr<Station> m_station;
    std::unique_ptr<http::Server> m_server;
    std::unique_ptr<ApiServer> m_api;
    std::unique_ptr<ApiClient> m_client;
};

void WrongValuesTest::initTestCase()
{
    const auto project = openProject(kDemo);
    simulator::Options options;
    options.listen = {{QStringLiteral("plc"), QStringLiteral("127.0.0.1:0")},
                      {QStringLiteral("skid"), QStringLiteral("127.0.0.1:0")}};
    options.terminals = {{QStringLiteral("line"), m_folder.filePath(QStringLiteral("line"))}};
    options.writeLog = m_folder.filePath(QStringLiteral("writes"));
    m_plant = std::make_unique<simulator::Simulator>(*project, options, m_clock);
    QVERIFY(bool(m_plant->start()));
    m_station = std::make_unique<Station>(
        Station::Options{kDemo, m_plant->endpoints(), m_folder.filePath(QStringLiteral("data"))},
        m_clock);
    QVERIFY(bool(m_station->start()));
    User user;
    user.name = kUser;
    user.role = QStringLiteral("operator");
    QVERIFY(bool(
        waitFor(m_station->services().access.addUser(user, QLatin1String(ApiPlant::kPassword)))));
    http::Server::Config config;
    config.port = 0;
    m_server = std::make_unique<http::Server>(config);
    m_api = std::make_unique<ApiServer>(m_station->services(), *m_server);
    QVERIFY(bool(m_server->listen()));
    m_client = std::make_unique<ApiClient>(*m_server);
    QCOMPARE(m_client->signIn(kUser).status, 201);
    for (const char *tag : {"ph-setpoint", "inlet-command", "cl-batch"})
        QTRY_VERIFY_WITH_TIMEOUT(isGood(QLatin1String(tag)), 20000);
}

void WrongValuesTest::cleanupTestCase()
{
    m_client.reset();
    if (m_server)
        m_server->close();
    m_api.reset();
    m_server.reset();
    m_station.reset();
}

bool WrongValuesTest::isGood(const QString &tag)
{
    const Reply reply = m_client->get(QStringLiteral("/api/v1/values?ids=") + tag);
    return reply.json()[QLatin1String("values")][tag][QLatin1String("q")].toString()
        == QLatin1String("good");
}

void WrongValuesTest::refused_data()
{
    QTest::addColumn<bool>("live");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("status"); ///< by REST
    QTest::addColumn<QString>("code");
    for (const bool live : {false, true}) {
        const auto row = [live](const char *name, const char *tag, const char *value, int status,
                                const char *code) {
            QTest::addRow("%s by %s", name, live ? "live feed" : "REST")
                << live << QString::fromLatin1(tag) << QByteArray(value) << status
                << QString::fromLatin1(code);
        };
        const char *malformed = live ? "badMessage" : "invalidBody";
        row("above the range", "ph-setpoint", "8.55", 422, "outOfRange");
        row("below the range", "ph-setpoint", "6.95", 422, "outOfRange");
        row("far beyond the register", "ph-setpoint", "1e300", 422, "outOfRange");
        row("off the step", "ph-setpoint", "7.51", 422, "offStep");
        row("NaN", "ph-setpoint", "NaN", 400, malformed);
        row("infinite", "ph-setpoint", "1e999", 400, malformed);
        row("NaN as a text", "ph-setpoint", "\"NaN\"", 422, "wrongType");
        row("text for a number", "ph-setpoint", "\"7.5\"", 422, "wrongType");
        row("bool for a number", "ph-setpoint", "true", 422, "wrongType");
        row("null", "ph-setpoint", "null", 422, "wrongType");
        row("text for a bool", "inlet-command", "\"true\"", 422, "wrongType");
        row("number for a text", "cl-batch", "5", 422, "wrongType");
        row("unknown tag", "no-such-tag", "7.5", 404, "unknownTag");
    }
}

void WrongValuesTest::byRest(const QString &tag, const QByteArray &value, const QString &code)
{
    QFETCH(const int, status);
    const Reply reply = m_client->write(tag, '{' + members(value) + '}');
    QVERIFY2(reply.status == status, reply.body);
    QCOMPARE(reply.contentType, QByteArray("application/problem+json"));
    QCOMPARE(reply.code(), code);
    QVERIFY(!reply.json().value(QLatin1String("detail")).toString().isEmpty());
}

void WrongValuesTest::byLiveFeed(const QString &tag, const QByteArray &value, const QString &code)
{
    LiveClient live(*m_client, *m_server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"write\",\"id\":3,\"tag\":\"" + tag.toLatin1() + "\"," + members(value)
              + '}');
    const bool isMalformed = code == QLatin1String("badMessage");
    const char *type = isMalformed ? "error" : "written";
    QTRY_COMPARE(live.messages(type).size(), 1);
    const QJsonObject answer = live.messages(type).first();
    const QJsonObject problem
        = isMalformed ? answer : answer.value(QLatin1String("problem")).toObject();
    QCOMPARE(problem.value(QLatin1String("code")).toString(), code);
    QVERIFY(!problem.value(QLatin1String("detail")).toString().isEmpty());
}

void WrongValuesTest::refused()
{
    QFETCH(const bool, live);
    QFETCH(const QString, tag);
    QFETCH(const QByteArray, value);
    QFETCH(const QString, code);
    const qsizetype before = auditRows().size();
    if (live)
        byLiveFeed(tag, value, code);
    else
        byRest(tag, value, code);
    if (QTest::currentTestFailed())
        return;
    QTRY_COMPARE(auditRows().size(), before + 1);
    const AuditEntry row = auditRows().constFirst();
    QCOMPARE(row.actor, kUser);
    const bool isMalformed
        = code == QLatin1String("badMessage") || code == QLatin1String("invalidBody");
    QCOMPARE(row.action, isMalformed ? QStringLiteral("denied") : QStringLiteral("write.refused"));
    // A message that is no JSON is not known to be a write, nor of which tag.
    const QString action = live ? QStringLiteral("liveFeed") : QStringLiteral("writeTag");
    QCOMPARE(row.outcome, isMalformed ? action : code);
    QCOMPARE(row.target.isEmpty(), live && isMalformed);
    QVERIFY(!row.detail.isEmpty());
    QCOMPARE(writesSeen(), QList<QByteArray>());
}

/// Behind all of them in the same queue: had one been sent, it would be there before.
void WrongValuesTest::onlyTheGoodOneArrives()
{
    const Reply reply = m_client->write(QStringLiteral("ph-setpoint"), '{' + members("7.5") + '}');
    QVERIFY2(reply.status == 200, reply.body);
    m_station->stop();
    QTRY_COMPARE(writesSeen().size(), 1);
    const QJsonObject seen = QJsonDocument::fromJson(writesSeen().constFirst()).object();
    QCOMPARE(seen.value(QLatin1String("values")).toArray(), QJsonArray{750});
}

QTEST_GUILESS_MAIN(WrongValuesTest)
#include "tst_wrongvalues.moc"
