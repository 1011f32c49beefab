// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "audit/auditbacklog.h"

#include "core/log.h"

#include <utility>

namespace mws
{

namespace
{

AuditEntry gapRow(Timestamp now, Timestamp since, qint64 rows, qint64 lost, qint64 unkept)
{
    AuditEntry row;
    row.time = now;
    row.actor = QStringLiteral("system");
    row.origin = QStringLiteral("local");
    row.action = QStringLiteral("audit.gap");
    row.outcome = lost + unkept > 0 ? QStringLiteral("lost") : QStringLiteral("ok");
    row.detail = QStringLiteral("no row could be written since %1; the %2 rows behind this one "
                                "waited in memory, %3 were lost, %4 were not kept")
                     .arg(toIsoString(since))
                     .arg(rows)
                     .arg(lost)
                     .arg(unkept);
    return row;
}

} // namespace

void AuditBacklog::add(const AuditEntry &entry)
{
    const std::lock_guard lock(m_mutex);
    m_rows.append(entry);
    qCWarning(lcStorage, "Audit row in memory: %s %s %s %s %s", qUtf8Printable(entry.actor),
              qUtf8Printable(entry.action), qUtf8Printable(entry.target),
              qUtf8Printable(entry.outcome), qUtf8Printable(entry.detail));
    shorten();
}

void AuditBacklog::addUnkept()
{
    const std::lock_guard lock(m_mutex);
    ++m_unkept;
}

void AuditBacklog::shorten()
{
    const qsizetype tooMany = m_rows.size() - kMost;
    if (tooMany <= 0)
        return;
    m_rows.remove(0, tooMany);
    m_lost += tooMany;
}

QList<AuditEntry> AuditBacklog::take(Timestamp now)
{
    const std::lock_guard lock(m_mutex);
    if (m_rows.isEmpty() && !m_health.failing)
        return {};
    QList<AuditEntry> taken = std::exchange(m_rows, {});
    taken.prepend(gapRow(now, m_health.since, taken.size(), m_lost, m_unkept));
    return taken;
}

void AuditBacklog::putBack(const QList<AuditEntry> &taken)
{
    if (taken.isEmpty())
        return;
    const std::lock_guard lock(m_mutex);
    m_rows = taken.mid(1) + m_rows;
    shorten();
}

void AuditBacklog::failed(Timestamp now, const QString &reason)
{
    const std::lock_guard lock(m_mutex);
    m_health.reason = reason;
    if (m_health.failing)
        return;
    m_health.failing = true;
    m_health.since = now;
    qCCritical(lcStorage, "The audit record cannot be written, remote writes are refused: %s",
               qUtf8Printable(reason));
}

void AuditBacklog::succeeded()
{
    const std::lock_guard lock(m_mutex);
    m_lost = 0;
    m_unkept = 0;
    if (m_health.failing)
        qCWarning(lcStorage, "The audit record is written again");
    m_health = {};
}

AuditHealth AuditBacklog::health() const
{
    const std::lock_guard lock(m_mutex);
    AuditHealth health = m_health;
    health.waiting = m_rows.size();
    return health;
}

} // namespace mws
