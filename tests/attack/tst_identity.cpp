// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "attack/attackplant.h"
#include "attack/corpus.h"
#include "attack/tlsclient.h"
#include "http/router.h"

#include <QMessageAuthenticationCode>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr char kRead[] = "GET /api/v1/tags HTTP/1.1\r\n";
constexpr char kUpgrade[]
    = "GET /api/v1/live HTTP/1.1\r\n{switch}Sec-WebSocket-Version: 13\r\n{key}";
constexpr char kWrite[] = "POST /api/v1/tags/setpoint/write HTTP/1.1\r\n"
                          "Content-Type: application/json\r\nContent-Length: 12\r\n";
constexpr char kValue[] = "{\"value\":21}";

QByteArray base64Url(const QByteArray &bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

/// A JSON Web Token (RFC 7519) that says that root asks.
QByteArray webToken(const QByteArray &algorithm, const QByteArray &key)
{
    const QByteArray signedPart = base64Url("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + '.'
        + base64Url(R"({"sub":"root","role":"administrator","exp":4102444800})");
    const QByteArray signature
        = QMessageAuthenticationCode::hash(signedPart, key, QCryptographicHash::Sha256);
    return signedPart + '.' + (algorithm == "HS256" ? base64Url(signature) : QByteArray());
}

/// A request of the route, up to the fields that say who asks, and what follows them.
struct Call {
    QByteArray line;
    QByteArray rest;
};

Call callOf(const http::Route &route)
{
    const QByteArray path
        = route.pattern.toLatin1().replace("{id}", "setpoint").replace("{name}", "vera");
    const bool body = route.method != http::Method::Get && route.method != http::Method::Delete;
    return {nameOf(route.method) + ' ' + path + " HTTP/1.1\r\n",
            body ? "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" : "\r\n"};
}

} // namespace

/// Who asks without being anybody, or claims to be somebody else: headers that prove nothing, on
/// every route, and tokens that are made up, put together or of one who is gone.
class IdentityTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void headersOpenNoRoute();
    void headersRaiseNobody();
    void theTokenIsGood();
    void forgedTokens_data();
    void forgedTokens();
    void everyCharacterOfATokenCounts();
    void aTokenOfOneWhoIsGone();

private:
    [[nodiscard]] QByteArrayList claims() const;
    [[nodiscard]] QByteArray tokenOf(const char *user);
    /// Of an answer over a connection that is kept while it lasts.
    [[nodiscard]] int statusOf(const QByteArray &request);
    [[nodiscard]] int statusWith(const char *call, const QByteArray &fields,
                                 const QByteArray &body = {});

    std::unique_ptr<AttackPlant> m_plant;
    std::unique_ptr<TlsClient> m_client;
    QByteArray m_ottos; ///< a token that may write
    QByteArray m_roots;
};

void IdentityTest::initTestCase()
{
    m_plant = std::make_unique<AttackPlant>();
    m_ottos = tokenOf("otto");
    m_roots = tokenOf("root");
}

QByteArray IdentityTest::tokenOf(const char *user)
{
    Token token;
    token.user = QLatin1String(user);
    token.name = QStringLiteral("historian");
    token.mayWrite = true;
    token.expires = m_plant->plant.clock.now() + 24h;
    const auto made = waitFor(m_plant->plant.access.addToken(token));
    return made ? *made : QByteArray();
}

int IdentityTest::statusOf(const QByteArray &request)
{
    if (!m_client || m_client->isClosed())
        m_client = std::make_unique<TlsClient>(m_plant->port());
    m_client->send(request);
    const QByteArray answer = m_client->receiveAnswer();
    if (answer.contains("Connection: close") || answer.startsWith("HTTP/1.1 101"))
        m_client.reset();
    return answer.mid(9, 3).toInt();
}

int IdentityTest::statusWith(const char *call, const QByteArray &fields, const QByteArray &body)
{
    return statusOf(m_plant->filled(QByteArray(call) + "{anonymous}") + fields + "\r\n" + body);
}

/// Fields of which somebody might believe that they prove who asks, or from where.
QByteArrayList IdentityTest::claims() const
{
    QByteArrayList all{"Referer: {origin}/\r\n",
                       "Origin: {origin}\r\nX-CSRF-Token: {csrf}\r\n",
                       "Sec-Fetch-Site: same-origin\r\nX-Requested-With: XMLHttpRequest\r\n",
                       "X-Auth-User: root\r\nX-Remote-User: root\r\nRemote-User: root\r\n",
                       "X-Forwarded-User: root\r\nX-Forwarded-For: 127.0.0.1\r\n",
                       "X-Forwarded-Host: localhost\r\nX-Forwarded-Proto: https\r\n",
                       "Forwarded: for=127.0.0.1;host=localhost;proto=https;by=root\r\n",
                       "X-Original-URL: /healthz\r\nX-Rewrite-URL: /healthz\r\n",
                       "X-HTTP-Method-Override: GET\r\nX-Original-Method: GET\r\n",
                       "X-SSL-Client-Verify: SUCCESS\r\nX-SSL-Client-S-DN: CN=root\r\n",
                       "Authorization: Basic cm9vdDpjb3JyZWN0IGhvcnNlIGJhdHRlcnk=\r\n",
                       "Authorization: Bearer " + webToken("none", {}) + "\r\n",
                       "Authorization: Bearer " + webToken("HS256", "secret") + "\r\n",
                       "Cookie: mws=" + m_plant->administratorSeat.cookie.mid(11) + "\r\n",
                       "Cookie: mws=root\r\nX-Role: administrator\r\nX-Admin: true\r\n"};
    all.append(all.at(1) + all.at(3) + all.at(4) + all.at(7));
    return all;
}

void IdentityTest::headersOpenNoRoute()
{
    const AttackPlant::Traces before = m_plant->traces();
    int calls = 0;
    for (const http::Route &route : m_plant->plant.server.routes()) {
        if (route.access == http::Access::Public)
            continue;
        const Call call = callOf(route);
        for (const QByteArray &claim : claims()) {
            const int status
                = statusOf(m_plant->filled(call.line + "{anonymous}" + claim) + call.rest);
            QVERIFY2(status == 401 || status == 403,
                     QByteArray::number(status) + ' ' + call.line + claim);
            ++calls;
        }
    }
    for (const QByteArray &claim : claims())
        QVERIFY2(statusWith(kUpgrade, m_plant->filled(claim)) == 401, claim);
    QVERIFY(calls > 500);
    QVERIFY(m_plant->traces() == before);
}

// One who is signed in and may only look stays one who may only look.
void IdentityTest::headersRaiseNobody()
{
    const AttackPlant::Seat vera = m_plant->signIn(QStringLiteral("vera"));
    const QByteArray honest = "Cookie: " + vera.cookie + "\r\nX-CSRF-Token: " + vera.csrfToken
        + "\r\nOrigin: {origin}\r\n";
    const AttackPlant::Traces before = m_plant->traces();
    QCOMPARE(statusWith(kRead, m_plant->filled(honest)), 200);
    for (const http::Route &route : m_plant->plant.server.routes()) {
        if (route.access != http::Access::Write && route.access != http::Access::Configure
            && route.access != http::Access::Administer)
            continue;
        const Call call = callOf(route);
        for (const QByteArray &claim : claims()) {
            // Twice is refused as such, and a program's token is asked before the session.
            if (claim.contains("Origin: ") || claim.contains("Cookie: ")
                || claim.contains("Bearer"))
                continue;
            const int status
                = statusOf(m_plant->filled(call.line + "{anonymous}" + honest + claim) + call.rest);
            QVERIFY2(status == 403, QByteArray::number(status) + ' ' + call.line + claim);
        }
    }
    QVERIFY(m_plant->traces() == before);
}

// Else the refusals of what is made of it would say nothing.
void IdentityTest::theTokenIsGood()
{
    QVERIFY(m_ottos.startsWith("mws_") && m_roots.startsWith("mws_"));
    const QByteArray field = "Authorization: Bearer " + m_ottos + "\r\n";
    QCOMPARE(statusWith(kRead, field), 200);
    const qsizetype before = m_plant->plant.bus.writes.size();
    QCOMPARE(statusWith(kWrite, field, kValue), 200);
    QCOMPARE(m_plant->plant.bus.writes.size(), before + 1);
    QCOMPARE(statusWith(kUpgrade, field), 101);
    // From a foreign page it is worth nothing.
    for (const char *foreign : {"Origin: https://evil.example\r\n", "Origin: null\r\n",
                                "Sec-Fetch-Site: cross-site\r\n"}) {
        QCOMPARE(statusWith(kRead, field + foreign), 403);
        QCOMPARE(statusWith(kWrite, field + foreign, kValue), 403);
        QCOMPARE(statusWith(kUpgrade, field + foreign), 403);
    }
    QCOMPARE(m_plant->plant.bus.writes.size(), before + 1);
}

void IdentityTest::forgedTokens_data()
{
    QTest::addColumn<QByteArray>("fields");
    const auto row = [](const char *name, const QByteArray &token) {
        QTest::newRow(name) << QByteArray("Authorization: Bearer " + token + "\r\n");
    };
    constexpr int kIdEnd = 16; // "mws_", and 12 characters
    const QByteArray id = m_ottos.left(kIdEnd);
    const QByteArray secret = m_ottos.mid(kIdEnd + 1);
    const QByteArray other = m_roots.left(kIdEnd);
    row("JWT without signature", webToken("none", {}));
    row("JWT of another case", webToken("NonE", {}));
    row("JWT without key", webToken("HS256", {}));
    row("JWT with a usual key", webToken("HS256", "secret"));
    row("JWT with the CSRF token", webToken("HS256", m_plant->operatorSeat.csrfToken));
    row("JWT with the token", webToken("HS256", m_ottos));
    row("JWT before the token", webToken("none", {}) + '.' + m_ottos);
    row("another's id", other + '_' + secret);
    row("another's secret", id + '_' + m_roots.mid(kIdEnd + 1));
    row("id only", id);
    row("id and no secret", id + '_');
    row("secret only", secret);
    row("secret for an id", "mws_" + secret);
    row("no id", "mws__" + secret);
    row("unknown id", "mws_AAAAAAAAAAAA_" + secret);
    row("pattern for an id", "mws_%_" + secret);
    row("pattern of its length", "mws_____________" + ('_' + secret));
    row("SQL for an id", "mws_'OR'1'='1'--_" + secret);
    row("one less", m_ottos.chopped(1));
    row("one more", m_ottos + 'A');
    row("padding", m_ottos + '=');
    row("upper case", m_ottos.toUpper());
    row("lower case", m_ottos.toLower());
    row("quoted", '"' + m_ottos + '"');
    row("twice", m_ottos + ", " + m_ottos);
    row("two words", m_ottos + " x");
    row("blank before", "  " + m_ottos);
    row("colon", ':' + m_ottos);
    row("escaped", QByteArray(m_ottos).replace("_", "%5f"));
    row("the hash", QCryptographicHash::hash(m_ottos, QCryptographicHash::Sha256).toHex());
    row("a session", m_plant->administratorSeat.cookie.mid(11));
    row("a cookie", m_plant->administratorSeat.cookie);
    row("a CSRF token", m_plant->administratorSeat.csrfToken);
    const auto field
        = [](const char *name, const QByteArray &fields) { QTest::newRow(name) << fields; };
    field("basic", "Authorization: Basic " + m_ottos.toBase64() + "\r\n");
    field("no scheme", "Authorization: " + m_ottos + "\r\n");
    field("scheme of others", "Authorization: Token " + m_ottos + "\r\n");
    field("as a cookie", "Cookie: __Host-mws=" + m_ottos + "\r\n");
    field("as a key", "X-API-Key: " + m_ottos + "\r\nX-Auth-Token: " + m_ottos + "\r\n");
    field("for the proxy", "Proxy-Authorization: Bearer " + m_ottos + "\r\n");
    field("as a protocol", "Sec-WebSocket-Protocol: bearer, " + m_ottos + "\r\n");
}

void IdentityTest::forgedTokens()
{
    QFETCH(const QByteArray, fields);
    const AttackPlant::Traces before = m_plant->traces();
    QCOMPARE(statusWith(kRead, fields), 401);
    QCOMPARE(statusWith(kWrite, fields, kValue), 401);
    QCOMPARE(statusWith(kUpgrade, fields), 401);
    QVERIFY(m_plant->traces() == before);
}

// A base64 digit at the end may have bits that a decoder drops.
void IdentityTest::everyCharacterOfATokenCounts()
{
    const QByteArray digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/";
    for (const qsizetype place : {qsizetype(4), qsizetype(15), qsizetype(17), m_ottos.size() - 1}) {
        int good = 0;
        for (const char digit : digits) {
            QByteArray token = m_ottos;
            token[place] = digit;
            const int status = statusWith(kRead, "Authorization: Bearer " + token + "\r\n");
            QVERIFY2(status == (token == m_ottos ? 200 : 401), token);
            good += status == 200 ? 1 : 0;
        }
        QCOMPARE(good, 1);
    }
}

void IdentityTest::aTokenOfOneWhoIsGone()
{
    User tina;
    tina.name = QStringLiteral("tina");
    tina.displayName = QStringLiteral("Tina");
    tina.role = QStringLiteral("operator");
    AccessControl &access = m_plant->plant.access;
    QVERIFY(waitFor(access.addUser(tina, QLatin1String(ApiPlant::kPassword))));
    const QByteArray field = "Authorization: Bearer " + tokenOf("tina") + "\r\n";
    QCOMPARE(statusWith(kRead, field), 200);
    TlsClient feed(m_plant->port());
    feed.send(m_plant->filled(QByteArray(kUpgrade) + "{anonymous}") + field + "\r\n");
    QVERIFY(feed.receive("\"hello\"").startsWith("HTTP/1.1 101 "));

    QVERIFY(waitFor(access.removeUser(tina.name)));
    const AttackPlant::Traces before = m_plant->traces();
    QCOMPARE(statusWith(kRead, field), 401);
    QCOMPARE(statusWith(kWrite, field, kValue), 401);
    QCOMPARE(statusWith(kUpgrade, field), 401);
    QVERIFY(!feed.receive().endsWith("(open)"));
    QVERIFY(m_plant->traces() == before);
}

QTEST_GUILESS_MAIN(IdentityTest)
#include "tst_identity.moc"
