// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "backup/contents.h"
#include "core/clock.h"

#include <QByteArray>
#include <QList>

namespace mws::backup
{

inline constexpr qint64 kMaxManifest = qint64(2) * 1024 * 1024;

/// One file of a backup.
struct FileEntry {
    QString name;
    qint64 size = 0;
    QByteArray sha256; ///< 64 hexadecimal digits
};

/// What a backup says about itself; its first file.
struct Manifest {
    QString created; ///< UTC, RFC 3339
    QString program; ///< version that made it
    QList<FileEntry> files; ///< in the order of the archive

    [[nodiscard]] qint64 totalSize() const; ///< as it says
    [[nodiscard]] bool holds(const QString &name) const;
    [[nodiscard]] QByteArray toJson() const;
    /// Conflict: not a manifest, of another version, or a name that NameCheck refuses.
    static Result<Manifest> fromJson(const QByteArray &text);
    /// Of all files in "data" and "project" below folder, by name; the time is now.
    static Result<Manifest> of(const QString &folder);
};

} // namespace mws::backup
