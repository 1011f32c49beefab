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
    Result<void> make();
    /// A file of mode 0600 below it, in folders of mode 0700. Conflict: it is a link.
    Result<void> copy(const QString &from, const QString &name);
    /// The folder, of mode 0700, of a file that somebody else is about to make.
    Result<void> makeFolderOf(const QString &name);
    /// Down to the disk.
    Result<void> sync();
    /// Takes the place of target, which must not exist, for good.
    Result<void> become(const QString &target);
    /// The same with one file of it.
    Result<void> moveOut(const QString &name, const QString &target);

private:
    QString m_path;
    bool m_isMade = false;
};

} // namespace mws::backup
