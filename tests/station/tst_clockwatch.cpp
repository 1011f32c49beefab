// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditlog.h"
#include "station/clockwatch.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

/// What the station says when somebody sets the clock of the computer.
class ClockWatchTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<AuditLog> m_log;
    std::unique_ptr<ClockWatch> m_watch;

    ClockSync m_sync = ClockSync::Synchronised;

    [[nodiscard]] QStringList told(const char *action = "time.change")
    {
        QStringList details;
        const auto rows = m_log->read({0, 100, QLatin1String(action)}).result();
        for (const AuditEntry &row : *rows)
            details.append(row.detail);
        return details;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_folder->filePath(QStringLiteral("station.db"))));
        m_clock = std::make_unique<FakeClock>();
        m_log = std::make_unique<AuditLog>(*m_store, *m_clock);
        m_sync = ClockSync::Synchronised;
        m_watch = std::make_unique<ClockWatch>(*m_log, *m_clock, [this] { return m_sync; });
    }

    void timeThatPassesIsNoStep()
    {
        m_clock->advance(24h);
        m_watch->look();
        m_clock->step(2s);
        m_watch->look();
        QVERIFY(told().isEmpty());
    }

    void aStepIsToldOnceWithBothTimes()
    {
        m_clock->advance(10s);
        m_clock->step(1h);
        m_watch->look();
        m_clock->advance(10s);
        m_watch->look();
        QCOMPARE(told(),
                 QStringList{QStringLiteral("2026-01-01T00:00:10.000Z -> 2026-01-01T01:00:10.000Z "
                                            "(+3600000 ms)")});
        m_clock->step(-2001ms);
        m_watch->look();
        QCOMPARE(told().constFirst(),
                 QStringLiteral("2026-01-01T01:00:20.000Z -> 2026-01-01T01:00:17.999Z (-2001 ms)"));
    }

    void smallStepsAddUp()
    {
        for (int n = 0; n < 3; ++n) {
            m_clock->step(-900ms);
            m_watch->look();
        }
        QCOMPARE(told().size(), 1);
    }

    void aClockThatIsLeftAloneIsToldOnce()
    {
        const auto pass = [this](Milliseconds time) {
            m_clock->advance(time);
            m_watch->look();
        };
        pass(1h);
        m_sync = ClockSync::Alone;
        pass(59s);
        QVERIFY(told("time.sync").isEmpty());
        pass(1s);
        pass(1h);
        QCOMPARE(told("time.sync"), QStringList{QStringLiteral("clock not synchronised")});
        m_sync = ClockSync::Synchronised; // for a moment only
        pass(30s);
        m_sync = ClockSync::Alone;
        pass(31s);
        QCOMPARE(told("time.sync").size(), 1);
        m_sync = ClockSync::Synchronised;
        pass(60s);
        QCOMPARE(told("time.sync").constFirst(), QStringLiteral("clock synchronised"));
        QVERIFY(told().isEmpty());
    }

    void itLooksByItself()
    {
        m_clock->step(1h);
        QTRY_COMPARE(told().size(), 1);
    }
};

QTEST_GUILESS_MAIN(ClockWatchTest)
#include "tst_clockwatch.moc"
