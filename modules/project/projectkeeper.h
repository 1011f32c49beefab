// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "project/projectchanges.h"

#include <QThreadPool>
#include <atomic>
#include <functional>

namespace mws
{

/// A project as it lies in its folder.
struct ProjectRevision {
    QByteArray text; ///< canonicalText()
    QByteArray hash; ///< of the text; names the revision
};

/// What came of a project that was to take the place of another one.
struct ProjectReply {
    enum class Outcome {
        Ok, ///< it is in the folder, or could be
        Malformed, ///< the text is no project; error says why
        Stale, ///< the folder holds another revision than the one that was to be replaced
        Invalid, ///< problems says why
        Failed, ///< error says why; the folder holds what it held
    };
    Outcome outcome = Outcome::Ok;
    Error error{};
    QByteArray before{}; ///< revision in the folder when it was asked; empty: could not be told
    QByteArray after{}; ///< revision of the new project; empty: Malformed
    QList<Problem> problems{}; ///< of the new project; those of one that is Ok are no errors
    ProjectChanges changes{}; ///< of one that is Ok
    bool restart = false; ///< of one that is Ok: the station runs another revision
};

/// The project folder of a station, read and replaced as a whole, one after the other on a thread
/// of its own, where the futures finish. What the station runs does not change. Thread-safe.
class ProjectKeeper final
{
public:
    struct Options {
        QString folder;
        QByteArray running; ///< revision that the station runs; empty: not known
        QStringList connections{}; ///< Connection::id that a project here must have
        /// ProjectFolder::hash() before and after it was replaced; on the thread of the keeper
        /// while the folder is locked.
        std::function<void(const QString &before, const QString &after)> replaced{};
    };
    /// Asked on the thread of the keeper, while the folder is locked, right before it is written;
    /// an error leaves it as it is.
    using Approval = std::function<Result<void>(const ProjectReply &)>;

    explicit ProjectKeeper(Options options);
    /// Waits until everything is done.
    ~ProjectKeeper();
    Q_DISABLE_COPY_MOVE(ProjectKeeper)

    /// Unavailable: a file cannot be read. No error names the folder.
    Future<Result<ProjectRevision>> read();
    /// What replace() would come to; nothing is written.
    Future<ProjectReply> check(const QByteArray &text, const QByteArray &revision);
    /// Puts the project of this text, see parseProjectFiles(), into the folder as if at once,
    /// provided that it still holds this revision: of several who replace the same one, one wins.
    Future<ProjectReply> replace(const QByteArray &text, const QByteArray &revision,
                                 Approval approval);

    /// What replace() put into the folder last is not what the station runs.
    [[nodiscard]] bool isRestartPending() const { return m_restartPending; }

private:
    [[nodiscard]] ProjectReply work(const QByteArray &text, const QByteArray &revision,
                                    const Approval &approval);
    [[nodiscard]] ProjectReply judge(const ProjectFiles &wanted, const ProjectFiles &present,
                                     const QByteArray &revision) const;
    void noteMissing(LoadedProject &wanted) const;

    const Options m_options;
    std::atomic_bool m_restartPending = false;
    QThreadPool m_pool; ///< one thread
};

/// The revision of a folder; empty when it cannot be read.
[[nodiscard]] QByteArray revisionOf(const QString &folder);

} // namespace mws
