// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "station/retention.h"

#include "access/accesscontrol.h"
#include "audit/auditlog.h"
#include "core/future.h"
#include "core/log.h"
#include "history/historyservice.h"

namespace mws
{

Retention::Retention(HistoryService &history, AccessControl &access, AuditLog &audit,
                     const Clock &clock, int historyDays)
    : m_history(history)
    , m_access(access)
    , m_audit(audit)
    , m_clock(clock)
    , m_age(historyDays)
{
    m_timer.setInterval(std::chrono::hours(1));
    connect(&m_timer, &QTimer::timeout, this, &Retention::start);
}

void Retention::start()
{
    m_timer.start();
    removeTokens();
    if (m_running || m_age.count() == 0)
        return;
    m_running = true;
    m_chunks = 0;
    cutHistory();
}

void Retention::removeTokens()
{
    for (const Token &token : m_access.tokens()) {
        if (token.expires + kEndedTokens > m_clock.now())
            continue;
        whenDone(m_access.removeToken(token.id), this, [this, token](const Result<void> &removed) {
            if (removed)
                record("token.remove", token.user,
                       QStringLiteral("%1, ended long ago").arg(QString::fromLatin1(token.id)));
        });
    }
}

void Retention::cutHistory()
{
    whenDone(m_history.cut(m_clock.now() - m_age), this, [this](const Result<qint64> &chunks) {
        if (chunks)
            m_chunks += *chunks;
        if (chunks && *chunks > 0)
            cutHistory();
        else
            finish(chunks ? QString() : chunks.error().detail);
    });
}

void Retention::finish(const QString &problem)
{
    m_running = false;
    if (!problem.isEmpty())
        qCWarning(lcStorage, "Old history stays: %s", qUtf8Printable(problem));
    if (m_chunks > 0)
        record("history.retention", {},
               QStringLiteral("%1 chunks older than %2 days were removed")
                   .arg(m_chunks)
                   .arg(m_age.count()));
    Q_EMIT done(m_chunks);
}

void Retention::record(const char *action, const QString &target, const QString &detail)
{
    AuditEntry entry;
    entry.actor = QStringLiteral("system");
    entry.origin = QStringLiteral("local");
    entry.action = QLatin1String(action);
    entry.target = target;
    entry.outcome = QStringLiteral("ok");
    entry.detail = detail;
    (void)m_audit.append(entry);
}

} // namespace mws
