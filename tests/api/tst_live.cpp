// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QTest>

using namespace mws;

/// The live feed as a client sees it.
class LiveTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void greetsAndAnswers();
    void sendsSnapshotAndDeltas();
    void coalescesToTheLatest();
    void sharesBytes();
    void followsAScreen();
    void refusesUnknownTags();
    void limitsSubscriptions();
    void resyncs();
    void unsubscribes();
    void showsDevices();
    void writes();
    void answersAreForTheirClientOnly();
    void closesAfterThreeViolations();
    void closesOnSignOut();
    void closesOnExpiry();
    void nothingIsAnsweredToAnEndedSession();
    void closesWhenTheUserIsDisabled();
    void losesTheRightWithTheRole();
    void limitsSocketsPerUser();
    void beats();
    void tellsLockouts();
    void carriesTenThousandTags();

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;
};

void LiveTest::initTestCase()
{
    m_plant = std::make_unique<ApiPlant>();
}

void LiveTest::init()
{
    m_client = std::make_unique<ApiClient>(m_plant->server);
    QCOMPARE(m_client->signIn(QStringLiteral("otto")).status, 201);
    m_plant->bus.writes.clear();
}

namespace
{

/// What docs/API.md promises of a session that has ended, from the moment that it has.
bool endsWithinASecond(const LiveClient &live)
{
    return QTest::qWaitFor([&live] { return live.hasEnded(); }, 1000);
}

qint64 sequenceOf(const QJsonObject &message)
{
    return qint64(message.value(QStringLiteral("seq")).toDouble(-1));
}

QJsonValue valueOf(const QJsonObject &message, const char *tag)
{
    return message.value(QStringLiteral("values"))[QLatin1String(tag)][QStringLiteral("v")];
}

} // namespace

void LiveTest::greetsAndAnswers()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    const QJsonObject hello = live.messages("hello").first();
    QCOMPARE(hello.value(QStringLiteral("version")).toInt(), 1);
    QCOMPARE(hello.value(QStringLiteral("session"))[QStringLiteral("user")].toString(),
             QStringLiteral("otto"));
    live.send("{\"type\":\"ping\"}");
    QTRY_COMPARE(live.messages("pong").size(), 1);
}

void LiveTest::sendsSnapshotAndDeltas()
{
    m_plant->set(QStringLiteral("total"), Value(quint64(9007199254740993ULL)));
    m_plant->set(QStringLiteral("level"), Value(1.0));
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\",\"total\"],\"maxRate\":20}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1);
    const QJsonObject snapshot = live.messages("snapshot").first();
    QCOMPARE(valueOf(snapshot, "level"), QJsonValue(1.0));
    QCOMPARE(valueOf(snapshot, "total").toString(), QStringLiteral("9007199254740993"));
    QCOMPARE(snapshot.value(QStringLiteral("values")).toObject().size(), 2);
    for (int n = 1; n <= 5; ++n) {
        m_plant->set(QStringLiteral("level"), Value(1.0 + n));
        m_plant->set(QStringLiteral("dose"), Value(n)); // nobody asked for it
        QTRY_COMPARE(live.messages("delta").size(), n);
        const QJsonObject delta = live.messages("delta").last();
        QCOMPARE(sequenceOf(delta), sequenceOf(snapshot) + n);
        QCOMPARE(valueOf(delta, "level"), QJsonValue(1.0 + n));
        QCOMPARE(delta.value(QStringLiteral("values")).toObject().size(), 1);
    }
}

void LiveTest::coalescesToTheLatest()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"],\"maxRate\":1}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1);
    m_plant->set(QStringLiteral("level"), Value(100.0));
    QTRY_COMPARE(live.messages("delta").size(), 1);
    for (int n = 0; n < 50; ++n)
        m_plant->set(QStringLiteral("level"), Value(200.0 + n));
    QTRY_COMPARE(live.messages("delta").size(), 2);
    QCOMPARE(valueOf(live.messages("delta").last(), "level"), QJsonValue(249.0));
}

void LiveTest::sharesBytes()
{
    LiveClient first(*m_client, m_plant->server);
    LiveClient second(*m_client, m_plant->server);
    for (LiveClient *live : {&first, &second}) {
        QTRY_COMPARE(live->messages("hello").size(), 1);
        // The order of the tags does not make another subscription.
        live->send(live == &first
                       ? "{\"type\":\"subscribe\",\"id\":4,\"tags\":[\"level\",\"dose\"]}"
                       : "{\"type\":\"subscribe\",\"id\":4,\"tags\":[\"dose\",\"level\"]}");
        QTRY_COMPARE(live->messages("snapshot").size(), 1);
    }
    for (int n = 0; n < 3; ++n) {
        m_plant->clock.advance(Milliseconds(7));
        m_plant->set(QStringLiteral("level"), Value(300.0 + n));
        QTRY_COMPARE(first.messages("delta").size(), n + 1);
        QTRY_COMPARE(second.messages("delta").size(), n + 1);
    }
    const auto data = [](const LiveClient &live) {
        QList<QByteArray> texts;
        for (const QByteArray &text : live.texts) {
            if (text.startsWith("{\"type\":\"snapshot\"") || text.startsWith("{\"type\":\"delta\""))
                texts.append(text);
        }
        return texts;
    };
    QCOMPARE(data(first).size(), 4);
    QCOMPARE(data(first), data(second));
}

void LiveTest::followsAScreen()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"screen\":\"overview\"}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1);
    QCOMPARE(live.messages("snapshot").first().value(QStringLiteral("values")).toObject().keys(),
             (QStringList{QStringLiteral("level"), QStringLiteral("setpoint")}));
}

void LiveTest::refusesUnknownTags()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\",\"none\"]}");
    live.send("{\"type\":\"subscribe\",\"id\":2,\"screen\":\"none\"}");
    live.send("{\"type\":\"resync\",\"id\":3}");
    live.send("{\"type\":\"unsubscribe\",\"id\":3}");
    QTRY_COMPARE(live.messages("error").size(), 4);
    for (const QJsonObject &error : live.messages("error"))
        QCOMPARE(error.value(QStringLiteral("code")).toString(), QStringLiteral("unknown"));
    QVERIFY(live.isConnected());
}

void LiveTest::limitsSubscriptions()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    for (int n = 0; n < 64; ++n) {
        live.send("{\"type\":\"subscribe\",\"id\":" + QByteArray::number(n)
                  + ",\"tags\":[\"level\"]}");
        if (n % 32 == 31)
            QTest::qWait(1100); // stay below the server's 50 messages per second
    }
    QTRY_COMPARE(live.messages("snapshot").size(), 64);
    live.send("{\"type\":\"subscribe\",\"id\":64,\"tags\":[\"level\"]}");
    QTRY_COMPARE(live.messages("error").size(), 1);
    QCOMPARE(live.messages("error").first().value(QStringLiteral("code")).toString(),
             QStringLiteral("tooMany"));
}

void LiveTest::resyncs()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1);
    live.send("{\"type\":\"resync\",\"id\":1}");
    QTRY_COMPARE(live.messages("snapshot").size(), 2);
    const QJsonObject again = live.messages("snapshot").last();
    QCOMPARE(again.value(QStringLiteral("values")).toObject().size(), 8);
    m_plant->set(QStringLiteral("level"), Value(-5.0));
    QTRY_COMPARE(live.messages("delta").size(), 1);
    QCOMPARE(sequenceOf(live.messages("delta").first()), sequenceOf(again) + 1);
}

void LiveTest::unsubscribes()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"]}");
    live.send("{\"type\":\"subscribe\",\"id\":2,\"tags\":[\"dose\"]}");
    QTRY_COMPARE(live.messages("snapshot").size(), 2);
    live.send("{\"type\":\"unsubscribe\",\"id\":1}");
    live.send("{\"type\":\"ping\"}");
    QTRY_COMPARE(live.messages("pong").size(), 1);
    m_plant->set(QStringLiteral("level"), Value(77.0));
    m_plant->set(QStringLiteral("dose"), Value(77));
    QTRY_COMPARE(live.messages("delta").size(), 1);
    QCOMPARE(live.messages("delta").first().value(QStringLiteral("id")).toInt(), 2);
}

void LiveTest::showsDevices()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"devices\",\"id\":9}");
    QTRY_COMPARE(live.messages("devices").size(), 1);
    Q_EMIT m_plant->bus.linkChanged(
        {QStringLiteral("plc"), LinkState::Failed, QStringLiteral("refused"), {}});
    QTRY_COMPARE(live.messages("devices").size(), 2);
    const QJsonValue link = live.messages("devices").last().value(QStringLiteral("links"))[0];
    QCOMPARE(link[QStringLiteral("state")].toString(), QStringLiteral("failed"));
    QCOMPARE(link[QStringLiteral("reason")].toString(), QStringLiteral("refused"));
    Q_EMIT m_plant->bus.linkChanged({QStringLiteral("plc"), LinkState::Idle, {}, {}});
    QTRY_COMPARE(live.messages("devices").size(), 3);
    const QJsonValue idle = live.messages("devices").last().value(QStringLiteral("links"))[0];
    QCOMPARE(idle[QStringLiteral("state")].toString(), QStringLiteral("idle"));
}

void LiveTest::writes()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"write\",\"id\":7,\"tag\":\"setpoint\",\"value\":20}");
    QTRY_COMPARE(live.messages("written").size(), 1);
    const QJsonObject answer = live.messages("written").first();
    QCOMPARE(answer.value(QStringLiteral("id")).toInt(), 7);
    QCOMPARE(answer.value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
    QCOMPARE(answer.value(QStringLiteral("readBack")), QJsonValue(20));
    QCOMPARE(m_plant->bus.writes.size(), 1);
}

/// The other one looks on under the same ids, with a role of its own.
void LiveTest::answersAreForTheirClientOnly()
{
    ApiClient vera(m_plant->server);
    QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
    LiveClient first(*m_client, m_plant->server);
    LiveClient second(vera, m_plant->server);
    for (LiveClient *live : {&first, &second}) {
        QTRY_COMPARE(live->messages("hello").size(), 1);
        live->send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"]}");
        QTRY_COMPARE(live->messages("snapshot").size(), 1);
    }
    first.send("{\"type\":\"write\",\"id\":1,\"tag\":\"setpoint\",\"value\":20}");
    first.send("{\"type\":\"write\",\"id\":2,\"tag\":\"level\",\"value\":20}");
    first.send("{\"type\":\"subscribe\",\"id\":3,\"screen\":\"none\"}");
    first.send("{\"type\":\"resync\",\"id\":1}");
    first.send("{\"type\":\"devices\",\"id\":4}");
    QTRY_COMPARE(first.messages("written").size(), 2);
    QTRY_COMPARE(first.messages("error").size(), 1);
    QTRY_COMPARE(first.messages("snapshot").size(), 2);
    Q_EMIT m_plant->bus.linkChanged(
        {QStringLiteral("plc"), LinkState::Failed, QStringLiteral("silent"), {}});
    QTRY_COMPARE(first.messages("devices").size(), 2);
    second.send("{\"type\":\"ping\"}");
    QTRY_COMPARE(second.messages("pong").size(), 1);
    for (const char *type : {"written", "error", "devices"})
        QVERIFY2(second.messages(type).isEmpty(), type);
    QCOMPARE(second.messages("snapshot").size(), 1);
    QVERIFY(first.messages("pong").isEmpty());
}

void LiveTest::closesAfterThreeViolations()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"ping\",\"x\":1}");
    live.send("nonsense");
    QTRY_COMPARE(live.messages("error").size(), 2);
    QVERIFY(live.isConnected());
    live.send("{\"type\":\"subscribe\",\"id\":1}");
    QTRY_VERIFY(live.hasEnded());
    QCOMPARE(live.messages("error").size(), 3);
    QCOMPARE(live.closeCode(), 1008);
}

void LiveTest::closesOnSignOut()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    QCOMPARE(m_client->send("DELETE", QStringLiteral("/api/v1/session")).status, 204);
    QVERIFY(endsWithinASecond(live));
    QCOMPARE(live.closeCode(), 4401);
}

void LiveTest::closesOnExpiry()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"tags\":[\"level\"]}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1); // watching is no use of the session
    m_plant->clock.advance(std::chrono::minutes(16));
    QVERIFY(endsWithinASecond(live));
    QCOMPARE(live.closeCode(), 4401);
}

void LiveTest::nothingIsAnsweredToAnEndedSession()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    m_plant->clock.advance(std::chrono::minutes(16)); // of which the feed is not told
    live.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    QTRY_COMPARE(live.closeCode(), 4401);
    QVERIFY(live.messages("snapshot").isEmpty());
}

void LiveTest::closesWhenTheUserIsDisabled()
{
    ApiClient client(m_plant->server);
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    LiveClient live(client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    const auto enable = [this](bool enabled) {
        UserChange change;
        change.enabled = enabled;
        return bool(waitFor(m_plant->access.changeUser(QStringLiteral("vera"), change)));
    };
    QVERIFY(enable(false));
    QVERIFY(endsWithinASecond(live));
    QCOMPARE(live.closeCode(), 4401);
    QVERIFY(enable(true));
}

void LiveTest::losesTheRightWithTheRole()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    UserChange otto;
    otto.role = QStringLiteral("viewer");
    QVERIFY(waitFor(m_plant->access.changeUser(QStringLiteral("otto"), otto)));
    live.send("{\"type\":\"write\",\"id\":1,\"tag\":\"setpoint\",\"value\":20}");
    QVERIFY(QTest::qWaitFor([&live] { return !live.messages("written").isEmpty(); }, 1000));
    QCOMPARE(live.messages("written")
                 .first()
                 .value(QStringLiteral("problem"))[QStringLiteral("code")]
                 .toString(),
             QStringLiteral("denied"));
    QCOMPARE(m_plant->bus.writes.size(), 0);
    otto.role = QStringLiteral("operator");
    QVERIFY(waitFor(m_plant->access.changeUser(QStringLiteral("otto"), otto)));
}

void LiveTest::limitsSocketsPerUser()
{
    std::vector<std::unique_ptr<LiveClient>> lives;
    for (int n = 0; n < 8; ++n) {
        lives.push_back(std::make_unique<LiveClient>(*m_client, m_plant->server));
        QTRY_COMPARE(lives.back()->messages("hello").size(), 1);
    }
    LiveClient ninth(*m_client, m_plant->server);
    QTRY_VERIFY(ninth.hasEnded());
    QVERIFY(ninth.texts.isEmpty());
    lives.clear();
    QTRY_VERIFY([this] {
        LiveClient again(*m_client, m_plant->server);
        return QTest::qWaitFor([&again] { return !again.texts.isEmpty(); }, 500);
    }());
}

void LiveTest::beats()
{
    LiveClient live(*m_client, m_plant->server);
    QTRY_VERIFY(live.messages("beat").size() >= 2);
}

void LiveTest::tellsLockouts()
{
    const auto told = [](const QJsonObject &message) {
        return message.value(QStringLiteral("lockouts")).toArray();
    };
    LiveClient live(*m_client, m_plant->server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    QVERIFY(live.messages("hello").first().contains(QStringLiteral("lockouts")));
    QVERIFY(told(live.messages("hello").first()).isEmpty());
    RemoteLockout &lockout = m_plant->door.lockout();
    lockout.set({QStringLiteral("dosing"), QStringLiteral("otto"), m_plant->clock.now()});
    QTRY_VERIFY(!live.messages("beat").isEmpty() && !told(live.messages("beat").last()).isEmpty());
    const QJsonObject one = told(live.messages("beat").last()).first().toObject();
    QCOMPARE(one.value(QStringLiteral("area")).toString(), QStringLiteral("dosing"));
    QCOMPARE(one.value(QStringLiteral("by")).toString(), QStringLiteral("otto"));
    LiveClient late(*m_client, m_plant->server);
    QTRY_COMPARE(late.messages("hello").size(), 1);
    QCOMPARE(told(late.messages("hello").first()).size(), 1);
    lockout.lift(QStringLiteral("dosing")).waitForFinished();
    QTRY_VERIFY(told(live.messages("beat").last()).isEmpty());
}

void LiveTest::carriesTenThousandTags()
{
    ApiPlant plant(10000);
    ApiClient client(plant.server);
    QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
    LiveClient live(client, plant.server);
    QTRY_COMPARE(live.messages("hello").size(), 1);
    live.send("{\"type\":\"subscribe\",\"id\":1,\"all\":true}");
    QTRY_COMPARE(live.messages("snapshot").size(), 1);
    QCOMPARE(live.messages("snapshot").first().value(QStringLiteral("values")).toObject().size(),
             10008);
    ValueBatch batch;
    for (TagIndex tag = 0; tag < plant.project->tagCount(); ++tag)
        batch.append({tag, {Value(0.1 + tag), {Quality::Good, 0}, plant.clock.now()}});
    plant.tags.apply(batch);
    QSet<QString> seen;
    QTRY_VERIFY([&] {
        qint64 last = sequenceOf(live.messages("snapshot").first());
        for (const QJsonObject &delta : live.messages("delta")) {
            if (sequenceOf(delta) != ++last)
                return false;
            for (const QString &id : delta.value(QStringLiteral("values")).toObject().keys())
                seen.insert(id);
        }
        return seen.size() == 10008;
    }());
    QVERIFY(live.isConnected());
}

QTEST_GUILESS_MAIN(LiveTest)
#include "tst_live.moc"
