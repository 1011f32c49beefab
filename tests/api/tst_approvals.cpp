// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/criticaltag.h"
#include "control/approvalbook.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kApprovals = QStringLiteral("/api/v1/approvals");

} // namespace

/// A write that needs a second person, as browsers and programs see it.
class ApiApprovalsTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_otto;
    std::unique_ptr<ApiClient> m_root;

    QString ask(ApiClient &client)
    {
        const Reply asked
            = client.write(QStringLiteral("critical"),
                           "{\"value\":5,\"confirmed\":true,\"reason\":\"<b>new</b>\"}");
        if (asked.status != 202)
            qFatal("%d %s", asked.status, asked.body.constData());
        return asked.json().value(QStringLiteral("approval")).toString();
    }
    static Reply act(ApiClient &client, const QString &id, const char *what,
                     const QByteArray &body = "{\"confirmed\":true}")
    {
        return client.post(kApprovals + u'/' + id + u'/' + QLatin1String(what), body);
    }
    static QJsonObject seen(ApiClient &client, const QString &id)
    {
        return client.get(kApprovals + u'/' + id).json();
    }
    static qsizetype count(ApiClient &client)
    {
        return client.get(kApprovals).json().value(QStringLiteral("approvals")).toArray().size();
    }
    std::unique_ptr<ApiClient> signedIn(const char *user)
    {
        auto client = std::make_unique<ApiClient>(m_plant->server);
        if (client->signIn(QLatin1String(user)).status != 201)
            qFatal("no session");
        return client;
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>(0, true, ApiPlant::plainWeb(), false,
                                             QList<Tag>{criticalTag()});
        m_plant->add("olga", "operator");
        m_plant->add("dina", "doser");
        m_otto = signedIn("otto");
        m_root = signedIn("root");
    }

    void aSecondPersonLetsItGo()
    {
        const QString id = ask(*m_otto);
        QVERIFY(m_plant->bus.writes.isEmpty());
        const QJsonObject waiting = seen(*m_otto, id);
        QCOMPARE(waiting.value(QStringLiteral("state")).toString(), QStringLiteral("waiting"));
        QVERIFY(waiting.value(QStringLiteral("own")).toBool());
        QVERIFY(!waiting.value(QStringLiteral("mayDecide")).toBool());
        QVERIFY(seen(*m_root, id).value(QStringLiteral("mayDecide")).toBool());
        QCOMPARE(seen(*m_root, id).value(QStringLiteral("reason")).toString(),
                 QStringLiteral("<b>new</b>"));
        const Reply written = act(*m_root, id, "approve");
        QCOMPARE(written.status, 200);
        QCOMPARE(written.json().value(QStringLiteral("outcome")).toString(), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
        QTRY_COMPARE(seen(*m_otto, id).value(QStringLiteral("outcome")).toString(),
                     QStringLiteral("ok"));
        QCOMPARE(seen(*m_otto, id).value(QStringLiteral("by")).toString(), QStringLiteral("root"));
        QCOMPARE(act(*m_root, id, "approve").code(), QStringLiteral("approvalOver"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void nobodyApprovesAlone()
    {
        const QString id = ask(*m_otto);
        QCOMPARE(act(*m_otto, id, "approve").code(), QStringLiteral("notSecondPerson"));
        QCOMPARE(act(*signedIn("otto"), id, "approve").code(), QStringLiteral("notSecondPerson"));
        ApiClient program(m_plant->server);
        for (ApiClient *owner : {m_otto.get(), m_root.get()}) {
            const Reply made = owner->post(
                QStringLiteral("/api/v1/tokens"),
                "{\"name\":\"robot\",\"write\":true,\"expires\":"
                    + QByteArray::number(toMsSinceEpoch(m_plant->clock.now() + 24h)) + '}');
            QCOMPARE(made.status, 201);
            program.bearer = made.json().value(QStringLiteral("token")).toString().toLatin1();
            QCOMPARE(act(program, id, "approve").code(), QStringLiteral("notForPrograms"));
        }
        QCOMPARE(act(program, id, "decline", "{}").status, 403);
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(seen(*m_otto, id).value(QStringLiteral("state")).toString(),
                 QStringLiteral("waiting"));
    }

    void thePasswordMustBeFresh()
    {
        m_plant->clock.advance(6min);
        m_otto = signedIn("otto");
        const QString next = ask(*m_otto);
        QCOMPARE(act(*m_root, next, "approve").code(), QStringLiteral("notConfirmed"));
        QVERIFY(m_plant->bus.writes.isEmpty());
        QCOMPARE(m_root
                     ->post(QStringLiteral("/api/v1/session/confirm"),
                            QByteArray("{\"password\":\"") + ApiPlant::kPassword + "\"}")
                     .status,
                 204);
        QCOMPARE(act(*m_root, next, "approve").status, 200);
    }

    void declinedAndWithdrawnAreNeverSent()
    {
        const QString declined = ask(*m_otto);
        QCOMPARE(act(*m_otto, declined, "decline", "{}").status, 403);
        QCOMPARE(act(*m_root, declined, "withdraw", "{}").status, 403);
        const Reply said = act(*m_root, declined, "decline", "{\"reason\":\"not now\"}");
        QCOMPARE(said.status, 200);
        QCOMPARE(said.json().value(QStringLiteral("state")).toString(), QStringLiteral("declined"));
        QCOMPARE(seen(*m_otto, declined).value(QStringLiteral("detail")).toString(),
                 QStringLiteral("not now"));
        const QString withdrawn = ask(*m_otto);
        QCOMPARE(act(*m_otto, withdrawn, "withdraw", "{}").status, 200);
        for (const QString &id : {declined, withdrawn})
            QCOMPARE(act(*m_root, id, "approve").status, 409);
        QVERIFY(m_plant->bus.writes.isEmpty());
    }

    void whoMayNotWriteItSeesNothing()
    {
        const QString id = ask(*m_otto);
        const auto dina = signedIn("dina");
        QCOMPARE(count(*dina), 0);
        QCOMPARE(dina->get(kApprovals + u'/' + id).status, 404);
        const Reply refused = act(*dina, id, "approve");
        const Reply unknown = act(*dina, QStringLiteral("none"), "approve");
        QCOMPARE(refused.status, 404);
        QCOMPARE(refused.code(), unknown.code());
        QCOMPARE(count(*m_root), 1);
    }

    void aBatchSaysWhichWait()
    {
        const Reply reply
            = m_otto->post(QStringLiteral("/api/v1/tags/write"),
                           "{\"writes\":[{\"tag\":\"critical\",\"value\":5,\"confirmed\":true},"
                           "{\"tag\":\"critical\",\"value\":6,\"confirmed\":true},"
                           "{\"tag\":\"setpoint\",\"value\":5}]}");
        const QJsonArray results = reply.json().value(QStringLiteral("results")).toArray();
        QCOMPARE(results[0][QStringLiteral("outcome")].toString(), QStringLiteral("waiting"));
        QCOMPARE(results[1][QStringLiteral("problem")][QStringLiteral("code")].toString(),
                 QStringLiteral("approvalWaiting"));
        QCOMPARE(results[2][QStringLiteral("outcome")].toString(), QStringLiteral("ok"));
        QCOMPARE(m_plant->bus.writes.size(), 1);
    }

    void theFeedTellsAtOnce()
    {
        const auto dina = signedIn("dina");
        LiveClient root(*m_root, m_plant->server);
        LiveClient hidden(*dina, m_plant->server);
        QTRY_COMPARE(root.messages("hello").size(), 1);
        QTRY_COMPARE(hidden.messages("hello").size(), 1);
        const QString id = ask(*m_otto);
        QTRY_COMPARE(root.messages("approvals").size(), 1);
        const auto told = [&root] {
            return root.messages("approvals").constLast().value(QStringLiteral("approvals"));
        };
        QCOMPARE(told()[0][QStringLiteral("id")].toString(), id);
        QVERIFY(told()[0][QStringLiteral("mayDecide")].toBool());
        QCOMPARE(act(*m_otto, id, "withdraw", "{}").status, 200);
        QTRY_COMPARE(told()[0][QStringLiteral("state")].toString(), QStringLiteral("withdrawn"));
        QVERIFY(hidden.messages("approvals").isEmpty());
        QVERIFY(m_plant->bus.writes.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ApiApprovalsTest)
#include "tst_approvals.moc"
