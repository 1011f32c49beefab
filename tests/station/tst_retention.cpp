// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "history/historyservice.h"
#include "station/retention.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"
#include "support/quickhashes.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

ProjectPtr projectWithOneTag()
{
    ProjectData data;
    Tag tag;
    tag.id = tag.path = QStringLiteral("level");
    tag.type = DataType::Float64;
    tag.history.enabled = true;
    data.tags = {tag};
    return std::make_shared<Project>(data);
}

} // namespace

/// What is kept long enough goes, as the station runs it.
class RetentionTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    FakeClock m_clock;
    Store m_store;
    AuditLog m_audit{m_store, m_clock};
    AccessControl m_access{m_store, m_clock, quickHashes()};
    ProjectPtr m_project = projectWithOneTag();
    std::unique_ptr<HistoryService> m_history;

    /// Full chunks: one sample a minute.
    void record(int samples)
    {
        for (int n = 0; n < samples; ++n) {
            m_history->record({{0, {Value(double(n)), {Quality::Good, 0}, m_clock.now()}}});
            m_clock.advance(1min);
        }
    }
    [[nodiscard]] qsizetype points()
    {
        const auto series
            = m_history->query(QStringLiteral("level"), Timestamp{}, m_clock.now(), 10000).result();
        return series ? series->points.size() : -1;
    }
    [[nodiscard]] qint64 chunks()
    {
        return *m_store
                    .read<qint64>([](QSqlDatabase &db) -> Result<qint64> {
                        Statement row(db, QStringLiteral("SELECT count(*) FROM history_chunk"));
                        if (auto ran = row.run(); !ran)
                            return ran.error();
                        return row.next() ? row.number(0) : 0;
                    })
                    .result();
    }
    [[nodiscard]] QStringList rows(const char *action)
    {
        QStringList details;
        const auto all = m_audit.read({}).result();
        for (const auto &row : *all) {
            if (row.action == QLatin1String(action))
                details.append(row.detail);
        }
        return details;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_store.open(m_folder.filePath(QStringLiteral("station.db"))));
        QVERIFY(m_access.load());
        m_access.setProject(m_project);
        m_history = std::make_unique<HistoryService>(
            m_project, m_store, m_folder.filePath(QStringLiteral("journal")), m_clock);
        QVERIFY(m_history->open());
    }

    void oldHistoryGoesAndSaysSo()
    {
        record(2500); // a chunk of 2000
        QTRY_COMPARE_WITH_TIMEOUT(chunks(), 1, 10000);
        m_clock.advance(24h * 20);
        record(2500); // and a second one, which begins in the first stretch
        QTRY_COMPARE_WITH_TIMEOUT(chunks(), 2, 10000);
        QCOMPARE(points(), 5000);
        Retention forever(*m_history, m_access, m_audit, m_clock, 0);
        forever.start();
        Retention retention(*m_history, m_access, m_audit, m_clock, 10);
        QSignalSpy done(&retention, &Retention::done);
        retention.start();
        QVERIFY(done.wait());
        QCOMPARE(done.at(0).at(0).toLongLong(), 1);
        QVERIFY(points() < 5000 && points() >= 2500);
        QCOMPARE(rows("history.retention"),
                 QStringList(QStringLiteral("1 chunks older than 10 days were removed")));
        retention.start();
        QVERIFY(done.wait());
        QCOMPARE(done.at(1).at(0).toLongLong(), 0);
        QCOMPARE(rows("history.retention").size(), 1);
    }

    void tokensGoThirtyDaysAfterTheirEnd()
    {
        User user;
        user.name = QStringLiteral("anna");
        user.role = QStringLiteral("administrator");
        QVERIFY(m_access.addUser(user, QStringLiteral("blue herring sings")).result());
        Token brief;
        brief.user = user.name;
        brief.name = QStringLiteral("brief");
        brief.expires = m_clock.now() + 24h;
        Token lasting = brief;
        lasting.expires = m_clock.now() + 24h * 90;
        QVERIFY(m_access.addToken(brief).result());
        QVERIFY(m_access.addToken(lasting).result());
        Retention retention(*m_history, m_access, m_audit, m_clock, 0);
        m_clock.advance(24h * 30);
        retention.start();
        QCOMPARE(m_access.tokens().size(), 2);
        m_clock.advance(24h * 2);
        retention.start();
        QTRY_COMPARE(m_access.tokens().size(), 1);
        QCOMPARE(m_access.tokens().constFirst().expires, lasting.expires);
        QTRY_COMPARE(rows("token.remove").size(), 1);
    }
};

QTEST_GUILESS_MAIN(RetentionTest)
#include "tst_retention.moc"
