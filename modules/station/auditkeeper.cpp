// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/auditkeeper.h"

#include "audit/auditlog.h"
#include "core/future.h"
#include "core/log.h"

namespace mws
{

AuditKeeper::AuditKeeper(AuditLog &audit, const Clock &clock, StationKey key, int days, qint64 keep)
    : m_audit(audit)
    , m_clock(clock)
    , m_key(std::move(key))
    , m_age(days)
    , m_keep(keep)
{
    m_timer.setInterval(std::chrono::hours(1));
    connect(&m_timer, &QTimer::timeout, this, &AuditKeeper::start);
    m_retryTimer.setInterval(std::chrono::seconds(10));
    connect(&m_retryTimer, &QTimer::timeout, this, [this] {
        if (m_audit.health().failing)
            (void)m_audit.flush();
    });
    m_retryTimer.start();
}

void AuditKeeper::start()
{
    m_timer.start();
    if (m_running || m_age.count() == 0)
        return;
    m_running = true;
    m_rows = 0;
    cut();
}

void AuditKeeper::cut()
{
    whenDone(m_audit.cut(m_key, m_clock.now() - m_age, m_keep), this,
             [this](const Result<qint64> &rows) {
                 if (rows)
                     m_rows += *rows;
                 if (rows && *rows > 0)
                     cut();
                 else
                     finish(rows ? QString() : rows.error().detail);
             });
}

void AuditKeeper::finish(const QString &problem)
{
    m_running = false;
    if (!problem.isEmpty())
        qCWarning(lcStorage, "Old audit rows stay: %s", qUtf8Printable(problem));
    if (m_rows > 0) {
        AuditEntry entry;
        entry.actor = QStringLiteral("system");
        entry.origin = QStringLiteral("local");
        entry.action = QStringLiteral("audit.retention");
        entry.outcome = QStringLiteral("ok");
        entry.detail = QStringLiteral("%1 rows older than %2 days were cut off")
                           .arg(m_rows)
                           .arg(m_age.count());
        (void)m_audit.append(entry);
    }
    Q_EMIT done(m_rows);
}

} // namespace mws
