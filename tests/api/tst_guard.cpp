// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;

/// Everything that must not reach the bus, and the row that each attempt leaves.
class GuardTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allowedWriteReachesTheBus();
    void forbiddenWrites_data();
    void forbiddenWrites();
    void aFetchSiteIsNoOrigin();
    void forbiddenLiveWrites_data();
    void forbiddenLiveWrites();
    void headersAreNoIdentity();
    void administrationIsForAdministrators();
    void tracingIsForThoseWhoConfigure();
    void diagnosticsAreForThoseWhoConfigure();
    void diagnosingIsForThoseWhoConfigure();
    void refusedQuestions_data();
    void refusedQuestions();
    void rawReadsAreForThoseWhoConfigure();
    void signInIsGuarded();
    void upgradesAreGuarded_data();
    void upgradesAreGuarded();
    void refusedReadsLeaveARow();
    void throttledSignInSaysWhen();

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::map<QString, std::unique_ptr<ApiClient>> m_clients;
};

void GuardTest::initTestCase()
{
    m_plant = std::make_unique<ApiPlant>();
    for (const char *name : {"root", "vera", "otto", "dora"}) {
        const QString user = QLatin1String(name);
        m_clients[user] = std::make_unique<ApiClient>(m_plant->server);
        const Reply reply = m_clients[user]->signIn(user);
        QVERIFY2(reply.status == 201, reply.body);
        QVERIFY(reply.setCookie.startsWith("mws="));
        QVERIFY(reply.setCookie.contains("HttpOnly"));
        QVERIFY(reply.setCookie.contains("SameSite=Strict"));
        QVERIFY(reply.setCookie.contains("Path=/"));
    }
    m_clients[QString()] = std::make_unique<ApiClient>(m_plant->server);
}

void GuardTest::allowedWriteReachesTheBus()
{
    const Reply reply
        = m_clients[QStringLiteral("otto")]->write(QStringLiteral("setpoint"), "{\"value\":12.5}");
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json().value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
    QCOMPARE(m_plant->bus.writes.size(), 1);
    QCOMPARE(m_plant->bus.writes.first().value, Value(12.5));
    QCOMPARE(m_plant->audit(QStringLiteral("write.result")).size(), 1);
    m_plant->bus.writes.clear();
}

void GuardTest::forbiddenWrites_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("headerValue");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const auto row = [](const char *name, const char *user, const char *tag, const QByteArray &body,
                        int status, const char *code, const QByteArray &header = {},
                        const QByteArray &value = {}) {
        QTest::newRow(name) << QString::fromLatin1(user) << QString::fromLatin1(tag) << body
                            << header << value << status << QString::fromLatin1(code);
    };
    const QByteArray good("{\"value\":5}");
    row("anonymous", "", "setpoint", good, 401, "notSignedIn");
    row("viewer", "vera", "setpoint", good, 403, "denied");
    row("wrong area", "dora", "setpoint", good, 403, "denied");
    row("wrong role", "otto", "calibration", good, 403, "denied");
    row("local only", "root", "local", good, 403, "denied");
    row("read only", "root", "level", good, 403, "readOnly");
    row("no token", "otto", "setpoint", good, 403, "csrf", "X-CSRF-Token");
    row("wrong token", "otto", "setpoint", good, 403, "csrf", "X-CSRF-Token", "AAAA");
    row("token of another", "otto", "setpoint", good, 403, "csrf", "X-CSRF-Token", "%root");
    row("foreign origin", "otto", "setpoint", good, 403, "foreignOrigin", "Origin",
        "https://evil.example");
    row("null origin", "otto", "setpoint", good, 403, "foreignOrigin", "Origin", "null");
    row("other port", "otto", "setpoint", good, 403, "foreignOrigin", "Origin",
        "http://127.0.0.1:1");
    row("other scheme", "otto", "setpoint", good, 403, "foreignOrigin", "Origin", "%https");
    row("no origin", "otto", "setpoint", good, 403, "noOrigin", "Origin");
    row("cross site", "otto", "setpoint", good, 403, "foreignOrigin", "Sec-Fetch-Site",
        "cross-site");
    row("form", "otto", "setpoint", good, 415, "unsupportedMediaType", "Content-Type",
        "text/plain");
    row("unknown tag", "otto", "nothing", good, 404, "unknownTag");
    row("tag with SQL", "otto", "x'%20OR%201=1--", good, 404, "unknownTag");
    row("text for a number", "otto", "setpoint", "{\"value\":\"5; DROP TABLE audit\"}", 422,
        "wrongType");
    row("bool for a number", "otto", "setpoint", "{\"value\":true}", 422, "wrongType");
    row("null", "otto", "setpoint", "{\"value\":null}", 422, "wrongType");
    row("list", "otto", "setpoint", "{\"value\":[5]}", 422, "wrongType");
    row("object", "otto", "setpoint", "{\"value\":{\"$gt\":0}}", 422, "wrongType");
    row("fraction", "dora", "dose", "{\"value\":1.5}", 422, "wrongType");
    row("text NaN", "otto", "setpoint", "{\"value\":\"NaN\"}", 422, "wrongType");
    row("NaN", "otto", "setpoint", "{\"value\":NaN}", 400, "invalidBody");
    row("infinite", "otto", "setpoint", "{\"value\":1e999}", 400, "invalidBody");
    row("above", "otto", "setpoint", "{\"value\":100.5}", 422, "outOfRange");
    row("below", "otto", "setpoint", "{\"value\":-0.5}", 422, "outOfRange");
    row("off step", "otto", "setpoint", "{\"value\":1.2}", 422, "offStep");
    row("not confirmed", "otto", "start", "{\"value\":true}", 428, "needsConfirmation");
    row("no reason", "otto", "mode", "{\"value\":1,\"confirmed\":true}", 428, "needsReason");
    row("no value", "otto", "setpoint", "{}", 400, "invalidBody");
    row("unknown key", "otto", "setpoint", "{\"value\":5,\"force\":true}", 400, "invalidBody");
    row("twice the key", "otto", "setpoint", "{\"value\":5,\"value\":6}", 400, "invalidBody");
    row("confirmed is a text", "otto", "setpoint", "{\"value\":5,\"confirmed\":\"true\"}", 400,
        "invalidBody");
    row("no object", "otto", "setpoint", "5", 400, "invalidBody");
    row("not JSON", "otto", "setpoint", "value=5", 400, "invalidBody");
}

void GuardTest::forbiddenWrites()
{
    QFETCH(const QString, user);
    QFETCH(const QString, tag);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, header);
    QFETCH(QByteArray, headerValue);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    if (headerValue == "%root")
        headerValue = m_clients[QStringLiteral("root")]->csrfToken;
    if (headerValue == "%https")
        headerValue = "https://127.0.0.1:" + QByteArray::number(m_plant->server.port());
    const qsizetype rows = m_plant->audit().size();
    ApiClient &client = *m_clients[user];
    if (!header.isEmpty())
        client.headers.insert(header, headerValue);
    const Reply reply = client.write(tag, body);
    client.headers.clear();
    QVERIFY2(reply.status == status, reply.body);
    QCOMPARE(reply.contentType, QByteArray("application/problem+json"));
    QCOMPARE(reply.code(), code);
    QVERIFY(!reply.json().value(QStringLiteral("detail")).toString().isEmpty());
    const QList<AuditEntry> after = m_plant->audit();
    QCOMPARE(after.size(), rows + 1);
    QVERIFY(after.first().action == QLatin1String("denied")
            || after.first().action == QLatin1String("write.refused"));
    if (!user.isEmpty())
        QCOMPARE(after.first().actor, user);
    QCOMPARE(m_plant->bus.writes.size(), 0);
}

void GuardTest::aFetchSiteIsNoOrigin()
{
    ApiClient &otto = *m_clients[QStringLiteral("otto")];
    for (const char *site : {"same-origin", "none"}) {
        otto.headers = {{"Origin", QByteArray()}, {"Sec-Fetch-Site", site}};
        QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":5}").code(),
                 QStringLiteral("noOrigin"));
        QCOMPARE(otto.send("DELETE", QStringLiteral("/api/v1/sessions/none")).code(),
                 QStringLiteral("noOrigin"));
    }
    otto.headers.clear();
    QCOMPARE(m_plant->bus.writes.size(), 0);
}

void GuardTest::forbiddenLiveWrites_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<QString>("code"); ///< of the problem, or "badMessage"
    const auto row = [](const char *name, const char *user, const QByteArray &members,
                        const char *code) {
        QTest::newRow(name) << QString::fromLatin1(user) << members << QString::fromLatin1(code);
    };
    row("viewer", "vera", "\"tag\":\"setpoint\",\"value\":5", "denied");
    row("wrong area", "dora", "\"tag\":\"setpoint\",\"value\":5", "denied");
    row("local only", "root", "\"tag\":\"local\",\"value\":5", "denied");
    row("read only", "root", "\"tag\":\"level\",\"value\":5", "readOnly");
    row("unknown tag", "otto", "\"tag\":\"' OR 1=1--\",\"value\":5", "unknownTag");
    row("wrong type", "otto", "\"tag\":\"setpoint\",\"value\":\"5\"", "wrongType");
    row("above", "otto", "\"tag\":\"setpoint\",\"value\":100.5", "outOfRange");
    row("not confirmed", "otto", "\"tag\":\"start\",\"value\":true", "needsConfirmation");
    row("NaN", "otto", "\"tag\":\"setpoint\",\"value\":NaN", "badMessage");
    row("unknown key", "otto", "\"tag\":\"setpoint\",\"value\":5,\"as\":\"root\"", "badMessage");
    row("tag is a number", "otto", "\"tag\":5,\"value\":5", "badMessage");
}

void GuardTest::forbiddenLiveWrites()
{
    QFETCH(const QString, user);
    QFETCH(const QByteArray, members);
    QFETCH(const QString, code);
    LiveClient live(*m_clients[user], m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    const qsizetype rows = m_plant->audit().size();
    live.send("{\"type\":\"write\",\"id\":3," + members + "}");
    if (code == QLatin1String("badMessage")) {
        QTRY_COMPARE(live.messages("error").size(), 1);
        QCOMPARE(live.messages("error").first().value(QStringLiteral("code")).toString(), code);
    } else {
        QTRY_COMPARE(live.messages("written").size(), 1);
        const QJsonObject answer = live.messages("written").first();
        QCOMPARE(answer.value(QStringLiteral("id")).toInt(), 3);
        QCOMPARE(answer.value(QStringLiteral("problem"))
                     .toObject()
                     .value(QStringLiteral("code"))
                     .toString(),
                 code);
    }
    QCOMPARE(m_plant->audit().size(), rows + 1);
    QCOMPARE(m_plant->audit().first().actor, user);
    QCOMPARE(m_plant->bus.writes.size(), 0);
}

void GuardTest::headersAreNoIdentity()
{
    ApiClient &client = *m_clients[QString()];
    for (const char *header : {"Referer", "X-Auth-User", "X-Forwarded-User", "X-Original-URL",
                               "Authorization", "X-Forwarded-For"}) {
        client.headers = {{header, "root"}};
        QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 401);
        QCOMPARE(client.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 401);
    }
    client.headers = {{"Cookie", "mws=' OR '1'='1"}};
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 401);
    client.headers.clear();
    QCOMPARE(m_plant->bus.writes.size(), 0);
}

void GuardTest::administrationIsForAdministrators()
{
    for (const char *user : {"vera", "otto", "dora"}) {
        const Reply reply = m_clients[QLatin1String(user)]->get(QStringLiteral("/api/v1/audit"));
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.code(), QStringLiteral("denied"));
    }
    QCOMPARE(m_clients[QStringLiteral("root")]->get(QStringLiteral("/api/v1/audit")).status, 200);
}

void GuardTest::diagnosticsAreForThoseWhoConfigure()
{
    const QString path = QStringLiteral("/api/v1/diagnostics");
    const QString reset = path + QStringLiteral("/reset");
    UnitDiagnostics unit;
    unit.device = QStringLiteral("plc");
    unit.counters.count(StrayReason::WrongUnit);
    unit.counters.countException(2);
    m_plant->bus.counted.units = {unit};
    for (const char *user : {"", "vera", "otto", "dora"}) {
        ApiClient &client = *m_clients[QLatin1String(user)];
        const int expected = *user ? 403 : 401;
        QCOMPARE(client.get(path).status, expected);
        QCOMPARE(client.post(reset, {}).status, expected);
        QCOMPARE(m_plant->bus.counted.units.size(), 1);
    }
    ApiClient &root = *m_clients[QStringLiteral("root")];
    const QJsonValue counters
        = root.get(path).json().value(QStringLiteral("devices"))[0][QStringLiteral("counters")];
    QCOMPARE(counters[QStringLiteral("wrongUnit")].toInt(), 1);
    QCOMPARE(counters[QStringLiteral("late")].toInt(-1), 0);
    QCOMPARE(counters[QStringLiteral("exceptions")].toInt(), 1);
    QCOMPARE(counters[QStringLiteral("exceptionCodes")].toObject(),
             (QJsonObject{{QStringLiteral("2"), 1}}));
    QVERIFY(m_plant->audit(QStringLiteral("counters.reset")).isEmpty());
    QCOMPARE(root.post(reset, {}).status, 200);
    QVERIFY(m_plant->bus.counted.units.isEmpty());
    const QList<AuditEntry> rows = m_plant->audit(QStringLiteral("counters.reset"));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].actor, QStringLiteral("root"));
}

void GuardTest::tracingIsForThoseWhoConfigure()
{
    const QString path = QStringLiteral("/api/v1/trace");
    FrameTrace &trace = m_plant->bus.trace();
    for (const char *user : {"", "vera", "otto", "dora"}) {
        ApiClient &client = *m_clients[QLatin1String(user)];
        const int expected = *user ? 403 : 401;
        QCOMPARE(client.get(path).status, expected);
        QCOMPARE(client.get(path + QStringLiteral("/capture")).status, expected);
        QCOMPARE(client.post(path, "{\"enabled\":true}").status, expected);
        QVERIFY(!trace.isEnabled());
    }
    ApiClient &root = *m_clients[QStringLiteral("root")];
    QCOMPARE(root.post(path, "{\"enabled\":true}").status, 200);
    QVERIFY(trace.isEnabled());
    trace.add({0,
               {},
               QStringLiteral("plc"),
               TracedFrame::Direction::Sent,
               "mbtcp",
               "\x01\x02",
               QStringLiteral("unit 1: \"quoted\"")});
    const QJsonArray frames = root.get(path).json().value(QStringLiteral("frames")).toArray();
    QCOMPARE(frames.size(), 1);
    QCOMPARE(frames[0][QStringLiteral("bytes")].toString(), QStringLiteral("0102"));
    QCOMPARE(frames[0][QStringLiteral("summary")].toString(), QStringLiteral("unit 1: \"quoted\""));
    QVERIFY(root.get(path + QStringLiteral("/capture")).body.startsWith("\x0A\x0D\x0D\x0A"));
    const auto rows = root.get(QStringLiteral("/api/v1/audit?action=trace.on")).json();
    QCOMPARE(rows.value(QStringLiteral("entries")).toArray().size(), 1);
    QCOMPARE(root.post(path, "{\"enabled\":false,\"clear\":true}").status, 200);
    QVERIFY(!trace.isEnabled() && trace.frames().isEmpty());
}

void GuardTest::diagnosingIsForThoseWhoConfigure()
{
    const QString path = QStringLiteral("/api/v1/devices/plc/diagnose");
    const QByteArray body("{\"function\":\"diagnostics\",\"subfunction\":14}");
    m_plant->bus.nextReply = {DiagnosisReply::Outcome::Timeout, 0, QStringLiteral("silent"), {}};
    for (const char *user : {"", "vera", "otto", "dora"}) {
        const Reply reply = m_clients[QLatin1String(user)]->post(path, body);
        QCOMPARE(reply.status, *user ? 403 : 401);
        QCOMPARE(m_plant->audit().first().action, QStringLiteral("denied"));
    }
    QVERIFY(m_plant->bus.inquiries.isEmpty());
    const Reply reply = m_clients[QStringLiteral("root")]->post(path, body);
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json().value(QStringLiteral("outcome")).toString(), QStringLiteral("timeout"));
    QCOMPARE(m_plant->bus.inquiries.size(), 1);
    QCOMPARE(m_plant->bus.inquiries.first().first, QStringLiteral("plc"));
    QCOMPARE(m_plant->bus.inquiries.first().second.topic, Inquiry::Topic::Diagnostics);
    QCOMPARE(m_plant->bus.inquiries.first().second.subfunction, 14);
    const QList<AuditEntry> rows = m_plant->audit(QStringLiteral("diagnose"));
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().actor, QStringLiteral("root"));
    QCOMPARE(rows.first().target, QStringLiteral("plc"));
    QCOMPARE(rows.first().outcome, QStringLiteral("timeout"));
    QVERIFY(rows.first().detail.contains(QStringLiteral("diagnostics")));
    QVERIFY(rows.first().origin.startsWith(QStringLiteral("remote ")));
    m_plant->bus.inquiries.clear();
}

void GuardTest::refusedQuestions_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *body) { QTest::newRow(body) << QByteArray(body); };
    row("{}");
    row("[]");
    row("{\"function\":\"restart\"}");
    row("{\"function\":8}");
    row("{\"function\":\"status\",\"subfunction\":1}");
    row("{\"function\":\"diagnostics\"}");
    row("{\"function\":\"diagnostics\",\"subfunction\":65536}");
    row("{\"function\":\"diagnostics\",\"subfunction\":\"14\"}");
    row("{\"function\":\"identify\",\"category\":\"all\"}");
    row("{\"function\":\"identify\",\"category\":\"basic\",\"object\":1}");
    row("{\"function\":\"identify\",\"object\":256}");
    row("{\"function\":\"file\",\"file\":1,\"address\":0}");
    row("{\"function\":\"file\",\"file\":0,\"address\":0,\"count\":1}");
    row("{\"function\":\"fifo\",\"address\":-1}");
}

void GuardTest::refusedQuestions()
{
    QFETCH(const QByteArray, body);
    const Reply reply = m_clients[QStringLiteral("root")]->post(
        QStringLiteral("/api/v1/devices/plc/diagnose"), body);
    QVERIFY2(reply.status == 400, reply.body);
    QCOMPARE(reply.code(), QStringLiteral("invalidBody"));
    QVERIFY(m_plant->bus.inquiries.isEmpty());
}

void GuardTest::rawReadsAreForThoseWhoConfigure()
{
    const QString path = QStringLiteral("/api/v1/tags/setpoint/raw");
    RawReading &next = m_plant->bus.nextReading;
    next.outcome = DiagnosisReply::Outcome::Ok;
    next.words = {QStringLiteral("00FA")};
    next.scaled.value = Value(25.0);
    next.scaled.state = {Quality::Good, 0};
    for (const char *user : {"", "vera", "otto", "dora"}) {
        const Reply reply = m_clients[QLatin1String(user)]->post(path, "{}");
        QCOMPARE(reply.status, *user ? 403 : 401);
        QCOMPARE(m_plant->audit().first().action, QStringLiteral("denied"));
    }
    QVERIFY(m_plant->bus.rawReads.isEmpty());
    const qsizetype rows = m_plant->audit(QStringLiteral("diagnose")).size();
    const Reply reply = m_clients[QStringLiteral("root")]->post(path, "{}");
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(reply.json().value(QStringLiteral("words")).toArray(),
             QJsonArray{QStringLiteral("00FA")});
    QCOMPARE(reply.json().value(QStringLiteral("scaled"))[QStringLiteral("v")].toDouble(), 25.0);
    QVERIFY(reply.json().value(QStringLiteral("block")).isNull());
    const TagIndex tag = m_plant->project->indexOf(QStringLiteral("setpoint"));
    QCOMPARE(m_plant->bus.rawReads, QList<TagIndex>{tag});
    QCOMPARE(m_plant->audit(QStringLiteral("diagnose")).size(), rows + 1);
    const AuditEntry row = m_plant->lastRow("diagnose");
    QCOMPARE(row.actor, QStringLiteral("root"));
    QCOMPARE(row.target, m_plant->project->tag(tag).path);
    QCOMPARE(row.outcome, QStringLiteral("ok"));
    QCOMPARE(row.detail, QStringLiteral("raw"));
    m_plant->bus.rawReads.clear();
}

void GuardTest::signInIsGuarded()
{
    ApiClient client(m_plant->server);
    const QByteArray body
        = QByteArray("{\"user\":\"root\",\"password\":\"") + ApiPlant::kPassword + "\"}";
    const QString path = QStringLiteral("/api/v1/session");
    client.headers = {{"Origin", "https://evil.example"}};
    QCOMPARE(client.post(path, body).status, 403);
    client.headers = {{"Sec-Fetch-Site", "cross-site"}};
    QCOMPARE(client.post(path, body).status, 403);
    client.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    QCOMPARE(client.post(path, body).status, 415);
    client.headers = {{"Origin", QByteArray()}};
    QCOMPARE(client.post(path, body).status, 201); // a program sends no origin
    client.headers.clear();
    const Reply wrong = client.post(path, "{\"user\":\"' OR 1=1--\",\"password\":\"x\"}");
    QCOMPARE(wrong.status, 401);
    QCOMPARE(wrong.code(), QStringLiteral("badCredentials"));
    QVERIFY(wrong.setCookie.isEmpty());
}

void GuardTest::upgradesAreGuarded_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QString>("code");
    QTest::newRow("no cookie") << QString() << QByteArray() << QStringLiteral("notSignedIn");
    QTest::newRow("foreign") << QStringLiteral("otto") << QByteArray("https://evil.example")
                             << QStringLiteral("foreignOrigin");
    QTest::newRow("null") << QStringLiteral("otto") << QByteArray("null")
                          << QStringLiteral("foreignOrigin");
    QTest::newRow("none") << QStringLiteral("otto") << QByteArray("")
                          << QStringLiteral("foreignOrigin");
}

void GuardTest::upgradesAreGuarded()
{
    QFETCH(const QString, user);
    QFETCH(const QByteArray, origin);
    QFETCH(const QString, code);
    const qsizetype rows = m_plant->audit().size();
    LiveClient live(*m_clients[user], m_plant->server, origin);
    QTRY_COMPARE(m_plant->audit().size(), rows + 1);
    QVERIFY(m_plant->audit().first().detail.contains(code)
            || m_plant->audit().first().outcome.contains(code));
    QTRY_VERIFY(live.hasEnded() || !live.isConnected());
    QVERIFY(live.texts.isEmpty());
}

void GuardTest::refusedReadsLeaveARow()
{
    const qsizetype rows = m_plant->audit().size();
    QCOMPARE(m_clients[QString()]->get(QStringLiteral("/api/v1/tags")).status, 401);
    const QList<AuditEntry> after = m_plant->audit();
    QCOMPARE(after.size(), rows + 1);
    QCOMPARE(after.first().action, QStringLiteral("denied"));
}

void GuardTest::throttledSignInSaysWhen()
{
    ApiClient client(m_plant->server);
    Reply reply;
    for (int n = 0; n < 12 && reply.status != 429; ++n)
        reply = client.post(QStringLiteral("/api/v1/session"),
                            "{\"user\":\"vera\",\"password\":\"wrong\"}");
    QCOMPARE(reply.status, 429);
    QVERIFY(reply.retryAfter.toInt() > 0);
    // Who is signed in goes on working.
    QCOMPARE(m_clients[QStringLiteral("vera")]->get(QStringLiteral("/api/v1/project")).status, 200);
    m_plant->clock.advance(std::chrono::seconds(reply.retryAfter.toInt() + 1));
    QCOMPARE(
        client.post(QStringLiteral("/api/v1/session"), "{\"user\":\"vera\",\"password\":\"wrong\"}")
            .status,
        401);
}

QTEST_GUILESS_MAIN(GuardTest)
#include "tst_guard.moc"
