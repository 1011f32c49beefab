// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/leftoverapprovals.h"

#include "audit/auditlog.h"
#include "core/future.h"

#include <QSet>

namespace mws
{

namespace
{

/// More than can be asked for while one of them waits.
constexpr int kRows = 1000;

QList<AuditEntry> newestOf(AuditLog &audit, const char *action)
{
    AuditLog::Query query;
    query.limit = kRows;
    query.action = QLatin1String(action);
    const auto rows = audit.read(query).result();
    return rows ? *rows : QList<AuditEntry>();
}

QSet<QString> endedOnes(AuditLog &audit)
{
    QSet<QString> ended;
    // What was let go has ended, also where its row "approval.approved" was lost.
    for (const char *action : {"approval.approved", "approval.declined", "approval.withdrawn",
                               "approval.expired", "approval.dropped", "write.intended"}) {
        for (const AuditEntry &row : newestOf(audit, action))
            ended.insert(row.correlation);
    }
    return ended;
}

} // namespace

void declineLeftOverApprovals(AuditLog &audit)
{
    const QList<AuditEntry> requested = newestOf(audit, "approval.requested");
    const QSet<QString> ended = requested.isEmpty() ? QSet<QString>() : endedOnes(audit);
    for (const AuditEntry &row : requested) {
        if (ended.contains(row.correlation))
            continue;
        AuditEntry entry;
        entry.actor = QStringLiteral("system");
        entry.origin = QStringLiteral("local");
        entry.action = QStringLiteral("approval.declined");
        entry.target = row.target;
        entry.outcome = QStringLiteral("dropped");
        entry.correlation = row.correlation;
        entry.detail = QStringLiteral("%1, asked for by %2 (%3); reason: the station was restarted")
                           .arg(row.detail, row.actor, row.origin);
        audit.append(entry).waitForFinished();
    }
}

} // namespace mws
