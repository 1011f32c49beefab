// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/attackplant.h"
#include "attack/corpus.h"
#include "attack/tlsclient.h"

#include <QTest>

using namespace mws;

namespace
{

/// One way to ask for a change on behalf of somebody.
struct Attempt {
    QByteArray cookie;
    QByteArray token;
    QByteArray origin;
    QByteArray site;
    QByteArray type;
};

/// What each field may hold; an empty one is left out.
struct Choices {
    QByteArrayList cookies;
    QByteArrayList tokens;
    QByteArrayList origins;
    QByteArrayList sites;
    QByteArrayList types;
};

QByteArray field(const char *name, const QByteArray &value)
{
    return value.isEmpty() ? QByteArray() : name + (": " + value + "\r\n");
}

QByteArray fieldsOf(const Attempt &attempt)
{
    return field("Cookie", attempt.cookie) + field("X-CSRF-Token", attempt.token)
        + field("Origin", attempt.origin) + field("Sec-Fetch-Site", attempt.site)
        + field("Content-Type", attempt.type);
}

} // namespace

/// Requests that a foreign page makes a browser send: every combination of cookie, token, Origin,
/// Sec-Fetch-Site and Content-Type, against an oracle of its own and against the bus.
class ForgeryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writes();
    void removals();
    void reads();
    void upgrades();

private:
    [[nodiscard]] Choices choices() const;
    [[nodiscard]] bool isHonest(const Attempt &attempt) const;
    [[nodiscard]] int statusOf(const QByteArray &request);
    void tryAll(const Choices &choices, const std::function<void(const Attempt &)> &attempt);

    std::unique_ptr<AttackPlant> m_plant;
    std::unique_ptr<TlsClient> m_client;
    QByteArray m_origin;
};

void ForgeryTest::initTestCase()
{
    m_plant = std::make_unique<AttackPlant>();
    m_origin = m_plant->filled("{origin}");
}

Choices ForgeryTest::choices() const
{
    const AttackPlant::Seat &own = m_plant->operatorSeat;
    const AttackPlant::Seat &other = m_plant->administratorSeat;
    const QByteArray none;
    return {{none, own.cookie, other.cookie},
            {none, own.csrfToken, other.csrfToken, own.csrfToken.chopped(1), "null"},
            {none, m_origin, "null", "https://evil.example",
             QByteArray(m_origin).replace("https", "http"), "https://127.0.0.1",
             m_origin + ".evil.example", m_origin + '/'},
            {none, "same-origin", "same-site", "cross-site", "none"},
            {"application/json", "application/json; charset=utf-8", none, "text/plain",
             "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
             "text/plain; application/json"}};
}

/// What the rules say (API.md): a session, its own token, the Origin of a page of our own, and
/// nothing that speaks against it.
bool ForgeryTest::isHonest(const Attempt &attempt) const
{
    const AttackPlant::Seat &own = m_plant->operatorSeat;
    const AttackPlant::Seat &other = m_plant->administratorSeat;
    const bool session = (attempt.cookie == own.cookie && attempt.token == own.csrfToken)
        || (attempt.cookie == other.cookie && attempt.token == other.csrfToken);
    const bool foreign = attempt.site == "cross-site" || attempt.site == "same-site";
    return session && !foreign && attempt.origin == m_origin;
}

int ForgeryTest::statusOf(const QByteArray &request)
{
    if (!m_client || m_client->isClosed())
        m_client = std::make_unique<TlsClient>(m_plant->port());
    m_client->send(request);
    const QByteArray answer = m_client->receiveAnswer();
    if (answer.contains("Connection: close"))
        m_client.reset();
    return outcomeOf(answer).toInt();
}

void ForgeryTest::tryAll(const Choices &all, const std::function<void(const Attempt &)> &attempt)
{
    for (const QByteArray &cookie : all.cookies) {
        for (const QByteArray &token : all.tokens) {
            for (const QByteArray &origin : all.origins) {
                for (const QByteArray &site : all.sites) {
                    for (const QByteArray &type : all.types) {
                        attempt({cookie, token, origin, site, type});
                        if (QTest::currentTestFailed())
                            return;
                    }
                }
            }
        }
    }
}

void ForgeryTest::writes()
{
    const QByteArray line
        = m_plant->filled("POST /api/v1/tags/setpoint/write HTTP/1.1\r\n{anonymous}");
    int honest = 0;
    int all = 0;
    tryAll(choices(), [&](const Attempt &attempt) {
        const bool good = isHonest(attempt) && attempt.type.startsWith("application/json");
        const qsizetype before = m_plant->plant.bus.writes.size();
        const QByteArray fields = fieldsOf(attempt);
        const int status = statusOf(line + fields + "Content-Length: 12\r\n\r\n{\"value\":21}");
        QVERIFY2(good ? status == 200 : status == 401 || status == 403 || status == 415,
                 QByteArray::number(status) + '\n' + fields);
        QVERIFY2(m_plant->plant.bus.writes.size() - before == (good ? 1 : 0), fields);
        honest += good ? 1 : 0;
        ++all;
    });
    QCOMPARE(all, 3 * 5 * 8 * 5 * 7);
    QCOMPARE(honest,
             2 * 3 * 2); // two people, three sites that are not foreign, two spellings of JSON
}

void ForgeryTest::removals()
{
    const QByteArray line = m_plant->filled("DELETE /api/v1/sessions/none HTTP/1.1\r\n{anonymous}");
    Choices all = choices();
    all.types = QByteArrayList{QByteArray(), "application/json"};
    const AttackPlant::Traces before = m_plant->traces();
    tryAll(all, [&](const Attempt &attempt) {
        const QByteArray fields = fieldsOf(attempt);
        const int status = statusOf(line + fields + "\r\n");
        QVERIFY2(isHonest(attempt) ? status == 404 : status == 401 || status == 403,
                 QByteArray::number(status) + '\n' + fields);
    });
    QVERIFY(m_plant->traces() == before);
}

// A read needs no token, and what comes from a foreign page gets nothing to look at.
void ForgeryTest::reads()
{
    const QByteArray line = m_plant->filled("GET /api/v1/tags HTTP/1.1\r\n{anonymous}");
    Choices all = choices();
    all.types = QByteArrayList{QByteArray()};
    all.tokens = QByteArrayList{QByteArray()};
    const AttackPlant::Traces before = m_plant->traces();
    tryAll(all, [&](const Attempt &attempt) {
        const bool foreign = (!attempt.origin.isEmpty() && attempt.origin != m_origin)
            || attempt.site == "cross-site" || attempt.site == "same-site";
        const int expected = foreign ? 403 : attempt.cookie.isEmpty() ? 401 : 200;
        QCOMPARE(statusOf(line + fieldsOf(attempt) + "\r\n"), expected);
    });
    QVERIFY(m_plant->traces() == before);
}

void ForgeryTest::upgrades()
{
    const QByteArray line
        = m_plant->filled("GET /api/v1/live HTTP/1.1\r\n{anonymous}Upgrade: websocket\r\n"
                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    Choices all = choices();
    all.types = QByteArrayList{QByteArray()};
    all.tokens = QByteArrayList{QByteArray()};
    tryAll(all, [&](const Attempt &attempt) {
        const bool foreign = attempt.origin != m_origin || attempt.site == "cross-site"
            || attempt.site == "same-site";
        const QByteArray expected = attempt.cookie.isEmpty() ? "401" : foreign ? "403" : "101";
        TlsClient client(m_plant->port());
        client.send(line + fieldsOf(attempt) + "\r\n");
        QCOMPARE(outcomeOf(client.receive("\r\n\r\n")).left(3), expected);
    });
}

QTEST_GUILESS_MAIN(ForgeryTest)
#include "tst_forgery.moc"
