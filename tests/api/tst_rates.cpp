// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/ratelimits.h"

#include <QTest>

using namespace mws;
using namespace mws::api;
using namespace std::chrono_literals;

/// How much an address, an account and a token may ask: the buckets with a clock that stands still,
/// and what clients of the real front see of them.
class RatesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBucketFillsAgain();
    void bucketsAreApartAndBounded();
    void whoIsCountedAsOne();
    void routesHaveTheirClass();
    void anAccountHasItsShare();
    void anAddressHasItsShare();
    void clientsOfAProxyAreApart();
    void nothingIsWrittenBeyondIt();
    void passwordsAreRare();
    void foreignPagesCostNobodyTheSignIn();
    void liveFeedsAreCounted();
    void aRefusedLiveFeedLeavesItsRow();
    void openingTheClientIsNotHindered();

private:
    /// classes that are not in it are not bounded.
    static Rates only(RateClass kind, const ClassRates &rates)
    {
        Rates all = Rates::unlimited();
        all.classes[std::size_t(kind)] = rates;
        return all;
    }
    static QList<AuditEntry> rowsOf(ApiPlant &plant)
    {
        QList<AuditEntry> rows = plant.audit(QStringLiteral("denied"));
        rows.removeIf([](const AuditEntry &row) { return row.detail != QLatin1String("tooMany"); });
        return rows;
    }
};

void RatesTest::aBucketFillsAgain()
{
    FakeClock clock;
    TokenBuckets buckets({3, 100ms}, clock);
    const QString key = QStringLiteral("a");
    for (int n = 0; n < 3; ++n)
        QCOMPARE(buckets.take(key).wait, 0ms);
    const auto refused = buckets.take(key);
    QCOMPARE(refused.wait, 100ms);
    QVERIFY(refused.isFirst);
    QVERIFY(!buckets.take(key).isFirst);
    clock.advance(99ms);
    QCOMPARE(buckets.take(key).wait, 1ms);
    clock.advance(1ms);
    QCOMPARE(buckets.take(key).wait, 0ms);
    QCOMPARE(buckets.take(key).wait, 100ms);
    QVERIFY(!buckets.take(key).isFirst);
    clock.advance(1h); // never more than full
    for (int n = 0; n < 3; ++n)
        QCOMPARE(buckets.take(key).wait, 0ms);
    QVERIFY(buckets.take(key).isFirst);
}

void RatesTest::bucketsAreApartAndBounded()
{
    FakeClock clock;
    clock.advance(1h);
    TokenBuckets buckets({2, 10s}, clock);
    for (int n = 0; n < TokenBuckets::kMaxKeys; ++n)
        QCOMPARE(buckets.take(QString::number(n)).wait, 0ms);
    // No room: all others share one.
    QCOMPARE(buckets.take(QStringLiteral("x")).wait, 0ms);
    QCOMPARE(buckets.take(QStringLiteral("y")).wait, 0ms);
    QVERIFY(buckets.take(QStringLiteral("z")).wait > 0ms);
    QCOMPARE(buckets.take(QStringLiteral("0")).wait, 0ms); // who was there keeps his own
    for (int n = 0; n < 10000; ++n)
        (void)buckets.take(QStringLiteral("flood %1").arg(n));
    QVERIFY(buckets.size() <= TokenBuckets::kMaxKeys + 1);
    clock.advance(30s);
    QCOMPARE(buckets.take(QStringLiteral("z")).wait, 0ms);
    QCOMPARE(buckets.size(), 1);
}

void RatesTest::whoIsCountedAsOne()
{
    FakeClock clock;
    const ClassRates one{{1, 1s}, {1, 1s}};
    RateLimits limits(clock, only(RateClass::Read, one));
    const auto isTaken = [&limits](const char *address) {
        return limits.takeByAddress(RateClass::Read, QHostAddress(QLatin1String(address))).wait
            == 0ms;
    };
    QVERIFY(isTaken("192.0.2.1"));
    QVERIFY(!isTaken("192.0.2.1"));
    QVERIFY(!isTaken("::ffff:192.0.2.1"));
    QVERIFY(isTaken("192.0.2.2"));
    QVERIFY(isTaken("2001:db8::1"));
    QVERIFY(!isTaken("2001:db8::ffff:1"));
    QVERIFY(isTaken("2001:db8:0:1::1"));
    Identity person;
    person.user = QStringLiteral("otto");
    Identity program = person;
    program.token = "t1";
    Identity other = person;
    other.token = "t2";
    QCOMPARE(limits.takeByAccount(RateClass::Read, person).wait, 0ms);
    QCOMPARE(limits.takeByAccount(RateClass::Read, program).wait, 0ms);
    QCOMPARE(limits.takeByAccount(RateClass::Read, other).wait, 0ms);
    QCOMPARE(limits.takeByAccount(RateClass::Read, program).wait, 1000ms);
    QCOMPARE(limits.takeByAccount(RateClass::Write, program).wait, 0ms);
}

void RatesTest::routesHaveTheirClass()
{
    ApiPlant plant(0, false);
    QMap<RateClass, QStringList> operations;
    for (const http::Route &route : plant.server.routes())
        operations[rateClassOf(&route)].append(route.operationId);
    QCOMPARE(operations[RateClass::SignIn].size(), 7);
    QCOMPARE(operations[RateClass::Heavy].size(), 8);
    QVERIFY(operations[RateClass::Read].contains(QStringLiteral("listTags")));
    QVERIFY(operations[RateClass::Write].contains(QStringLiteral("writeTag")));
    QVERIFY(operations[RateClass::Write].contains(QStringLiteral("deleteSession")));
    QVERIFY(!operations.contains(RateClass::Page));
    QCOMPARE(rateClassOf(nullptr), RateClass::Page);
}

void RatesTest::anAccountHasItsShare()
{
    ApiPlant plant;
    ApiClient vera(plant.server);
    ApiClient otto(plant.server);
    QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
    QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
    plant.api->setRates(only(RateClass::Read, {{1000, 1ms}, {20, 1500ms}}));
    const QString tags = QStringLiteral("/api/v1/tags");
    for (int n = 0; n < 20; ++n)
        QCOMPARE(vera.get(tags).status, 200);
    const Reply refused = vera.get(tags);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.code(), QStringLiteral("tooMany"));
    QCOMPARE(refused.retryAfter, QByteArray("2"));
    QCOMPARE(refused.contentType, QByteArray("application/problem+json"));
    QCOMPARE(vera.get(QStringLiteral("/metrics")).status, 429);
    QCOMPARE(otto.get(tags).status, 200);
    QCOMPARE(vera.get(QStringLiteral("/healthz")).status, 200); // of nobody's account
    plant.clock.advance(1500ms);
    QCOMPARE(vera.get(tags).status, 200);
    QCOMPARE(vera.get(tags).status, 429);
    const QList<AuditEntry> rows = rowsOf(plant);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().actor, QStringLiteral("vera"));
}

void RatesTest::anAddressHasItsShare()
{
    ApiPlant plant;
    ApiClient vera(plant.server);
    ApiClient stranger(plant.server);
    QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
    plant.api->setRates(only(RateClass::Read, {{10, 1s}, {1000, 1ms}}));
    for (int n = 0; n < 10; ++n)
        QCOMPARE(stranger.get(QStringLiteral("/api/v1/tags")).status, 401);
    const Reply refused = stranger.get(QStringLiteral("/api/v1/tags"));
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.retryAfter, QByteArray("1"));
    QCOMPARE(vera.get(QStringLiteral("/api/v1/tags")).status, 429);
    QCOMPARE(stranger.get(QStringLiteral("/healthz")).status, 429);
    QCOMPARE(rowsOf(plant).size(), 1);
    QCOMPARE(rowsOf(plant).first().target, QStringLiteral("/api/v1/tags"));
    plant.api->setRates(only(RateClass::Page, {{3, 1s}, {}}));
    for (int n = 0; n < 3; ++n)
        QCOMPARE(stranger.get(QStringLiteral("/none")).status, 404);
    QCOMPARE(stranger.get(QStringLiteral("/api/v1/none")).status, 429);
}

void RatesTest::clientsOfAProxyAreApart()
{
    http::Server::Config web = ApiPlant::plainWeb();
    QVERIFY(bool(web.proxies.add(QStringLiteral("127.0.0.1"))));
    ApiPlant plant(0, true, web);
    plant.api->setRates(only(RateClass::Read, {{1, 1s}, {1000, 1ms}}));
    ApiClient client(plant.server);
    const auto statusFrom = [&client](const QByteArray &address) {
        client.headers = {{"X-Forwarded-For", address}};
        return client.get(QStringLiteral("/api/v1/tags")).status;
    };
    QCOMPARE(statusFrom("203.0.113.1"), 401);
    QCOMPARE(statusFrom("203.0.113.1"), 429);
    QCOMPARE(statusFrom("198.51.100.1, 203.0.113.1"), 429);
    QCOMPARE(statusFrom("203.0.113.2"), 401);
    const QList<AuditEntry> rows = rowsOf(plant);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first().origin, QStringLiteral("remote 203.0.113.1"));
}

void RatesTest::nothingIsWrittenBeyondIt()
{
    ApiPlant plant;
    ApiClient otto(plant.server);
    QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
    plant.api->setRates(only(RateClass::Write, {{1000, 1ms}, {2, 1s}}));
    QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
    QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":6}").status, 200);
    QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":7}").status, 429);
    QCOMPARE(plant.bus.writes.size(), 2);
    QCOMPARE(plant.audit(QStringLiteral("write.intended")).size(), 2);
}

void RatesTest::passwordsAreRare()
{
    ApiPlant plant;
    ApiClient stranger(plant.server);
    plant.api->setRates(only(RateClass::SignIn, {{3, 2s}, {10, 5s}}));
    for (int n = 0; n < 3; ++n)
        QCOMPARE(stranger.post(QStringLiteral("/api/v1/session"), "{}").status, 400);
    const Reply refused = stranger.signIn(QStringLiteral("otto"));
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.retryAfter, QByteArray("2"));
    plant.clock.advance(2s);
    QCOMPARE(stranger.signIn(QStringLiteral("otto")).status, 201);
}

// As a page of another site does, open in the control room.
void RatesTest::foreignPagesCostNobodyTheSignIn()
{
    ApiPlant plant;
    Rates rates = only(RateClass::SignIn, {{2, 2s}, {10, 5s}});
    rates.classes[std::size_t(RateClass::Page)] = {{4, 1s}, {}};
    plant.api->setRates(rates);
    ApiClient page(plant.server);
    const QString session = QStringLiteral("/api/v1/session");
    page.headers = {{"Origin", "https://evil.example"}};
    for (int n = 0; n < 2; ++n)
        QCOMPARE(page.post(session, "{}").status, 403);
    page.headers = {{"Sec-Fetch-Site", "same-site"}};
    for (int n = 0; n < 2; ++n)
        QCOMPARE(page.post(session, "{}").status, 403);
    QCOMPARE(page.post(session, "{}").status, 429);
    ApiClient otto(plant.server);
    QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
}

void RatesTest::liveFeedsAreCounted()
{
    ApiPlant plant;
    ApiClient vera(plant.server);
    QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
    plant.api->setRates(only(RateClass::Read, {{1000, 1ms}, {1, 1s}}));
    LiveClient first(vera, plant.server);
    QTRY_COMPARE(first.messages("hello").size(), 1);
    LiveClient second(vera, plant.server);
    QTRY_VERIFY(second.hasEnded());
    QVERIFY(second.texts.isEmpty());
    QVERIFY(first.isConnected());
    QCOMPARE(rowsOf(plant).size(), 1);
}

// With a session and without one; the reads that follow add none.
void RatesTest::aRefusedLiveFeedLeavesItsRow()
{
    ApiPlant plant;
    ApiClient vera(plant.server);
    const ApiClient stranger(plant.server);
    QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
    const QString feed = QStringLiteral("/api/v1/live");
    for (const ApiClient *client : {&std::as_const(vera), &stranger}) {
        plant.api->setRates(only(RateClass::Read, {{1, 1s}, {1000, 1ms}}));
        const qsizetype before = rowsOf(plant).size();
        QCOMPARE(vera.get(QStringLiteral("/healthz")).status, 200);
        const LiveClient refused(*client, plant.server);
        QTRY_VERIFY(refused.hasEnded());
        QCOMPARE(rowsOf(plant).size(), before + 1);
        QCOMPARE(rowsOf(plant).first().target, feed);
        QCOMPARE(rowsOf(plant).first().actor == QLatin1String("vera"), client == &vera);
        QCOMPARE(vera.get(QStringLiteral("/api/v1/tags")).status, 429);
        QCOMPARE(rowsOf(plant).size(), before + 1);
    }
}

// Ten people behind one address open it within the same moment.
void RatesTest::openingTheClientIsNotHindered()
{
    FakeClock clock;
    RateLimits limits(clock);
    const QHostAddress address(QStringLiteral("192.0.2.1"));
    for (int person = 0; person < 10; ++person) {
        Identity who;
        who.user = QString::number(person);
        QCOMPARE(limits.takeByAddress(RateClass::SignIn, address).wait, 0ms);
        for (int n = 0; n < 40; ++n) {
            QCOMPARE(limits.takeByAddress(RateClass::Read, address).wait, 0ms);
            QCOMPARE(limits.takeByAccount(RateClass::Read, who).wait, 0ms);
            QCOMPARE(limits.takeByAddress(RateClass::Page, address).wait, 0ms);
        }
    }
}

QTEST_GUILESS_MAIN(RatesTest)
#include "tst_rates.moc"
