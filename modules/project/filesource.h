// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectfiles.h"
#include "project/projectfolder.h"

#include <QDir>

namespace mws
{

/// Where the files of one project are read from.
class FileSource
{
public:
    FileSource() = default;
    virtual ~FileSource() = default;
    Q_DISABLE_COPY_MOVE(FileSource)

    /// The .json files of a subfolder with its name before them, sorted.
    [[nodiscard]] virtual Result<QStringList> jsonFiles(QLatin1String subfolder) const = 0;
    [[nodiscard]] virtual bool has(const QString &file) const = 0;
    /// What is in it, or why it cannot be told.
    [[nodiscard]] virtual Result<QJsonObject> read(const QString &file) const = 0;
};

/// A project folder on the disk, or in the program's own resources (":/…"), where nobody saves.
class FolderSource final : public FileSource
{
public:
    explicit FolderSource(const QString &path);

    /// Before anything else: keeps those who save out until this object ends, and finishes a save
    /// that was cut off; or what keeps from that.
    [[nodiscard]] std::optional<Problem> open();

    [[nodiscard]] Result<QStringList> jsonFiles(QLatin1String subfolder) const override;
    [[nodiscard]] bool has(const QString &file) const override;
    [[nodiscard]] Result<QJsonObject> read(const QString &file) const override;

    /// Open and locked; not of the resources.
    [[nodiscard]] ProjectFolder &folder() { return m_open; }

private:
    [[nodiscard]] bool isBuiltIn() const;

    QDir m_folder;
    ProjectFolder m_open;
};

/// A project in memory.
class MemorySource final : public FileSource
{
public:
    /// Borrows files.
    explicit MemorySource(const ProjectFiles &files)
        : m_files(files)
    {
    }

    [[nodiscard]] Result<QStringList> jsonFiles(QLatin1String subfolder) const override;
    [[nodiscard]] bool has(const QString &file) const override;
    [[nodiscard]] Result<QJsonObject> read(const QString &file) const override;

private:
    const ProjectFiles &m_files;
};

/// Every file of a project that the source has. The error names the file that cannot be read.
[[nodiscard]] Result<ProjectFiles> allFilesOf(const FileSource &source);

} // namespace mws
