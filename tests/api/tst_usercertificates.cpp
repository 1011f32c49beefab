// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "http/certificate.h"
#include "modbus/pki.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QScopeGuard>
#include <QTest>

using namespace mws;
using Wanted = http::ClientCertificates::Wanted;

namespace
{

constexpr int kBeforeIdle = 5000; ///< ms; an idle connection ends by itself after 15 s

QString named(const char *text)
{
    return QString::fromLatin1(text);
}

/// Of RFC 6455, sections 5.2 and 5.5.1, as a server sends it.
QByteArray closeFrame(quint16 code, const QByteArray &reason)
{
    QByteArray frame("\x88");
    frame += char(2 + reason.size());
    frame += char(code >> 8);
    frame += char(code & 0xff);
    return frame + reason;
}

/// What openssl's client got.
struct Heard {
    int status = 0; ///< 0: no answer
    QByteArray text;
    [[nodiscard]] QByteArray cookie() const { return match("Set-Cookie: ([^;\r]+)"); }
    [[nodiscard]] QByteArray csrf() const { return match("\"csrfToken\":\"([^\"]+)\""); }
    [[nodiscard]] bool has(const char *part) const { return text.contains(part); }

private:
    [[nodiscard]] QByteArray match(const char *pattern) const
    {
        return QRegularExpression(named(pattern))
            .match(QString::fromLatin1(text))
            .captured(1)
            .toLatin1();
    }
};

} // namespace

/// A session, a password and a token are worth something on connections of the same user only.
class UserCertificatesTest final : public QObject
{
    Q_OBJECT

private:
    Pki m_pki;
    QTemporaryDir m_own;
    QTemporaryDir m_authorities;
    QSslConfiguration m_tls;
    std::unique_ptr<ApiPlant> m_plant;

    void startWith(Wanted wanted)
    {
        http::Server::Config web = ApiPlant::plainWeb();
        web.tls = m_tls;
        web.clients = {wanted, m_authorities.path()};
        m_plant.reset();
        m_plant = std::make_unique<ApiPlant>(0, true, web);
        for (const char *user : {"root", "otto", "vera"})
            give(user, user);
    }
    [[nodiscard]] QByteArray pemOf(const QString &name) const
    {
        QFile file(m_pki.certificate(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void give(const char *user, const char *certificate)
    {
        QVERIFY(bool(m_plant->access
                         .addCertificate({{}, named(user), named("own"), {}, {}, named("test")},
                                         pemOf(named(certificate)))
                         .result()));
    }
    void start(QProcess &client, const char *certificate) const
    {
        QStringList arguments{named("s_client"), named("-quiet"), named("-connect"),
                              named("127.0.0.1:%1").arg(m_plant->server.port())};
        if (*certificate)
            arguments += {named("-cert"), m_pki.certificate(named(certificate)), named("-key"),
                          m_pki.key(named(certificate))};
        client.start(named("openssl"), arguments);
    }
    [[nodiscard]] Heard ask(const char *certificate, const QByteArray &line,
                            const QByteArray &fields = {}, const QByteArray &body = {})
    {
        QProcess client;
        start(client, certificate);
        client.write(line + " HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\n"
                     + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: "
                     + QByteArray::number(body.size()) + "\r\n" + fields + "\r\n" + body);
        if (!QTest::qWaitFor([&client] { return client.state() == QProcess::NotRunning; }, 20000))
            client.kill();
        Heard heard;
        heard.text = client.readAllStandardOutput();
        heard.status = heard.text.mid(9, 3).toInt();
        return heard;
    }
    [[nodiscard]] Heard signIn(const char *certificate, const char *user)
    {
        return ask(certificate, "POST /api/v1/session", {},
                   QByteArray("{\"user\":\"") + user + "\",\"password\":\"" + ApiPlant::kPassword
                       + "\"}");
    }
    /// Reaches the hello of the live feed.
    void startFeed(QProcess &client, const char *user)
    {
        const Heard in = signIn(user, user);
        start(client, user);
        client.write("GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nOrigin: https://localhost\r\n"
                     "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: "
                     + in.cookie() + "\r\n\r\n");
        QByteArray heard;
        QTRY_VERIFY_WITH_TIMEOUT((heard += client.readAllStandardOutput()).contains("\"hello\""),
                                 20000);
    }
    [[nodiscard]] Heard sessionOn(const char *certificate, const Heard &signedIn)
    {
        return ask(certificate, "GET /api/v1/session", "Cookie: " + signedIn.cookie() + "\r\n");
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"root", "otto", "vera", "spare"})
            m_pki.make(named(name), {});
        m_tls = *http::serverTls(m_own.path(), {named("plc.test")});
        QVERIFY(
            QFile::copy(m_pki.certificate(named("ca")), m_authorities.filePath(named("ca.pem"))));
    }

    void aCertificateAloneSignsNobodyIn();
    void aPasswordOfSomebodyElseIsWorthNothing();
    void aStolenCookieIsWorthNothing();
    void aStolenTokenIsWorthNothing();
    void optionalBindsWhoShowsOne();
    void aDisabledUserHasNoConnection();
    void anExpiredUserHasNoConnection();
    void removingOneEndsItsConnections();
    void theLiveFeedEndsWithTheCertificate();
    void theLiveFeedEndsWithARevocation();
    void administratorsAddAndRemoveThem();
    void refusedConnectionsAreOnRecord();
};

void UserCertificatesTest::aCertificateAloneSignsNobodyIn()
{
    startWith(Wanted::Required);
    QCOMPARE(ask("otto", "GET /api/v1/session").status, 401);
    QCOMPARE(ask("otto", "GET /healthz").status, 200);
    QCOMPARE(ask("", "GET /healthz").status, 0);
    QCOMPARE(ask("spare", "GET /healthz").status, 0); // of the authority, but nobody's
    const Heard in = signIn("otto", "otto");
    QCOMPARE(in.status, 201);
    QCOMPARE(sessionOn("otto", in).status, 200);
    // What browsers must show stays as it is.
    QCOMPARE(ask("otto", "DELETE /api/v1/session", "Cookie: " + in.cookie() + "\r\n").status, 403);
}

void UserCertificatesTest::aPasswordOfSomebodyElseIsWorthNothing()
{
    startWith(Wanted::Required);
    QCOMPARE(signIn("", "otto").status, 0);
    const Heard heard = signIn("vera", "otto");
    QCOMPARE(heard.status, 403);
    QVERIFY(heard.has("wrongCertificate"));
    QCOMPARE(m_plant->audit(named("denied")).first().outcome, named("signIn"));
    QVERIFY(m_plant->audit(named("signIn")).isEmpty()); // nothing was tried, nobody is locked
    QVERIFY(m_plant->access.sessions().isEmpty());
}

void UserCertificatesTest::aStolenCookieIsWorthNothing()
{
    startWith(Wanted::Required);
    const Heard in = signIn("otto", "otto");
    QCOMPARE(sessionOn("vera", in).status, 401);
    QCOMPARE(sessionOn("", in).status, 0);
    const QByteArray fields = "Cookie: " + in.cookie() + "\r\nX-CSRF-Token: " + in.csrf() + "\r\n";
    QCOMPARE(ask("vera", "POST /api/v1/tags/setpoint/write", fields, "{\"value\":5}").status, 401);
    QCOMPARE(ask("vera", "DELETE /api/v1/session", fields).status, 401);
    QCOMPARE(sessionOn("otto", in).status, 200); // whose it is has not lost it
    // Another certificate of the same user is as good.
    give("otto", "spare");
    QCOMPARE(sessionOn("spare", in).status, 200);
}

void UserCertificatesTest::aStolenTokenIsWorthNothing()
{
    startWith(Wanted::Required);
    Token token;
    token.user = named("otto");
    token.name = named("historian");
    token.expires = m_plant->clock.now() + std::chrono::hours(1);
    const auto text = m_plant->access.addToken(token).result();
    QVERIFY(bool(text));
    const QByteArray bearer = "Authorization: Bearer " + *text + "\r\n";
    QCOMPARE(ask("otto", "GET /api/v1/tags", bearer).status, 200);
    QCOMPARE(ask("vera", "GET /api/v1/tags", bearer).status, 401);
    QCOMPARE(ask("", "GET /api/v1/tags", bearer).status, 0);
}

void UserCertificatesTest::optionalBindsWhoShowsOne()
{
    startWith(Wanted::Optional);
    const Heard bare = signIn("", "otto");
    QCOMPARE(bare.status, 201);
    QCOMPARE(sessionOn("", bare).status, 200);
    QCOMPARE(sessionOn("otto", bare).status, 200);
    QCOMPARE(sessionOn("vera", bare).status, 401);
    QCOMPARE(signIn("vera", "otto").status, 403);
    const Heard bound = signIn("otto", "otto");
    QCOMPARE(sessionOn("otto", bound).status, 200);
    QCOMPARE(sessionOn("", bound).status, 401);
    QCOMPARE(ask("spare", "GET /healthz").status, 0);
}

void UserCertificatesTest::aDisabledUserHasNoConnection()
{
    startWith(Wanted::Required);
    QCOMPARE(ask("otto", "GET /healthz").status, 200);
    UserChange change;
    change.enabled = false;
    QVERIFY(bool(m_plant->access.changeUser(named("otto"), change).result()));
    QCOMPARE(ask("otto", "GET /healthz").status, 0);
    QCOMPARE(ask("vera", "GET /healthz").status, 200);
}

void UserCertificatesTest::anExpiredUserHasNoConnection()
{
    startWith(Wanted::Required);
    UserChange change;
    change.expires = m_plant->clock.now() + std::chrono::hours(1);
    QVERIFY(bool(m_plant->access.changeUser(named("otto"), change).result()));
    QCOMPARE(ask("otto", "GET /healthz").status, 200);
    m_plant->clock.advance(std::chrono::hours(2));
    QCOMPARE(ask("otto", "GET /healthz").status, 0);
}

void UserCertificatesTest::removingOneEndsItsConnections()
{
    startWith(Wanted::Required);
    QProcess client;
    start(client, "otto");
    client.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QByteArray heard;
    QTRY_VERIFY_WITH_TIMEOUT((heard += client.readAllStandardOutput()).contains("\"ok\""), 20000);
    const QByteArray fingerprint = fingerprintFrom(m_pki.fingerprint(named("otto")));
    QVERIFY(bool(m_plant->access.removeCertificate(named("otto"), fingerprint).result()));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(!m_plant->audit(named("denied")).isEmpty(), 20000);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kBeforeIdle);
}

void UserCertificatesTest::theLiveFeedEndsWithTheCertificate()
{
    startWith(Wanted::Required);
    QProcess client;
    startFeed(client, "otto");
    const QByteArray fingerprint = fingerprintFrom(m_pki.fingerprint(named("otto")));
    QVERIFY(bool(m_plant->access.removeCertificate(named("otto"), fingerprint).result()));
    QElapsedTimer clock;
    clock.start();
    QTRY_VERIFY_WITH_TIMEOUT(!m_plant->audit(named("denied")).isEmpty(), 20000);
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kBeforeIdle);
    const QByteArray heard = client.readAllStandardOutput();
    QVERIFY2(heard.endsWith(closeFrame(4401, "the certificate is not good any more")),
             heard.right(100).toHex(' '));
}

void UserCertificatesTest::theLiveFeedEndsWithARevocation()
{
    startWith(Wanted::Required);
    QProcess client;
    startFeed(client, "otto");
    const QString list = m_authorities.filePath(named("ca.crl"));
    const auto removeList = qScopeGuard([&list] { QFile::remove(list); });
    m_pki.makeList(list, named("ca"), {named("otto")});
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kBeforeIdle);
    const QByteArray heard = client.readAllStandardOutput();
    QVERIFY2(heard.endsWith(closeFrame(4401, "the certificate is not good any more")),
             heard.right(100).toHex(' '));
    QCOMPARE(m_plant->audit(named("denied")).size(), 1);
}

void UserCertificatesTest::administratorsAddAndRemoveThem()
{
    m_plant = std::make_unique<ApiPlant>();
    ApiClient root(m_plant->server);
    ApiClient vera(m_plant->server);
    QCOMPARE(root.signIn(named("root")).status, 201);
    QCOMPARE(vera.signIn(named("vera")).status, 201);
    const QString all = named("/api/v1/users/otto/certificates");
    const QJsonObject body{{named("name"), named("laptop")},
                           {named("certificate"), QString::fromLatin1(pemOf(named("otto")))}};
    const QByteArray json = QJsonDocument(body).toJson();
    QCOMPARE(vera.get(all).status, 403);
    QCOMPARE(vera.post(all, json).status, 403);
    const Reply added = root.post(all, json);
    QCOMPARE(added.status, 201);
    const QString fingerprint = added.json()[named("fingerprint")].toString();
    QCOMPARE(fingerprintFrom(fingerprint).toHex(), m_pki.fingerprint(named("otto")).toLatin1());
    QCOMPARE(added.json()[named("addedBy")].toString(), named("root"));
    QCOMPARE(root.post(all, json).status, 409);
    QCOMPARE(root.post(named("/api/v1/users/vera/certificates"), json).status, 409);
    QCOMPARE(root.post(named("/api/v1/users/none/certificates"), json).status, 404);
    QCOMPARE(root.post(all, "{\"name\":\"x\",\"certificate\":\"none\"}").status, 422);
    QCOMPARE(m_plant->audit(named("user.certificate.add")).size(), 5);
    const QJsonArray listed = root.get(all).json()[named("certificates")].toArray();
    QCOMPARE(listed.size(), 1);
    QCOMPARE(listed.first()[named("name")].toString(), named("laptop"));
    const QString one = all + u'/' + fingerprint;
    QCOMPARE(vera.send("DELETE", one).status, 403);
    m_plant->clock.advance(std::chrono::minutes(6));
    QCOMPARE(root.send("DELETE", one).code(), named("notConfirmed"));
    QCOMPARE(root.post(named("/api/v1/session/confirm"),
                       QByteArray("{\"password\":\"") + ApiPlant::kPassword + "\"}")
                 .status,
             204);
    QCOMPARE(root.send("DELETE", one).status, 204);
    QCOMPARE(root.send("DELETE", one).status, 404);
    QCOMPARE(m_plant->audit(named("user.certificate.remove")).last().target, named("otto"));
}

void UserCertificatesTest::refusedConnectionsAreOnRecord()
{
    startWith(Wanted::Required);
    QCOMPARE(ask("", "GET /healthz").status, 0);
    QCOMPARE(ask("spare", "GET /healthz").status, 0);
    const QList<AuditEntry> rows = m_plant->audit(named("denied"));
    QCOMPARE(rows.size(), 2);
    for (const AuditEntry &row : rows) {
        QCOMPARE(row.target, named("certificate"));
        QCOMPARE(row.origin, named("remote 127.0.0.1"));
        QVERIFY(row.actor.isEmpty());
    }
}

QTEST_GUILESS_MAIN(UserCertificatesTest)
#include "tst_usercertificates.moc"
