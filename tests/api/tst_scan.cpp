// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "api/ratelimits.h"

#include <QJsonArray>
#include <QTest>

using namespace mws;

namespace
{

using State = ScanStatus::State;

const QString kPath = QStringLiteral("/api/v1/connections/plc/scan");
const QByteArray kUnits = "{\"kind\":\"units\",\"first\":3,\"last\":9}";

} // namespace

/// A scan over the API: who may begin and end it, what it is told to look for, and its record.
class ApiScanTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_client;

    /// Of the newest rows about scans, newest first.
    [[nodiscard]] QStringList outcomes()
    {
        QStringList list;
        for (const AuditEntry &entry : m_plant->audit(QStringLiteral("scan")))
            list.append(entry.outcome);
        return list;
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_plant->api->setRates(api::Rates::unlimited());
        m_client = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_client->signIn(QStringLiteral("root")).status, 201);
    }

    void beginsAndTells()
    {
        QCOMPARE(m_client->get(kPath).json().value(QStringLiteral("state")).toString(),
                 QStringLiteral("never"));
        const Reply begun = m_client->post(kPath, kUnits);
        QVERIFY2(begun.status == 202, begun.body);
        QCOMPARE(begun.json().value(QStringLiteral("state")).toString(), QStringLiteral("running"));
        const ScanOrder order = m_plant->bus.nextScan.order;
        QCOMPARE(order.kind, ScanOrder::Kind::Units);
        QCOMPARE(order.connection, QStringLiteral("plc"));
        QCOMPARE(order.first, 3);
        QCOMPARE(order.last, 9);
        m_plant->bus.nextScan.next = 7;
        m_plant->bus.nextScan.requests = 4;
        m_plant->bus.nextScan.found = {{4, 4, 0}, {6, 6, 2}};
        const QJsonObject running = m_client->get(kPath).json();
        QCOMPARE(running.value(QStringLiteral("next")).toInt(), 7);
        const QJsonArray found = running.value(QStringLiteral("found")).toArray();
        QCOMPARE(found.size(), 2);
        QVERIFY(found[0][QStringLiteral("exception")].isUndefined());
        QCOMPARE(found[1][QStringLiteral("exception")].toInt(), 2);
        QCOMPARE(found[1][QStringLiteral("first")].toInt(), 6);
        m_plant->bus.endScan(State::Done);
        QCOMPARE(m_client->get(kPath).json().value(QStringLiteral("state")).toString(),
                 QStringLiteral("done"));
    }

    void looksForAllUnitsUnlessToldOtherwise()
    {
        QCOMPARE(m_client->post(kPath, "{\"kind\":\"units\"}").status, 202);
        QCOMPARE(m_plant->bus.nextScan.order.first, 1);
        QCOMPARE(m_plant->bus.nextScan.order.last, 247);
    }

    void looksForAddresses()
    {
        const QByteArray body = "{\"kind\":\"addresses\",\"device\":\"plc\",\"table\":\"input\","
                                "\"first\":100,\"last\":65535}";
        const Reply begun = m_client->post(kPath, body);
        QVERIFY2(begun.status == 202, begun.body);
        const ScanOrder order = m_plant->bus.nextScan.order;
        QCOMPARE(order.kind, ScanOrder::Kind::Addresses);
        QCOMPARE(order.device, QStringLiteral("plc"));
        QCOMPARE(order.table, Table::InputRegister);
        QCOMPARE(order.first, 100);
        QCOMPARE(order.last, 65535);
        const QJsonObject told = begun.json().value(QStringLiteral("order")).toObject();
        QCOMPARE(told.value(QStringLiteral("table")).toString(), QStringLiteral("input"));
    }

    /// Before anything is sent, and at the end; who ends it has a row of his own.
    void leavesARecord()
    {
        m_client->post(kPath, kUnits);
        QCOMPARE(outcomes(), QStringList{QStringLiteral("pending")});
        AuditEntry row = m_plant->lastRow("scan");
        QCOMPARE(row.actor, QStringLiteral("root"));
        QCOMPARE(row.target, QStringLiteral("plc"));
        QCOMPARE(row.detail, QStringLiteral("units 3 to 9"));
        QVERIFY(row.origin.startsWith(QStringLiteral("remote ")));
        m_plant->bus.nextScan.found = {{4, 4, 0}};
        m_plant->bus.nextScan.requests = 7;
        m_plant->bus.endScan(State::Done);
        row = m_plant->lastRow("scan");
        QCOMPARE(row.outcome, QStringLiteral("ok"));
        QCOMPARE(row.detail, QStringLiteral("units 3 to 9, 7 requests, 1 findings"));
        m_client->post(kPath, kUnits);
        const Reply cancelled = m_client->send("DELETE", kPath);
        QVERIFY2(cancelled.status == 200, cancelled.body);
        QCOMPARE(cancelled.json().value(QStringLiteral("state")).toString(),
                 QStringLiteral("cancelled"));
        QCOMPARE(outcomes().mid(0, 2),
                 (QStringList{QStringLiteral("dropped"), QStringLiteral("dropped")}));
        const qsizetype rows = outcomes().size();
        QCOMPARE(m_client->send("DELETE", kPath).status, 200); // there is none to end
        QCOMPARE(outcomes().size(), rows);
    }

    void aRefusalIsToldAndRecorded_data()
    {
        QTest::addColumn<ErrorCode>("error");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::newRow("busy") << ErrorCode::Busy << 429 << QStringLiteral("busy");
        QTest::newRow("invalid") << ErrorCode::Invalid << 422 << QStringLiteral("notAcceptable");
        QTest::newRow("not found") << ErrorCode::NotFound << 404 << QStringLiteral("notFound");
        QTest::newRow("unavailable")
            << ErrorCode::Unavailable << 503 << QStringLiteral("unavailable");
    }
    void aRefusalIsToldAndRecorded()
    {
        QFETCH(const ErrorCode, error);
        QFETCH(const int, status);
        QFETCH(const QString, code);
        m_plant->bus.scanRefusal = Error{error, QStringLiteral("not now")};
        const Reply reply = m_client->post(kPath, kUnits);
        QVERIFY2(reply.status == status, reply.body);
        QCOMPARE(reply.code(), code);
        QCOMPARE(reply.retryAfter.isEmpty(), error != ErrorCode::Busy);
        QCOMPARE(m_plant->lastRow("scan").outcome, QStringLiteral("refused"));
    }

    void withoutARecordNothingIsSent()
    {
        m_plant->store.close();
        const Reply reply = m_client->post(kPath, kUnits);
        QVERIFY2(reply.status == 503, reply.body);
        QCOMPARE(reply.code(), QStringLiteral("notAudited"));
        QCOMPARE(m_plant->bus.nextScan.state, State::Never);
    }

    void isForThoseWhoConfigure_data()
    {
        QTest::addColumn<QString>("user");
        QTest::addColumn<int>("status");
        QTest::newRow("nobody") << QString() << 401;
        QTest::newRow("viewer") << QStringLiteral("vera") << 403;
        QTest::newRow("operator") << QStringLiteral("otto") << 403;
        QTest::newRow("another doser") << QStringLiteral("dora") << 403;
    }
    void isForThoseWhoConfigure()
    {
        QFETCH(const QString, user);
        QFETCH(const int, status);
        m_client->post(kPath, kUnits);
        ApiClient client(m_plant->server);
        if (!user.isEmpty())
            QCOMPARE(client.signIn(user).status, 201);
        QCOMPARE(client.get(kPath).status, status);
        QCOMPARE(client.post(kPath, kUnits).status, status);
        QCOMPARE(client.send("DELETE", kPath).status, status);
        QCOMPARE(m_plant->audit().first().action, QStringLiteral("denied"));
        QCOMPARE(m_plant->bus.nextScan.state, State::Running); // it goes on
        QCOMPARE(m_plant->audit(QStringLiteral("scan")).size(), 1);
    }

    void refusedBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        const auto row = [](const char *body) { QTest::newRow(body) << QByteArray(body); };
        row("{}");
        row("[]");
        row("{\"kind\":\"rates\"}");
        row("{\"kind\":1}");
        row("{\"kind\":\"units\",\"device\":\"plc\"}");
        row("{\"kind\":\"units\",\"first\":-1}");
        row("{\"kind\":\"units\",\"last\":256}");
        row("{\"kind\":\"units\",\"first\":\"1\"}");
        row("{\"kind\":\"addresses\",\"device\":\"plc\",\"table\":\"holding\",\"first\":0}");
        row("{\"kind\":\"addresses\",\"device\":\"plc\",\"table\":\"all\",\"first\":0,\"last\":1}");
        row("{\"kind\":\"addresses\",\"table\":\"holding\",\"first\":0,\"last\":1}");
        row("{\"kind\":\"addresses\",\"device\":\"plc\",\"table\":\"coil\",\"first\":0,"
            "\"last\":65536}");
    }
    void refusedBodies()
    {
        QFETCH(const QByteArray, body);
        const Reply reply = m_client->post(kPath, body);
        QVERIFY2(reply.status == 400, reply.body);
        QCOMPARE(reply.code(), QStringLiteral("invalidBody"));
        QCOMPARE(m_plant->bus.nextScan.state, State::Never);
    }

    void anUnknownConnection()
    {
        const QString path = QStringLiteral("/api/v1/connections/none/scan");
        QCOMPARE(m_client->get(path).status, 404);
        QCOMPARE(m_client->post(path, kUnits).status, 404);
        QCOMPARE(m_client->send("DELETE", path).status, 404);
    }
};

QTEST_GUILESS_MAIN(ApiScanTest)
#include "tst_scan.moc"
