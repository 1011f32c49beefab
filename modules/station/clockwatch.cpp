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

ClockWatch::ClockWatch(AuditLog &audit, const Clock &clock)
    : m_audit(audit)
    , m_clock(clock)
    , m_base(differenceOf(clock))
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &ClockWatch::look);
    m_timer.start();
}

void ClockWatch::look()
{
    const Milliseconds step = differenceOf(m_clock) - m_base;
    if (std::chrono::abs(step) <= kTolerance)
        return;
    const Timestamp now = m_clock.now();
    m_base += step;
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = QStringLiteral("time.change");
    entry.outcome = QStringLiteral("ok");
    entry.detail = QStringLiteral("%1 -> %2 (%3%4 ms)")
                       .arg(toIsoString(now - step), toIsoString(now),
                            step.count() > 0 ? QStringLiteral("+") : QString(),
                            QString::number(step.count()));
    (void)m_audit.append(entry);
}

} // namespace mws
