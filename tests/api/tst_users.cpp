// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/guard.h"
#include "api/requestrows.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QByteArray kNewPassword = "a slow green tram";

QByteArray passwords(const QByteArray &current, const QByteArray &next)
{
    return "{\"current\":\"" + current + "\",\"password\":\"" + next + "\"}";
}

} // namespace

/// What administrators do to accounts over the API, and what it does to those who are signed in.
class UsersTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_root;
    std::unique_ptr<ApiClient> m_otto;

    [[nodiscard]] QStringList sessionUsers(ApiClient &client) const
    {
        QStringList users;
        const QJsonObject reply = client.get(QStringLiteral("/api/v1/sessions")).json();
        for (const QJsonValue &session : reply.value(QStringLiteral("sessions")).toArray())
            users.append(session[QStringLiteral("user")].toString());
        users.sort();
        return users;
    }
    [[nodiscard]] QString idOfSession(const QString &user) const
    {
        const QJsonObject reply = m_root->get(QStringLiteral("/api/v1/sessions")).json();
        for (const QJsonValue &session : reply.value(QStringLiteral("sessions")).toArray()) {
            if (session[QStringLiteral("user")].toString() == user)
                return session[QStringLiteral("id")].toString();
        }
        return {};
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_root = std::make_unique<ApiClient>(m_plant->server);
        m_otto = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_root->signIn(QStringLiteral("root")).status, 201);
        QCOMPARE(m_otto->signIn(QStringLiteral("otto")).status, 201);
    }

    void onlyAdministratorsSeeAndChangeAccounts_data()
    {
        addRequestColumns();
        addRequest("GET", "/users");
        addRequest("GET", "/users/vera");
        addRequest("GET", "/roles");
        addRequest(
            "POST", "/users",
            "{\"name\":\"eve\",\"role\":\"administrator\",\"password\":\"blue herring sings\"}");
        addRequest("PATCH", "/users/otto", "{\"role\":\"administrator\"}");
        addRequest("PATCH", "/users/root", "{\"enabled\":false}");
        addRequest("DELETE", "/users/vera");
        addRequest("POST", "/users/root/password", "{\"password\":\"blue herring sings\"}");
        addRequest("POST", "/users/vera/pin", "{\"pin\":\"4711\"}");
        addRequest("POST", "/users/vera/unlock", "{}");
    }

    void onlyAdministratorsSeeAndChangeAccounts()
    {
        QFETCH(QByteArray, method);
        QFETCH(QString, target);
        QFETCH(QByteArray, body);
        const QList<User> before = m_plant->access.users();
        const Reply reply = m_otto->send(method, target, body);
        QCOMPARE(reply.status, 403);
        QCOMPARE(reply.code(), QStringLiteral("denied"));
        QCOMPARE(m_plant->lastRow("denied").actor, QStringLiteral("otto"));
        const QList<User> after = m_plant->access.users();
        QCOMPARE(after.size(), before.size());
        for (int i = 0; i < after.size(); ++i) {
            QCOMPARE(after.at(i).role, before.at(i).role);
            QCOMPARE(after.at(i).enabled, before.at(i).enabled);
            QCOMPARE(after.at(i).hasPin, before.at(i).hasPin);
        }
        QCOMPARE(m_root->get(QStringLiteral("/api/v1/users")).status, 200);
    }

    void accountsShowNoSecret()
    {
        const QByteArray body = m_root->get(QStringLiteral("/api/v1/users")).body;
        QVERIFY(body.contains("otto"));
        QVERIFY(!body.contains("scrypt"));
        QVERIFY(!body.contains(ApiPlant::kPassword));
    }

    void aNewUserChoosesAPasswordFirst()
    {
        const QByteArray body
            = QByteArray("{\"name\":\"anna\",\"role\":\"operator\",\"password\":\"")
            + ApiPlant::kPassword + "\"}";
        QCOMPARE(m_root->post(QStringLiteral("/api/v1/users"), body).status, 201);
        QCOMPARE(m_plant->lastRow("user.add").target, QStringLiteral("anna"));
        QCOMPARE(m_plant->lastRow("user.add").actor, QStringLiteral("root"));
        ApiClient anna(m_plant->server);
        const Reply entered = anna.signIn(QStringLiteral("anna"));
        QCOMPARE(entered.status, 201);
        QCOMPARE(entered.json().value(QStringLiteral("mustChangePassword")), QJsonValue(true));
        QVERIFY(entered.json().value(QStringLiteral("permissions")).toArray().isEmpty());
        QCOMPARE(anna.get(QStringLiteral("/api/v1/tags")).status, 403);
        QCOMPARE(anna.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 403);
        const LiveClient feed(anna, m_plant->server);
        QTRY_VERIFY(feed.hasEnded());
        QVERIFY(feed.texts.isEmpty());
        const Reply changed = anna.post(QStringLiteral("/api/v1/session/password"),
                                        passwords(ApiPlant::kPassword, kNewPassword));
        QCOMPARE(changed.status, 201);
        QCOMPARE(anna.get(QStringLiteral("/api/v1/tags")).status, 401); // the old cookie
        anna.cookie = changed.setCookie.left(changed.setCookie.indexOf(';'));
        anna.csrfToken = changed.json().value(QStringLiteral("csrfToken")).toString().toLatin1();
        QCOMPARE(anna.get(QStringLiteral("/api/v1/tags")).status, 200);
        QCOMPARE(anna.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
        QCOMPARE(m_plant->lastRow("password.change").outcome, QStringLiteral("ok"));
    }

    void aWrongCurrentPasswordChangesNothing()
    {
        const Reply reply = m_otto->post(QStringLiteral("/api/v1/session/password"),
                                         passwords("wrong", kNewPassword));
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.code(), QStringLiteral("badCredentials"));
        QCOMPARE(m_plant->lastRow("password.change").outcome, QStringLiteral("failed"));
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/session")).status, 200);
        QCOMPARE(m_otto->signIn(QStringLiteral("otto")).status, 201);
    }

    void changesWantThePasswordAgain()
    {
        m_plant->clock.advance(5min);
        const QByteArray change = "{\"displayName\":\"Otto\"}";
        const QString otto = QStringLiteral("/api/v1/users/otto");
        const Reply refused = m_root->send("PATCH", otto, change);
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), QStringLiteral("notConfirmed"));
        const QString confirm = QStringLiteral("/api/v1/session/confirm");
        QCOMPARE(m_root->post(confirm, "{\"password\":\"wrong\"}").status, 401);
        QCOMPARE(m_root->send("PATCH", otto, change).status, 403);
        QCOMPARE(m_root->post(confirm, QByteArray("{\"password\":\"") + ApiPlant::kPassword + "\"}")
                     .status,
                 204);
        QCOMPARE(m_root->send("PATCH", otto, change).status, 200);
        QVERIFY(m_plant->lastRow("user.change")
                    .detail.contains(QStringLiteral("Display of otto to Otto")));
    }

    void unlockingWantsThePasswordAgain()
    {
        m_plant->clock.advance(5min);
        const Reply reply = m_root->post(QStringLiteral("/api/v1/users/root/unlock"), "{}");
        QCOMPARE(reply.code(), QStringLiteral("notConfirmed"));
        QCOMPARE(m_plant->lastRow("denied").actor, QStringLiteral("root"));
    }

    void whatIsNotTriedIsNotRecorded()
    {
        const auto rows = [this] { return m_plant->audit().size(); };
        const qsizetype before = rows();
        const QString target = QStringLiteral("/api/v1/session/password");
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(m_otto->post(target, passwords(ApiPlant::kPassword, "short")).status, 422);
            QCOMPARE(m_otto->post(target, passwords(kNewPassword, kNewPassword)).status, 422);
        }
        QCOMPARE(rows(), before);
    }

    void rolesChangeAtOnce()
    {
        LiveClient feed(*m_otto, m_plant->server);
        QTRY_COMPARE(feed.messages("hello").size(), 1);
        const QString otto = QStringLiteral("/api/v1/users/otto");
        QCOMPARE(m_root->send("PATCH", otto, "{\"role\":\"viewer\"}").status, 200);
        QVERIFY(m_plant->lastRow("user.change")
                    .detail.contains(QStringLiteral("role operator to viewer")));
        QCOMPARE(m_otto->write(QStringLiteral("setpoint"), "{\"value\":5}").status, 403);
        QVERIFY(m_plant->bus.writes.isEmpty());
        QVERIFY(feed.isConnected());
        QCOMPARE(m_root->send("PATCH", otto, "{\"enabled\":false}").status, 200);
        QTRY_COMPARE(feed.closeCode(), 4401);
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/tags")).status, 401);
    }

    void whatIsLeftOutStays()
    {
        const QString vera = QStringLiteral("/api/v1/users/vera");
        QCOMPARE(m_root->send("PATCH", vera, "{\"expires\":4102444800000}").status, 200);
        const QJsonObject user = m_root->get(vera).json();
        QCOMPARE(user.value(QStringLiteral("role")).toString(), QStringLiteral("viewer"));
        QCOMPARE(user.value(QStringLiteral("displayName")).toString(),
                 QStringLiteral("Display of vera"));
        QCOMPARE(user.value(QStringLiteral("enabled")), QJsonValue(true));
        QCOMPARE(qint64(user.value(QStringLiteral("expires")).toDouble()), 4102444800000);
    }

    void unknownKeysAreRefused()
    {
        const QString vera = QStringLiteral("/api/v1/users/vera");
        for (const char *body : {"{\"hasPin\":true}", "{\"name\":\"root\"}", "{\"enabled\":1}",
                                 "{\"expires\":-1}", "{\"password\":\"blue herring sings\"}",
                                 "{\"mustChangePassword\":false}", "{\"expires\":253402300800000}"})
            QCOMPARE(m_root->send("PATCH", vera, body).status, 400);
    }

    void theLastAdministratorStays()
    {
        const QString root = QStringLiteral("/api/v1/users/root");
        for (const char *body :
             {"{\"enabled\":false}", "{\"role\":\"viewer\"}", "{\"expires\":4102444800000}"})
            QCOMPARE(m_root->send("PATCH", root, body).status, 409);
        QCOMPARE(m_root->send("DELETE", root).status, 409);
        QCOMPARE(m_plant->lastRow("user.remove").outcome, QStringLiteral("failed"));
        QCOMPARE(m_root->get(root).status, 200);
    }

    void aLockedAccountIsUnlocked()
    {
        ApiClient vera(m_plant->server);
        const QByteArray wrong = "{\"user\":\"vera\",\"password\":\"wrong\"}";
        for (int i = 0; i < 5; ++i)
            QCOMPARE(vera.post(QStringLiteral("/api/v1/session"), wrong).status, 401);
        const QString target = QStringLiteral("/api/v1/users/vera");
        QVERIFY(m_root->get(target).json().value(QStringLiteral("lockedForMs")).toInt() > 0);
        QCOMPARE(m_root->post(target + QStringLiteral("/unlock"), "{}").status, 204);
        QCOMPARE(m_root->get(target).json().value(QStringLiteral("lockedForMs")).toInt(), 0);
        QCOMPARE(m_plant->lastRow("user.unlock").target, QStringLiteral("vera"));
    }

    void whatIsTypedForANameIsNotWritten()
    {
        ApiClient stranger(m_plant->server);
        const QByteArray typed = "{\"user\":\"my secret words\",\"password\":\"x\"}";
        QCOMPARE(stranger.post(QStringLiteral("/api/v1/session"), typed).status, 401);
        QCOMPARE(m_plant->lastRow("signIn").outcome, QStringLiteral("failed"));
        QCOMPARE(m_plant->lastRow("signIn").actor, QStringLiteral("(unknown)"));
        for (const AuditEntry &row : m_plant->audit())
            QVERIFY(!(row.actor + row.target + row.detail).contains(QStringLiteral("secret")));
        const QByteArray known = "{\"user\":\"vera\",\"password\":\"x\"}";
        QCOMPARE(stranger.post(QStringLiteral("/api/v1/session"), known).status, 401);
        QCOMPARE(m_plant->lastRow("signIn").target, QStringLiteral("vera"));
    }

    void attemptsThatAreThrottledFillNoAuditLog()
    {
        ApiClient stranger(m_plant->server);
        const QByteArray wrong = "{\"user\":\"vera\",\"password\":\"x\"}";
        const auto post
            = [&] { return stranger.post(QStringLiteral("/api/v1/session"), wrong).status; };
        for (int i = 0; i < 5; ++i)
            QCOMPARE(post(), 401);
        const qsizetype before = m_plant->audit(QStringLiteral("signIn")).size();
        constexpr int kMore = 50;
        for (int i = 0; i < api::DenialBudget::kBurst + kMore; ++i)
            QCOMPARE(post(), 429);
        QCOMPARE(m_plant->audit(QStringLiteral("signIn")).size(), before);
        QVERIFY(waitFor(m_plant->auditLog.verify()).value() < api::DenialBudget::kBurst + kMore);
        m_plant->clock.advance(1s);
        QCOMPARE(post(), 429);
        QTRY_VERIFY(
            m_plant->lastRow("denied").detail.contains(QStringLiteral("more were not recorded")));
    }

    void sessionsAreListedAndEnded()
    {
        QCOMPARE(sessionUsers(*m_root),
                 (QStringList{QStringLiteral("otto"), QStringLiteral("root")}));
        QCOMPARE(sessionUsers(*m_otto), QStringList{QStringLiteral("otto")});
        const QString sessions = QStringLiteral("/api/v1/sessions/");
        QCOMPARE(m_otto->send("DELETE", sessions + idOfSession(QStringLiteral("root"))).status,
                 404);
        LiveClient feed(*m_otto, m_plant->server);
        QTRY_COMPARE(feed.messages("hello").size(), 1);
        QCOMPARE(m_root->send("DELETE", sessions + idOfSession(QStringLiteral("otto"))).status,
                 204);
        QCOMPARE(m_plant->lastRow("session.end").target, QStringLiteral("otto"));
        QTRY_COMPARE(feed.closeCode(), 4401);
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/session")).status, 401);
    }

    void removingAUserEndsItsSessions()
    {
        QCOMPARE(m_root->send("DELETE", QStringLiteral("/api/v1/users/otto")).status, 204);
        QCOMPARE(m_otto->get(QStringLiteral("/api/v1/session")).status, 401);
        QCOMPARE(m_root->get(QStringLiteral("/api/v1/users/otto")).status, 404);
    }
};

QTEST_GUILESS_MAIN(UsersTest)
#include "tst_users.moc"
