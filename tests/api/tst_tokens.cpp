// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/requestrows.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// Programs that show a token instead of a session.
class TokensTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_otto;
    std::unique_ptr<ApiClient> m_program;

    /// Made by the user over the API; members as in the request's body.
    QByteArray make(ApiClient &client, const QByteArray &members = "\"write\":true")
    {
        const Reply reply
            = client.post(QStringLiteral("/api/v1/tokens"),
                          "{\"name\":\"historian\",\"expires\":4102444800000," + members + "}");
        return reply.json().value(QStringLiteral("token")).toString().toLatin1();
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_otto = std::make_unique<ApiClient>(m_plant->server);
        m_program = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_otto->signIn(QStringLiteral("otto")).status, 201);
        m_program->bearer = make(*m_otto);
        QVERIFY(m_program->bearer.startsWith("mws_"));
    }

    void aProgramReadsAndWritesWithoutCookieOriginAndCsrf()
    {
        QCOMPARE(m_program->get(QStringLiteral("/api/v1/tags")).status, 200);
        QCOMPARE(m_program->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
        QCOMPARE(m_plant->bus.writes.size(), 1);
        const AuditEntry row = m_plant->lastRow("write.intended");
        QCOMPARE(row.actor, QStringLiteral("otto"));
        const QByteArray id = m_program->bearer.mid(4, 12);
        QCOMPARE(row.origin, QStringLiteral("program 127.0.0.1 ") + QString::fromLatin1(id));
        QVERIFY(m_plant->access.tokens().constFirst().lastUsed == m_plant->clock.now());
    }

    void aReadingTokenWritesNothing()
    {
        m_program->bearer = make(*m_otto, "\"network\":\"127.0.0.0/8\"");
        QCOMPARE(m_program->get(QStringLiteral("/api/v1/tags")).status, 200);
        QCOMPARE(m_program->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 403);
        LiveClient feed(*m_program, m_plant->server);
        QTRY_COMPARE(feed.messages("hello").size(), 1);
        feed.send("{\"type\":\"write\",\"id\":1,\"tag\":\"setpoint\",\"value\":5}");
        QTRY_COMPARE(feed.messages("written").size(), 1);
        const QJsonValue problem
            = feed.messages("written").constFirst().value(QStringLiteral("problem"));
        QCOMPARE(problem[QStringLiteral("code")].toString(), QStringLiteral("denied"));
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void aProgramHasNoSession_data()
    {
        addRequestColumns();
        addRequest("GET", "/session");
        addRequest("DELETE", "/session");
        addRequest("POST", "/session/password",
                   "{\"current\":\"correct horse battery\",\"password\":\"a slow green tram\"}");
        addRequest("POST", "/session/confirm", "{\"password\":\"correct horse battery\"}");
        addRequest("GET", "/sessions");
        addRequest("GET", "/tokens");
        addRequest("POST", "/tokens",
                   "{\"name\":\"more\",\"write\":true,\"expires\":4102444800000}");
        addRequest("GET", "/users");
        addRequest(
            "POST", "/users",
            "{\"name\":\"eve\",\"role\":\"administrator\",\"password\":\"blue herring sings\"}");
        addRequest("GET", "/audit");
        addRequest("POST", "/trace", "{\"enabled\":true}");
    }

    void aProgramHasNoSession()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, target);
        QFETCH(QByteArray, body);
        ApiClient root(m_plant->server);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        m_program->bearer = make(root);
        QCOMPARE(m_program->send(method, target, body).status, 403);
        QCOMPARE(m_plant->access.tokens().size(), 2);
        QCOMPARE(m_plant->access.users().size(), 4);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
    }

    void aBadTokenIsNotSavedByACookie()
    {
        for (const char *value : {"Bearer mws_aaaaaaaaaaaa_x", "Bearer", "Bearer ", "bearer x",
                                  "BEARER mws_aaaaaaaaaaaa_x"}) {
            m_otto->headers = {{"Authorization", value}};
            QCOMPARE(m_otto->get(QStringLiteral("/api/v1/tags")).status, 401);
            QCOMPARE(m_otto->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 401);
        }
        QVERIFY(m_plant->bus.writes.isEmpty());
        QVERIFY(!m_plant->lastRow("denied").detail.contains(QStringLiteral("mws_")));
    }

    /// A proxy may ask for more, and browsers then send it along.
    void anotherSchemeIsNoToken()
    {
        m_otto->headers = {{"Authorization", "Basic b3R0bzp4"}};
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/tags")).status, 200);
        m_otto->cookie.clear();
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/tags")).status, 401);
    }

    void signingInBesideATokenEndsNothing()
    {
        ApiClient client(m_plant->server);
        client.headers = {{"Authorization", "Bearer " + m_program->bearer}};
        QCOMPARE(client.signIn(QStringLiteral("vera")).status, 201);
        QVERIFY(m_plant->audit(QStringLiteral("signOut")).isEmpty());
        QCOMPARE(m_program->get(QStringLiteral("/api/v1/tags")).status, 200);
    }

    void aForeignPageGainsNothingByAToken()
    {
        m_program->headers = {{"Origin", "https://evil.example"}};
        QCOMPARE(m_program->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 403);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void makingOneWantsThePasswordAndIsRecorded()
    {
        const AuditEntry row = m_plant->lastRow("token.add");
        QCOMPARE(row.actor, QStringLiteral("otto"));
        QVERIFY(row.detail.contains(QStringLiteral("read and write")));
        for (const AuditEntry &entry : m_plant->audit())
            QVERIFY(!(entry.target + entry.detail)
                         .contains(QString::fromLatin1(m_program->bearer.mid(17))));
        m_plant->clock.advance(5min);
        QVERIFY(make(*m_otto).isEmpty());
        QCOMPARE(m_plant->access.tokens().size(), 1);
        QCOMPARE(m_plant->lastRow("denied").detail, QStringLiteral("notConfirmed"));
    }

    void everyoneEndsTheOwnAndAdministratorsAll()
    {
        const QString target
            = QStringLiteral("/api/v1/tokens/") + QString::fromLatin1(m_program->bearer.mid(4, 12));
        ApiClient vera(m_plant->server);
        QCOMPARE(vera.signIn(QStringLiteral("vera")).status, 201);
        QVERIFY(vera.get(QStringLiteral("/api/v1/tokens"))
                    .json()
                    .value(QStringLiteral("tokens"))
                    .toArray()
                    .isEmpty());
        QCOMPARE(vera.send("DELETE", target).status, 404);
        LiveClient feed(*m_program, m_plant->server);
        QTRY_COMPARE(feed.messages("hello").size(), 1);
        ApiClient root(m_plant->server);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        QVERIFY(!root.get(QStringLiteral("/api/v1/tokens")).body.contains(m_program->bearer));
        QCOMPARE(root.send("DELETE", target).status, 204);
        QTRY_COMPARE(feed.closeCode(), 4401);
        QCOMPARE(m_program->get(QStringLiteral("/api/v1/tags")).status, 401);
        QCOMPARE(m_plant->lastRow("token.remove").actor, QStringLiteral("root"));
    }

    /// The report against what really happens to a write of every tag by everybody.
    void theAccessReportIsWhatHappens()
    {
        ApiClient root(m_plant->server);
        QCOMPARE(root.signIn(QStringLiteral("root")).status, 201);
        ApiClient reader(m_plant->server);
        reader.bearer = make(*m_otto, "\"write\":false");
        ApiClient doser(m_plant->server);
        doser.bearer = make(root, "\"write\":true,\"areas\":[\"dosing\"]");
        m_plant->add("dana", "doser");
        const QJsonObject report = root.get(QStringLiteral("/api/v1/access-report")).json();
        const auto happens = [this](ApiClient &client) {
            QStringList written;
            for (const Tag &tag : m_plant->project->tags()) {
                m_plant->clock.advance(2s);
                const QByteArray value = tag.type == DataType::Bool ? "true" : "1";
                const int status
                    = client
                          .write(tag.id,
                                 "{\"value\":" + value + ",\"confirmed\":true,\"reason\":\"test\"}")
                          .status;
                if (status != 403 && status != 404)
                    written.append(tag.id);
            }
            return written;
        };
        const auto said = [&report](const QString &list, const QString &key, const QString &name,
                                    const QString &kind) {
            for (const QJsonValue &entry : report.value(list).toArray()) {
                if (entry[key].toString() == name)
                    return entry[kind].toVariant().toStringList();
            }
            return QStringList{QStringLiteral("nobody of that name")};
        };
        const auto sees = [](ApiClient &client) {
            QStringList ids;
            for (const QJsonValue &tag : client.get(QStringLiteral("/api/v1/tags"))
                                             .json()
                                             .value(QStringLiteral("tags"))
                                             .toArray())
                ids.append(tag[QStringLiteral("id")].toString());
            return ids;
        };
        for (const char *name : {"root", "vera", "otto", "dora", "dana"}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(name)).status, 201);
            QCOMPARE(said(QStringLiteral("users"), QStringLiteral("user"), QLatin1String(name),
                          QStringLiteral("remoteView")),
                     sees(client));
            QCOMPARE(said(QStringLiteral("users"), QStringLiteral("user"), QLatin1String(name),
                          QStringLiteral("remote")),
                     happens(client));
        }
        for (ApiClient *client : {m_program.get(), &reader, &doser}) {
            QCOMPARE(said(QStringLiteral("tokens"), QStringLiteral("token"),
                          QString::fromLatin1(client->bearer.mid(4, 12)),
                          QStringLiteral("program")),
                     happens(*client));
            QCOMPARE(said(QStringLiteral("tokens"), QStringLiteral("token"),
                          QString::fromLatin1(client->bearer.mid(4, 12)),
                          QStringLiteral("programView")),
                     sees(*client));
        }
        const auto atPanel = [&said](const char *name) {
            return said(QStringLiteral("users"), QStringLiteral("user"), QLatin1String(name),
                        QStringLiteral("panel"));
        };
        QVERIFY(atPanel("otto").contains(QStringLiteral("local")));
        QVERIFY(!said(QStringLiteral("users"), QStringLiteral("user"), QStringLiteral("otto"),
                      QStringLiteral("remote"))
                     .contains(QStringLiteral("local")));
        QVERIFY(atPanel("vera").isEmpty());
    }

    void aTokenOfAnotherUserDies()
    {
        LiveClient feed(*m_program, m_plant->server);
        QTRY_COMPARE(feed.messages("hello").size(), 1);
        QVERIFY(waitFor(m_plant->access.removeUser(QStringLiteral("otto"))));
        QCOMPARE(m_program->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 401);
        QTRY_COMPARE(feed.closeCode(), 4401);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TokensTest)
#include "tst_tokens.moc"
