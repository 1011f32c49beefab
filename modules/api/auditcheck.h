// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

#include <QObject>
#include <atomic>
#include <memory>

namespace mws::api
{

/// The check of the audit chain that administrators ask for: one at a time, whoever asks, and what
/// the last one has found. Lives in the web thread; the walk runs in pieces on the store's.
class AuditCheck final : public QObject
{
    Q_OBJECT

public:
    enum class State { Never, Running, Intact, Changed, Failed };

    AuditCheck(AuditLog &audit, const Clock &clock)
        : m_audit(audit)
        , m_clock(clock)
    {
    }

    /// Begins a walk, unless one is running. row is the audit row about it, which lacks what came
    /// of it and is written at the end.
    void start(const AuditEntry &row);

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] Timestamp started() const { return m_started; } ///< epoch: never
    [[nodiscard]] Timestamp finished() const { return m_finished; } ///< epoch: not yet
    [[nodiscard]] qint64 rows() const; ///< that fit so far
    [[nodiscard]] qint64 total() const { return m_total; } ///< when it began; 0: not known
    [[nodiscard]] const AuditVerdict &verdict() const { return m_verdict; }
    [[nodiscard]] const QString &problem() const { return m_problem; } ///< of State::Failed

private:
    void finish(const Result<AuditVerdict> &found);
    void record();

    AuditLog &m_audit;
    const Clock &m_clock;
    State m_state = State::Never;
    Timestamp m_started{};
    Timestamp m_finished{};
    std::shared_ptr<std::atomic<qint64>> m_rows; ///< counted on the store's thread
    qint64 m_total = 0;
    AuditVerdict m_verdict;
    QString m_problem;
    AuditEntry m_row;
};

/// "never", "running", "intact", "changed", "failed".
[[nodiscard]] QLatin1String nameOf(AuditCheck::State state);

} // namespace mws::api
