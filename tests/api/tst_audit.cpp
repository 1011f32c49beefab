// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiclient.h"
#include "api/apiplant.h"
#include "storage/statement.h"

#include <QRegularExpression>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// The audit record as administrators see, check and take it away over the API.
class AuditApiTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<ApiPlant> m_plant;
    std::unique_ptr<ApiClient> m_root;

    void append(const char *actor, const char *origin, const char *action, const char *target,
                const QString &detail = {})
    {
        AuditEntry entry;
        entry.actor = QLatin1String(actor);
        entry.origin = QLatin1String(origin);
        entry.action = QLatin1String(action);
        entry.target = QLatin1String(target);
        entry.outcome = QStringLiteral("ok");
        entry.detail = detail;
        m_plant->clock.advance(1s);
        QVERIFY(waitFor(m_plant->auditLog.append(entry)));
    }

    void tamper(const QString &sql)
    {
        QVERIFY(
            waitFor(m_plant->store.write([sql](QSqlDatabase &db) { return execute(db, sql); })));
    }

    /// SQLite's own limit, as a full disk has it; never below what there is.
    void limitPages(int pages)
    {
        const auto set = [pages](QSqlDatabase &db) -> Result<bool> {
            const auto done = execute(db, QStringLiteral("PRAGMA max_page_count = %1").arg(pages));
            return done ? Result<bool>(true) : Result<bool>(done.error());
        };
        QVERIFY(waitFor(m_plant->store.read<bool>(set)));
    }

    [[nodiscard]] QJsonObject list(const QString &filter)
    {
        return m_root->get(QStringLiteral("/api/v1/audit?") + filter).json();
    }

    [[nodiscard]] QStringList targets(const QString &filter)
    {
        QStringList all;
        for (const QJsonValue &entry : list(filter).value(QStringLiteral("entries")).toArray())
            all.append(entry[QStringLiteral("target")].toString());
        return all;
    }

    [[nodiscard]] QJsonObject checked()
    {
        const QString verify = QStringLiteral("/api/v1/audit/verify");
        QJsonObject state = m_root->post(verify, {}).json();
        const auto isRunning = [&state] {
            return state.value(QStringLiteral("state")) == QStringLiteral("running");
        };
        while (isRunning()) {
            QCoreApplication::processEvents();
            state = m_root->get(verify).json();
        }
        return state;
    }

    /// Rows without a chain, quickly.
    void fill(int count)
    {
        tamper(QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                              "WHERE i < %1) INSERT INTO audit (time, actor, origin, action, "
                              "target, outcome, detail, correlation, hash) SELECT 5, 'bulk', "
                              "'local', 'fill', 't' || i, 'ok', '', '', x'00' FROM n")
                   .arg(count));
    }

private Q_SLOTS:
    void init()
    {
        m_plant = std::make_unique<ApiPlant>();
        m_root = std::make_unique<ApiClient>(m_plant->server);
        QCOMPARE(m_root->signIn(QStringLiteral("root")).status, 201);
    }

    void filtersSelect()
    {
        append("anna", "panel", "write.result", "pumping/p1/start",
               QStringLiteral("0 -> 1; reason: night shift"));
        append("bert", "program 192.0.2.7 abc", "write.result", "pumping2/p1/speed",
               QStringLiteral("at 100%"));
        append("clara", "remote 192.0.2.9", "user.add", "eva");
        const QString start = QStringLiteral("pumping/p1/start");
        const QString speed = QStringLiteral("pumping2/p1/speed");
        const QString eva = QStringLiteral("eva");
        const auto finds = [this](const char *filter, const QStringList &expected) {
            const QStringList found = targets(QString::fromLatin1(filter));
            QVERIFY2(found == expected, qPrintable(QString::fromLatin1(filter) + found.join(u' ')));
        };
        finds("actor=anna", {start});
        finds("action=write.result", {speed, start});
        finds("target=eva", {eva});
        finds("area=pumping", {start});
        finds("origin=program", {speed});
        finds("origin=program%20192.0.2.8", {});
        finds("origin=program%20192.0.2.7%20abc", {speed});
        finds("text=NIGHT%20shift", {start});
        finds("text=100%25", {speed});
        finds("text=1_0", {});
        finds("outcome=failed&action=write.result", {});
        finds("action=write.result&text=p1&actor=bert", {speed});
        finds("actor=anna'%20OR%201=1%20--", {});
    }

    void timeIsFromInclusiveToExclusive()
    {
        append("anna", "panel", "a", "one");
        const qint64 second = toMsSinceEpoch(m_plant->clock.now()) + 1000;
        append("anna", "panel", "a", "two");
        append("anna", "panel", "a", "three");
        const QString from = QStringLiteral("actor=anna&from=%1").arg(second);
        QCOMPARE(targets(from), (QStringList{QStringLiteral("three"), QStringLiteral("two")}));
        QCOMPARE(targets(from + QStringLiteral("&to=%1").arg(second + 1000)),
                 QStringList{QStringLiteral("two")});
        QCOMPARE(targets(QStringLiteral("actor=anna&to=%1").arg(second)),
                 QStringList{QStringLiteral("one")});
        QCOMPARE(m_root->get(QStringLiteral("/api/v1/audit?from=5&to=5")).status, 400);
    }

    void pagesSayWhetherThereIsMore()
    {
        for (const char *target : {"one", "two", "three"})
            append("anna", "panel", "a", target);
        const QJsonObject first = list(QStringLiteral("actor=anna&limit=2"));
        QCOMPARE(first.value(QStringLiteral("entries")).toArray().size(), 2);
        QCOMPARE(first.value(QStringLiteral("more")).toBool(), true);
        const qint64 last
            = first.value(QStringLiteral("entries"))[1][QStringLiteral("id")].toInteger();
        const QString older = QStringLiteral("actor=anna&limit=2&before=%1").arg(last);
        QCOMPARE(targets(older), QStringList{QStringLiteral("one")});
        QCOMPARE(list(older).value(QStringLiteral("more")).toBool(), false);
        QCOMPARE(list(QStringLiteral("actor=anna&limit=3")).value(QStringLiteral("more")).toBool(),
                 false);
    }

    void everybodySeesThatTheDiskIsFull()
    {
        ApiClient otto(m_plant->server);
        QCOMPARE(otto.signIn(QStringLiteral("otto")).status, 201);
        const auto isFailing = [&otto] {
            return otto.get(QStringLiteral("/api/v1/devices"))
                .json()
                .value(QStringLiteral("auditFailing"));
        };
        QCOMPARE(isFailing(), QJsonValue(false));
        LiveClient live(otto, m_plant->server);
        QTRY_VERIFY(live.isConnected());
        live.send("{\"type\":\"devices\",\"id\":1}");
        QTRY_VERIFY(!live.messages("devices").isEmpty());
        limitPages(1);
        int status = 200;
        for (int n = 0; n < 500 && status == 200; ++n)
            status = otto.write(QStringLiteral("setpoint"), "{\"value\":5}").status;
        QCOMPARE(status, 503);
        QCOMPARE(isFailing(), QJsonValue(true));
        const auto told = [&live] {
            return live.messages("devices").constLast().value(QStringLiteral("auditFailing"));
        };
        QTRY_COMPARE(told(), QJsonValue(true));
        limitPages(1 << 30);
        QCOMPARE(otto.write(QStringLiteral("setpoint"), "{\"value\":5}").status, 200);
        QTRY_COMPARE(told(), QJsonValue(false));
    }

    void onlyAdministratorsSeeCheckAndTakeIt()
    {
        for (const char *user : {"vera", "otto", "dora"}) {
            ApiClient client(m_plant->server);
            QCOMPARE(client.signIn(QLatin1String(user)).status, 201);
            for (const char *path : {"audit", "audit/verify", "audit/export?format=csv"})
                QCOMPARE(client.get(QStringLiteral("/api/v1/") + QLatin1String(path)).status, 403);
            QCOMPARE(client.post(QStringLiteral("/api/v1/audit/verify"), {}).status, 403);
        }
        QCOMPARE(m_root->get(QStringLiteral("/api/v1/audit/verify"))
                     .json()
                     .value(QStringLiteral("state"))
                     .toString(),
                 QStringLiteral("never"));
    }

    void aCheckTellsWhatItFoundAndLeavesARow()
    {
        append("anna", "panel", "a", "one");
        const auto rows = qint64(m_plant->audit().size());
        const QJsonObject state = checked();
        QCOMPARE(state.value(QStringLiteral("state")).toString(), QStringLiteral("intact"));
        QCOMPARE(state.value(QStringLiteral("rows")).toInteger(), rows);
        QCOMPARE(state.value(QStringLiteral("lastRow")).toInteger(), rows);
        QCOMPARE(state.value(QStringLiteral("hash")).toString().size(), 64);
        QTRY_COMPARE(m_plant->audit(QStringLiteral("audit.verify")).size(), 1);
        const AuditEntry row = m_plant->audit(QStringLiteral("audit.verify")).constFirst();
        QCOMPARE(row.actor, QStringLiteral("root"));
        QCOMPARE(row.outcome, QStringLiteral("intact"));
        QCOMPARE(row.detail, QStringLiteral("%1 rows").arg(rows));
    }

    void aCheckNamesTheFirstBadRow()
    {
        for (const char *target : {"one", "two", "three"})
            append("anna", "panel", "a", target);
        const qint64 bad = m_plant->audit().at(1).id;
        tamper(QStringLiteral("UPDATE audit SET outcome = 'failed' WHERE id >= %1").arg(bad));
        const QJsonObject state = checked();
        QCOMPARE(state.value(QStringLiteral("state")).toString(), QStringLiteral("changed"));
        QCOMPARE(state.value(QStringLiteral("badRow")).toInteger(), bad);
        QTRY_COMPARE(m_plant->audit(QStringLiteral("audit.verify")).size(), 1);
        QCOMPARE(m_plant->audit(QStringLiteral("audit.verify")).constFirst().outcome,
                 QStringLiteral("changed"));
    }

    void csvHoldsNoFormulas()
    {
        append("anna", "panel", "a", "=1+1", QStringLiteral("say \"hi\", then"));
        append("anna", "panel", "a", "@SUM(A1)", QStringLiteral("-2"));
        append("anna", "panel", "a", "+1", QString());
        tamper(QStringLiteral("UPDATE audit SET detail = char(9) || '=1' WHERE target = '+1'"));
        const Reply reply
            = m_root->get(QStringLiteral("/api/v1/audit/export?format=csv&actor=anna"));
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.contentType.startsWith("text/csv"));
        const QList<QByteArray> lines = reply.body.split('\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0],
                 QByteArray("id,time,actor,origin,action,target,outcome,detail,correlation\r"));
        QVERIFY2(lines[1].endsWith(",\"anna\",\"panel\",\"a\",\"'+1\",\"ok\",\"'\t=1\",\"\"\r"),
                 lines[1]);
        QVERIFY2(lines[2].endsWith("\"'@SUM(A1)\",\"ok\",\"'-2\",\"\"\r"), lines[2]);
        QVERIFY2(lines[3].endsWith("\"'=1+1\",\"ok\",\"say \"\"hi\"\", then\",\"\"\r"), lines[3]);
        const QString time = toIsoString(m_plant->clock.now());
        QCOMPARE(lines[1].split(',').at(1), time.toLatin1());
    }

    void ndJsonIsOneEntryALine()
    {
        append("anna", "panel", "a", "=1+1", QStringLiteral("say \"hi\""));
        const Reply reply
            = m_root->get(QStringLiteral("/api/v1/audit/export?format=ndjson&actor=anna"));
        QCOMPARE(reply.contentType, QByteArray("application/x-ndjson"));
        QCOMPARE(reply.body.count('\n'), 1);
        QCOMPARE(reply.json().value(QStringLiteral("target")).toString(), QStringLiteral("=1+1"));
        QCOMPARE(reply.json().value(QStringLiteral("detail")).toString(),
                 QStringLiteral("say \"hi\""));
    }

    void aFileHoldsAllRowsOfAFilter()
    {
        const int rows = 20007;
        fill(rows);
        append("anna", "panel", "a", "newest");
        for (const char *format : {"ndjson", "csv"}) {
            const Reply file
                = m_root->get(QStringLiteral("/api/v1/audit/export?actor=bulk&text=t&format=")
                              + QLatin1String(format));
            QCOMPARE(file.status, 200);
            int last = rows + 1;
            static const QRegularExpression target(QStringLiteral("\"t([0-9]+)\""));
            for (auto it = target.globalMatch(QString::fromUtf8(file.body)); it.hasNext();)
                QCOMPARE(it.next().captured(1).toInt(), --last);
            QCOMPARE(last, 1);
        }
    }

    // Rows that do not fit lie between those that do, in every piece.
    void aFileLeavesOutNothingBetweenItsPieces()
    {
        fill(12000);
        tamper(
            QStringLiteral("UPDATE audit SET actor = 'some' WHERE id % 3 = 0 AND actor = 'bulk'"));
        const Reply file
            = m_root->get(QStringLiteral("/api/v1/audit/export?format=ndjson&actor=some"));
        QCOMPARE(file.body.count('\n'), 4000);
    }
};

QTEST_GUILESS_MAIN(AuditApiTest)
#include "tst_audit.moc"
