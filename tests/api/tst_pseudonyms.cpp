// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"

#include <QTest>

using namespace mws;

namespace
{

const QString kOtto = QStringLiteral("/api/v1/users/otto");

} // namespace

/// The name of one who is gone, on every way that it could be read again; shared accounts in lists
/// and rows.
class PseudonymsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_root;

    Reply pseudonymise(ApiClient &client)
    {
        return client.post(kOtto + QStringLiteral("/pseudonymise"), {});
    }
    void ottoWasHere()
    {
        ApiClient otto(m_plant->server);
        QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
        QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
        QCOMPARE(otto.post(QStringLiteral("/api/v1/tokens"),
                           "{\"name\":\"reader\",\"expires\":4102444800000}")
                     .status,
                 201);
        QVERIFY(waitFor(m_plant->door.lockout().set({{}, QStringLiteral("otto"), {}})));
        QCOMPARE(m_root->send("PATCH", kOtto, "{\"displayName\":\"Otto Maier\"}").status, 200);
    }
    [[nodiscard]] AuditEntry newest(const char *action) const
    {
        const QList<AuditEntry> rows = m_plant->audit(QLatin1String(action));
        return rows.isEmpty() ? AuditEntry() : rows.constFirst();
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_root = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_root->signIn(QStringLiteral("root")).status, 201);
    }

    void noAnswerNamesWhoIsGone()
    {
        ottoWasHere();
        QCOMPARE(pseudonymise(*m_root).status, 409);
        QCOMPARE(m_root->send("DELETE", kOtto).status, 204);
        const Reply done = pseudonymise(*m_root);
        QCOMPARE(done.status, 200);
        const QString alias = done.json().value(QStringLiteral("pseudonym")).toString();
        QVERIFY(done.json().value(QStringLiteral("rows")).toInt() > 5);
        int seen = 0;
        for (const char *target :
             {"/audit", "/audit?limit=1000", "/audit?text=otto", "/audit/export?format=csv",
              "/audit/export?format=ndjson", "/users", "/tokens", "/sessions", "/access-report",
              "/lockouts", "/devices"}) {
            const Reply reply = m_root->get(QStringLiteral("/api/v1") + QLatin1String(target));
            QCOMPARE(reply.status, 200);
            // What asks for the name is on record itself: the row of an export has its filters.
            QVERIFY2(!reply.body.contains("Maier") && !reply.body.contains("\"otto\""), reply.body);
            seen += reply.body.contains(alias.toUtf8());
        }
        QVERIFY(seen >= 5); // the record, both exports and the lockouts
        QVERIFY(!m_root->get(QStringLiteral("/api/v1/audit?limit=1000")).body.contains("Otto"));
        const auto verdict = waitFor(m_plant->auditLog.check());
        QVERIFY(verdict->isIntact());
        QVERIFY(verdict->pseudonymised > 5);
    }

    void theAccountOfOneWhoIsDisabledGoesWithIt()
    {
        ottoWasHere();
        QCOMPARE(m_root->send("PATCH", kOtto, "{\"enabled\":false}").status, 200);
        QCOMPARE(pseudonymise(*m_root).status, 200);
        QCOMPARE(m_root->get(kOtto).status, 404);
        QVERIFY(m_plant->access.tokens().isEmpty());
        const AuditEntry row = newest("user.pseudonymise");
        QCOMPARE(row.actor, QStringLiteral("root"));
        QVERIFY(row.target.startsWith(QStringLiteral("user-")));
        QVERIFY(row.detail.endsWith(QStringLiteral(" rows")));
    }

    void onlyAdministratorsWithTheirPassword()
    {
        ApiClient dora(m_plant->server);
        QCOMPARE(dora.signIn(QStringLiteral("dora")).status, 201);
        QCOMPARE(pseudonymise(dora).status, 403);
        m_plant->clock.advance(std::chrono::minutes(6));
        QCOMPARE(pseudonymise(*m_root).code(), QStringLiteral("notConfirmed"));
        QCOMPARE(m_plant->access.users().size(), 4);
    }

    void rowsOfASharedAccountSaySo()
    {
        QCOMPARE(m_root->send("PATCH", kOtto, "{\"shared\":true}").status, 200);
        QCOMPARE(newest("user.change").detail, QStringLiteral("shared no to yes"));
        QVERIFY(m_root->get(kOtto).json().value(QStringLiteral("shared")).toBool());
        ApiClient otto(m_plant->server);
        QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
        QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
        for (const char *action : {"signIn", "write.intended", "write.result"}) {
            const AuditEntry row = newest(action);
            QCOMPARE(row.actor, QStringLiteral("otto"));
            QCOMPARE(row.origin, QStringLiteral("remote 127.0.0.1 shared"));
        }
        ApiClient wrong(m_plant->server);
        QCOMPARE(
            wrong.post(QStringLiteral("/api/v1/session"), "{\"user\":\"otto\",\"password\":\"no\"}")
                .status,
            401);
        QCOMPARE(newest("signIn").origin, QStringLiteral("remote 127.0.0.1 shared"));
    }

    void aSharedAccountIsNoAdministrator()
    {
        QCOMPARE(
            m_root->send("PATCH", kOtto, "{\"shared\":true,\"role\":\"administrator\"}").status,
            422);
        QCOMPARE(
            m_root->send("PATCH", QStringLiteral("/api/v1/users/root"), "{\"shared\":true}").status,
            422);
        const Reply made
            = m_root->post(QStringLiteral("/api/v1/users"),
                           "{\"name\":\"shift\",\"role\":\"administrator\",\"shared\":true,"
                           "\"password\":\"blue herring sings\"}");
        QCOMPARE(made.status, 422);
        QVERIFY(!m_plant->access.isShared(QStringLiteral("otto")));
    }
};

QTEST_GUILESS_MAIN(PseudonymsTest)
#include "tst_pseudonyms.moc"
