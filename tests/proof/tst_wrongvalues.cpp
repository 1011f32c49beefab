// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "demoplant.h"

#include <QTest>

using namespace mws;

namespace
{

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
    [[nodiscard]] QList<AuditEntry> auditRows()
    {
        return waitFor(m_plant.station().services().audit.read({0, 1000, {}})).value();
    }
    void byRest(const QString &tag, const QByteArray &value, const QString &code);
    void byLiveFeed(const QString &tag, const QByteArray &value, const QString &code);
    [[nodiscard]] bool isGood(const QString &tag);

    DemoPlant m_plant;
    std::unique_ptr<ApiClient> m_client;
};

void WrongValuesTest::initTestCase()
{
    QVERIFY(bool(m_plant.startStation()));
    User user;
    user.name = kUser;
    user.role = QStringLiteral("operator");
    QVERIFY(bool(waitFor(
        m_plant.station().services().access.addUser(user, QLatin1String(ApiPlant::kPassword)))));
    QVERIFY(bool(m_plant.openWeb()));
    m_client = std::make_unique<ApiClient>(m_plant.server());
    QCOMPARE(m_client->signIn(kUser).status, 201);
    for (const char *tag : {"ph-setpoint", "inlet-command", "cl-batch"})
        QTRY_VERIFY_WITH_TIMEOUT(isGood(QLatin1String(tag)), 20000);
}

void WrongValuesTest::cleanupTestCase()
{
    m_client.reset();
    m_plant.closeWeb();
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
    LiveClient live(*m_client, m_plant.server());
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
    QCOMPARE(m_plant.writesSeen(), QList<QByteArray>());
}

/// Behind all of them in the same queue: had one been sent, it would be there before.
void WrongValuesTest::onlyTheGoodOneArrives()
{
    const Reply reply = m_client->write(QStringLiteral("ph-setpoint"), '{' + members("7.5") + '}');
    QVERIFY2(reply.status == 200, reply.body);
    m_plant.station().stop();
    QTRY_COMPARE(m_plant.writesSeen().size(), 1);
    const QJsonObject seen = QJsonDocument::fromJson(m_plant.writesSeen().constFirst()).object();
    QCOMPARE(seen.value(QLatin1String("values")).toArray(), QJsonArray{750});
}

QTEST_GUILESS_MAIN(WrongValuesTest)
#include "tst_wrongvalues.moc"
