// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "backup/backup.h"
#include "core/clock.h"
#include "http/message.h"

#include <QFileInfoList>
#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>

namespace mws::api
{

/// The backups that administrators make over the API: one at a time, without keys, in the folder
/// "backups" of the data folder, of which the newest stay. Lives in the web thread; what is slow
/// runs in one of its own.
class BackupDesk final : public QObject
{
    Q_OBJECT

public:
    enum class State { Never, Running, Done, Failed };
    static constexpr qsizetype kKept = 3;

    /// data and project: folders of the running station.
    BackupDesk(AuditLog &audit, const Clock &clock, const QString &data, const QString &project);
    /// Ends the work after its current step.
    ~BackupDesk() override;

    /// Begins a backup, unless one is being made. row is the audit row about it, which lacks what
    /// came of it and is written at the end.
    void start(const AuditEntry &row);

    [[nodiscard]] State state() const { return m_state; } ///< of the last one since the start
    [[nodiscard]] backup::Step step() const { return m_job->step; } ///< of State::Running
    [[nodiscard]] Timestamp started() const { return m_started; } ///< epoch: never
    [[nodiscard]] Timestamp finished() const { return m_finished; } ///< epoch: not yet
    [[nodiscard]] const QString &problem() const { return m_problem; } ///< of State::Failed

    [[nodiscard]] QFileInfoList archives() const; ///< newest first
    /// The bytes of one of them; null: there is none of this name.
    [[nodiscard]] http::Pieces read(const QString &name);

private:
    struct Job {
        std::atomic<backup::Step> step{backup::Step::Copying};
        std::atomic<bool> isStopped{false};
    };
    using Made = Result<backup::Made>;

    [[nodiscard]] static Made make(const backup::Source &source, const QString &file, Job &job);
    void finish(const Made &made);
    [[nodiscard]] QString withoutPaths(QString text) const;

    AuditLog &m_audit;
    const Clock &m_clock;
    const backup::Source m_source;
    const QString m_folder;
    State m_state = State::Never;
    Timestamp m_started{};
    Timestamp m_finished{};
    QString m_problem;
    AuditEntry m_row;
    std::shared_ptr<Job> m_job = std::make_shared<Job>(); ///< shared with the work
    QThreadPool m_pool;
};

/// "never", "running", "done", "failed".
[[nodiscard]] QLatin1String nameOf(BackupDesk::State state);
/// "copying", "packing", "checking".
[[nodiscard]] QLatin1String nameOf(backup::Step step);

} // namespace mws::api
