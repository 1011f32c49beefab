// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QString>

namespace mws::backup
{

/// A folder of mode 0700 that something is put together in before it takes its place; with this
/// object it goes, and what a killed program has left of it goes when it is made anew.
class Stage
{
public:
    explicit Stage(QString path)
        : m_path(std::move(path))
    {
    }
    ~Stage();
    Stage(const Stage &) = delete;
    Stage &operator=(const Stage &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }
    /// Conflict: there is a link, a file, or a folder of another user.
    Result<void> make();
    /// A file of mode 0600 below it, in folders of mode 0700. Conflict: it is a link.
    Result<void> copy(const QString &from, const QString &name);
    /// The folder, of mode 0700, of a file that somebody else is about to make.
    Result<void> makeFolderOf(const QString &name);
    /// Down to the disk.
    Result<void> sync();
    /// Takes the place of target, which must not exist.
    Result<void> become(const QString &target);
    /// Takes the place of target, which is aside from then on. Both names must be beside the stage.
    /// Where the file system can exchange folders (renameat2(2)) there is no moment without target;
    /// elsewhere a program that is killed in such a moment leaves it to putBack().
    Result<void> replace(const QString &target, const QString &aside);
    /// Undoes become() and replace(), also where they have failed; the error tells where that is
    /// which was there.
    Result<void> withdraw();
    /// One file of it takes the place of target, which must not exist.
    Result<void> moveOut(const QString &name, const QString &target);

private:
    Result<void> replaceInSteps(const QString &target, const QString &aside);

    QString m_path;
    bool m_isMade = false;
    QString m_target; ///< what it has become; empty: it has not
    QString m_aside; ///< what was there; empty: nothing was
};

/// What was there before a program was killed inside Stage::replace() is target again or, where the
/// new one had got its place, aside. Nothing to do: no error.
Result<void> putBack(const QString &target, const QString &aside);

/// Removes the folder that a killed program has left of a stage. Conflict: there is a link, a file,
/// or a folder of another user, and it stays.
Result<void> sweepStage(const QString &path);

} // namespace mws::backup
