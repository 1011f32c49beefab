// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/notice.h"
#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws;

/// What the resources answer.
class RestTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pagesAndFiltersTags();
    void tellsWhatMayBeWritten();
    void keepsIntegersExact();
    void escapesTexts();
    void showsScreens();
    void refusesParameters_data();
    void refusesParameters();
    void remembersTheSession();
    void endsTheSession();
    void expiresTheSession();
    void rereadsHistory();
    void setsUpOnce();
    void everybodyReadsTheNotice();
    void listsTenThousandTags();

private:
    QJsonObject get(const char *target)
    {
        return m_client->get(QLatin1String("/api/v1") + QLatin1String(target)).json();
    }

    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;
};

void RestTest::initTestCase()
{
    m_plant = std::make_unique<ApiPlant>();
    m_client = std::make_unique<ApiClient>(m_plant->server);
    QCOMPARE(m_client->signIn(QStringLiteral("otto")).status, 201);
}

void RestTest::pagesAndFiltersTags()
{
    QCOMPARE(get("/tags").value(QStringLiteral("total")).toInt(), 8);
    QCOMPARE(get("/tags?area=dosing").value(QStringLiteral("total")).toInt(), 1);
    QCOMPARE(get("/tags?filter=PUMP1").value(QStringLiteral("total")).toInt(), 4);
    QCOMPARE(get("/tags?filter='%20OR%201=1").value(QStringLiteral("total")).toInt(), 0);
    QStringList paths;
    for (int offset = 0; offset < 9; offset += 3) {
        const QJsonObject page
            = get(qPrintable(QStringLiteral("/tags?limit=3&offset=%1").arg(offset)));
        QCOMPARE(page.value(QStringLiteral("offset")).toInt(), offset);
        for (const QJsonValue &tag : page.value(QStringLiteral("tags")).toArray())
            paths.append(tag[QStringLiteral("path")].toString());
    }
    QStringList sorted = paths;
    sorted.sort();
    QCOMPARE(paths.size(), 8);
    QCOMPARE(paths, sorted);
}

void RestTest::tellsWhatMayBeWritten()
{
    QVERIFY(get("/tags/level").value(QStringLiteral("write")).isNull());
    const QJsonObject setpoint = get("/tags/setpoint").value(QStringLiteral("write")).toObject();
    QCOMPARE(setpoint.value(QStringLiteral("allowed")), QJsonValue(true));
    QCOMPARE(setpoint.value(QStringLiteral("max")), QJsonValue(100));
    QCOMPARE(setpoint.value(QStringLiteral("confirm")), QJsonValue(QStringLiteral("none")));
    const QJsonObject local = get("/tags/local").value(QStringLiteral("write")).toObject();
    QCOMPARE(local.value(QStringLiteral("allowed")), QJsonValue(false));
    QVERIFY(!local.value(QStringLiteral("reason")).toString().isEmpty());
}

void RestTest::keepsIntegersExact()
{
    const auto total = [this] {
        return get("/values?ids=total")
            .value(QStringLiteral("values"))[QStringLiteral("total")][QStringLiteral("v")]
            .toString();
    };
    m_plant->set(QStringLiteral("total"), Value(quint64(9007199254740993ULL)));
    QTRY_COMPARE(total(), QStringLiteral("9007199254740993"));
    m_plant->set(QStringLiteral("total"), Value(quint64(18446744073709551615ULL)));
    m_plant->set(QStringLiteral("level"), Value(1.5), {Quality::Uncertain, 0});
    QTRY_COMPARE(get("/values?ids=total,level")
                     .value(QStringLiteral("values"))[QStringLiteral("total")][QStringLiteral("v")]
                     .toString(),
                 QStringLiteral("18446744073709551615"));
    const QJsonValue level = get("/tags/level").value(QStringLiteral("value"));
    QCOMPARE(level[QStringLiteral("v")], QJsonValue(1.5));
    QCOMPARE(level[QStringLiteral("q")], QJsonValue(QStringLiteral("uncertain")));
    QCOMPARE(qint64(level[QStringLiteral("t")].toDouble()), toMsSinceEpoch(m_plant->clock.now()));
}

void RestTest::escapesTexts()
{
    const QJsonValue states = get("/tags/mode").value(QStringLiteral("states"));
    QCOMPARE(states[1][QStringLiteral("label")].toString(), QStringLiteral("<b>\"Auto\"</b>"));
}

void RestTest::showsScreens()
{
    QCOMPARE(get("/screens").value(QStringLiteral("screens")).toArray().size(), 2);
    const QJsonValue group = get("/screens/overview").value(QStringLiteral("groups"))[0];
    QCOMPARE(group[QStringLiteral("w")].toInt(), 12);
    QCOMPARE(group[QStringLiteral("widgets")][1][QStringLiteral("properties")]
                  [QStringLiteral("seconds")],
             QJsonValue(60));
}

void RestTest::refusesParameters_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *target, const char *named) {
        QTest::newRow(target) << QString::fromLatin1(target) << QString::fromLatin1(named);
    };
    row("/tags?limit=5001", "limit");
    row("/tags?limit=-1", "limit");
    row("/tags?offset=x", "offset");
    row("/tags?color=red", "color");
    row("/tags?limit=1&limit=2", "limit");
    row("/tags/level?x=1", "x");
    row("/project?x=1", "x");
    row("/screens/overview?x=1", "x");
    row("/devices?x=1", "x");
    row("/values", "ids");
    row("/values?ids=,,", "ids");
    row("/history/level?points=1", "points");
    row("/history/level?points=10001", "points");
    row("/history/level?from=-1", "from");
    row("/history/level?from=2026-01-01", "from");
    row("/history/level?from=5&to=5", "from");
}

void RestTest::refusesParameters()
{
    QFETCH(const QString, target);
    QFETCH(const QString, named);
    const Reply reply = m_client->get(QStringLiteral("/api/v1") + target);
    QVERIFY2(reply.status == 400, reply.body);
    QCOMPARE(reply.code(), QStringLiteral("invalidParameter"));
    QVERIFY(reply.json().value(QStringLiteral("detail")).toString().contains(u'"' + named + u'"'));
}

void RestTest::remembersTheSession()
{
    const QJsonObject session = get("/session");
    QCOMPARE(session.value(QStringLiteral("user")).toString(), QStringLiteral("otto"));
    QCOMPARE(session.value(QStringLiteral("displayName")).toString(),
             QStringLiteral("Display of otto"));
    QCOMPARE(session.value(QStringLiteral("csrfToken")).toString().toLatin1(), m_client->csrfToken);
    QCOMPARE(session.value(QStringLiteral("permissions")).toArray(),
             (QJsonArray{QStringLiteral("view"), QStringLiteral("write"),
                         QStringLiteral("acknowledge"), QStringLiteral("shelve")}));
    QCOMPARE(session.value(QStringLiteral("expires")).toString(),
             toIsoString(m_plant->clock.now() + AccessControl::Limits().idle));
}

void RestTest::endsTheSession()
{
    ApiClient client(m_plant->server);
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    const QByteArray first = client.cookie;
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    const QByteArray second = client.cookie;
    QVERIFY(first != second);
    client.cookie = first; // the browser's earlier session ended with the new one
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 401);
    client.cookie = second;
    client.headers = {{"X-CSRF-Token", "wrong"}};
    QCOMPARE(client.send("DELETE", QStringLiteral("/api/v1/session")).status, 403);
    client.headers.clear();
    const Reply reply = client.send("DELETE", QStringLiteral("/api/v1/session"));
    QCOMPARE(reply.status, 204);
    QVERIFY(reply.setCookie.startsWith("mws=;"));
    QVERIFY(reply.setCookie.contains("Max-Age=0"));
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 401);
}

void RestTest::expiresTheSession()
{
    ApiClient client(m_plant->server);
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    m_plant->clock.advance(std::chrono::minutes(14));
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 200);
    QCOMPARE(m_client->get(QStringLiteral("/api/v1/project")).status, 200);
    m_plant->clock.advance(std::chrono::minutes(14));
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 200);
    m_plant->clock.advance(std::chrono::minutes(16));
    QCOMPARE(client.get(QStringLiteral("/api/v1/project")).status, 401);
    QCOMPARE(m_client->signIn(QStringLiteral("otto")).status, 201);
}

void RestTest::rereadsHistory()
{
    const qint64 begin = toMsSinceEpoch(m_plant->clock.now());
    for (int n = 0; n < 10; ++n) {
        m_plant->clock.advance(std::chrono::seconds(1));
        m_plant->history.record({{m_plant->project->indexOf(QStringLiteral("level")),
                                  {Value(double(n)), {Quality::Good, 0}, m_plant->clock.now()}}});
    }
    const QString target
        = QStringLiteral("/history/level?from=%1&to=%2").arg(begin).arg(begin + 11000);
    const QJsonObject series = get(qPrintable(target));
    const QJsonArray points = series.value(QStringLiteral("points")).toArray();
    QCOMPARE(points.size(), 10);
    QCOMPARE(points.last().toArray(), (QJsonArray{begin + 10000, 9, 9, 9, 9, 1}));
}

void RestTest::setsUpOnce()
{
    ApiPlant fresh(0, false);
    ApiClient client(fresh.server);
    const QSignalSpy finished(fresh.api.get(), &ApiServer::setupFinished);
    const QString path = QStringLiteral("/api/v1/setup");
    const auto body = [](const QString &code, const char *password) {
        return QJsonDocument(QJsonObject{{QStringLiteral("code"), code},
                                         {QStringLiteral("user"), QStringLiteral("root")},
                                         {QStringLiteral("displayName"), QStringLiteral("Root")},
                                         {QStringLiteral("password"), QLatin1String(password)}})
            .toJson();
    };
    QCOMPARE(client.get(path).status, 200);
    client.headers = {{"Origin", "https://evil.example"}};
    const QString code = fresh.access.newSetupCode();
    QCOMPARE(client.post(path, body(code, ApiPlant::kPassword)).status, 403);
    client.headers.clear();
    QCOMPARE(client.post(path, body(QStringLiteral("wrong"), ApiPlant::kPassword)).code(),
             QStringLiteral("wrongCode"));
    QCOMPARE(client.post(path, body(code, "short")).status, 422);
    QCOMPARE(finished.size(), 0);
    QCOMPARE(client.post(path, body(code, ApiPlant::kPassword)).status, 201);
    QCOMPARE(finished.size(), 1);
    QCOMPARE(client.post(path, body(code, ApiPlant::kPassword)).status, 410);
    QCOMPARE(client.get(path).status, 410);
    QCOMPARE(client.signIn(QStringLiteral("root")).status, 201);
    const QList<AuditEntry> rows = fresh.audit(QStringLiteral("setup"));
    QVERIFY(!rows.isEmpty());
    QCOMPARE(rows.first().outcome, QStringLiteral("ok"));
    for (const AuditEntry &row : rows)
        QVERIFY(!row.detail.contains(code));
}

void RestTest::everybodyReadsTheNotice()
{
    const QString file = noticeFileIn(m_plant->folder.path());
    const QString target = QStringLiteral("/api/v1/notice");
    ApiClient nobody(m_plant->server);
    const auto text = [&] { return nobody.get(target).json()[QStringLiteral("text")].toString(); };
    QCOMPARE(nobody.get(target).body, QByteArray("{\"text\":\"\"}"));
    QVERIFY(writeNotice(file, QStringLiteral("</script>\n\"For staff only.\"")));
    QCOMPARE(text(), QStringLiteral("</script>\n\"For staff only.\""));
    QCOMPARE(nobody.get(target).contentType, QByteArray("application/json"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("\xC3(") == 2);
    broken.close();
    QCOMPARE(text(), QString());
    QVERIFY(writeNotice(file, {}));
}

void RestTest::listsTenThousandTags()
{
    ApiPlant plant(10000);
    ApiClient client(plant.server);
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    QSet<QString> ids;
    for (int offset = 0; offset < 10008; offset += 5000) {
        const Reply reply
            = client.get(QStringLiteral("/api/v1/tags?limit=5000&offset=%1").arg(offset));
        QCOMPARE(reply.json().value(QStringLiteral("total")).toInt(), 10008);
        for (const QJsonValue &tag : reply.json().value(QStringLiteral("tags")).toArray())
            ids.insert(tag[QStringLiteral("id")].toString());
    }
    QCOMPARE(ids.size(), 10008);
}

QTEST_GUILESS_MAIN(RestTest)
#include "tst_rest.moc"
