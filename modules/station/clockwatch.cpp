// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/clockwatch.h"

#include "audit/auditlog.h"

namespace mws
{

namespace
{

Milliseconds differenceOf(const Clock &clock)
{
    return clock.now().time_since_epoch() - clock.monotonic();
}

} // namespace

ClockWatch::ClockWatch(AuditLog &audit, const Clock &clock, AskSync askSync)
    : m_audit(audit)
    , m_clock(clock)
    , m_base(differenceOf(clock))
    , m_askSync(std::move(askSync))
    , m_sync(m_askSync())
    , m_sameSince(clock.monotonic())
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &ClockWatch::look);
    m_timer.start();
}

QString ClockWatch::describe(ClockSync sync)
{
    switch (sync) {
    case ClockSync::Synchronised:
        return QStringLiteral("clock synchronised");
    case ClockSync::Alone:
        return QStringLiteral("clock not synchronised");
    case ClockSync::Unknown:
        break;
    }
    return QStringLiteral("clock state unknown");
}

void ClockWatch::look()
{
    lookForStep();
    lookForSync();
}

void ClockWatch::lookForStep()
{
    const Milliseconds step = differenceOf(m_clock) - m_base;
    if (std::chrono::abs(step) <= kTolerance)
        return;
    const Timestamp now = m_clock.now();
    m_base += step;
    record(QStringLiteral("time.change"),
           QStringLiteral("%1 -> %2 (%3%4 ms)")
               .arg(toIsoString(now - step), toIsoString(now),
                    step.count() > 0 ? QStringLiteral("+") : QString(),
                    QString::number(step.count())));
}

void ClockWatch::lookForSync()
{
    const Milliseconds now = m_clock.monotonic();
    const ClockSync sync = m_askSync();
    if (sync == m_sync)
        m_sameSince = now;
    if (now - m_sameSince < kSettled)
        return;
    m_sync = sync;
    m_sameSince = now;
    record(QStringLiteral("time.sync"), describe(sync));
}

void ClockWatch::record(const QString &action, const QString &detail)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = action;
    entry.outcome = QStringLiteral("ok");
    entry.detail = detail;
    (void)m_audit.append(entry);
}

} // namespace mws
