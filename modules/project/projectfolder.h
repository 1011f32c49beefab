// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace mws
{

/// The files of an open project folder: read, replaced, removed and brought to the disk (POSIX).
/// Files are named relative to the folder, "project.json" or "tags/plc.json". Nothing is written
/// through a symbolic link, so that nobody's project can change files outside of it. An error is
/// one sentence with the file's name.
class ProjectFolder
{
public:
    ProjectFolder() = default;
    ~ProjectFolder();
    ProjectFolder(const ProjectFolder &) = delete;
    ProjectFolder &operator=(const ProjectFolder &) = delete;

    /// NotFound when there is no such folder.
    Result<void> open(const QString &path);
    /// Keeps other programs that lock out until this object ends; Busy when one has it for longer
    /// than ten seconds. On a file system without locks this does nothing.
    Result<void> lock();

    /// The bytes of a file, which may be a link; NotFound when there is none.
    [[nodiscard]] Result<QByteArray> read(const QString &file) const;
    /// The .json files of a subfolder, sorted, without hidden ones; none when there is no such
    /// subfolder.
    [[nodiscard]] Result<QStringList> jsonFiles(QLatin1String subfolder) const;
    /// Every name that a file of a project can have here, whether it is there or not: the two of
    /// the folder itself, and the .json files of its subfolders.
    [[nodiscard]] Result<QStringList> projectFiles() const;
    /// SHA-256, in hex, over the name, the size and the bytes of each of projectFiles() that is
    /// there.
    [[nodiscard]] Result<QString> hash() const;
    /// All files of the folder and its subfolders whose name begins with the prefix and which can
    /// be seen.
    [[nodiscard]] QStringList filesBeginning(QLatin1String prefix) const;

    /// Creates the file, and its subfolder where there is none, and brings its bytes to the disk.
    /// Mode and owner are those of the file it is going to replace, if there is one and they can be
    /// set.
    Result<void> write(const QString &file, const QByteArray &bytes, const QString &replaced);
    /// Within one subfolder.
    Result<void> rename(const QString &from, const QString &to);
    /// No error when there is no such file.
    Result<void> remove(const QString &file);
    /// Whether the file could be replaced or removed: not a link, in a folder that can be written.
    [[nodiscard]] Result<void> canChange(const QString &file) const;
    /// Brings the names in the subfolder of this file to the disk.
    Result<void> sync(const QString &file);

private:
    [[nodiscard]] Result<QStringList> namesIn(const QString &subfolder) const;

    int m_handle = -1;
};

} // namespace mws
