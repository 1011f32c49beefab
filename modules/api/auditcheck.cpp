// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/auditcheck.h"

#include "core/future.h"

namespace mws::api
{

QLatin1String nameOf(AuditCheck::State state)
{
    switch (state) {
    case AuditCheck::State::Never:
        return QLatin1String("never");
    case AuditCheck::State::Running:
        return QLatin1String("running");
    case AuditCheck::State::Intact:
        return QLatin1String("intact");
    case AuditCheck::State::Changed:
        return QLatin1String("changed");
    case AuditCheck::State::Failed:
        break;
    }
    return QLatin1String("failed");
}

qint64 AuditCheck::rows() const
{
    return m_state == State::Running ? m_rows->load() : m_verdict.rows;
}

void AuditCheck::start(const AuditEntry &row)
{
    if (m_state == State::Running)
        return;
    m_state = State::Running;
    m_started = m_clock.now();
    m_finished = {};
    m_total = 0;
    m_rows = std::make_shared<std::atomic<qint64>>(0);
    m_row = row;
    whenDone(m_audit.count(), this,
             [this](const Result<qint64> &count) { m_total = count ? *count : 0; });
    whenDone(m_audit.check([rows = m_rows](qint64 done) { rows->store(done); }), this,
             [this](const Result<AuditVerdict> &found) { finish(found); });
}

void AuditCheck::finish(const Result<AuditVerdict> &found)
{
    m_finished = m_clock.now();
    m_verdict = found ? *found : AuditVerdict();
    m_problem = found ? QString() : found.error().detail;
    if (!found)
        m_state = State::Failed;
    else
        m_state = found->isIntact() ? State::Intact : State::Changed;
    record();
}

void AuditCheck::record()
{
    m_row.outcome = nameOf(m_state);
    m_row.detail = m_problem;
    if (m_state == State::Intact)
        m_row.detail = QStringLiteral("%1 rows").arg(m_verdict.rows);
    else if (m_state == State::Changed)
        m_row.detail = QStringLiteral("row %1 does not fit").arg(m_verdict.badRow);
    (void)m_audit.append(m_row);
}

} // namespace mws::api
