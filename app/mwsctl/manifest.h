// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QList>
#include <QString>

namespace mws::ctl
{

/// One file of a backup.
struct BackupFile {
    QString path; ///< relative, "data/…" or "project/…"
    qint64 size = 0;
    QByteArray sha256; ///< hex
};

/// Hashes every file below folder and writes manifest.json beside them.
Result<void> writeManifest(const QString &folder);

/// Reads the manifest and compares it with what is there: refused when a file differs, is missing,
/// is not listed or is a link, and when a path leads out of the folder.
Result<QList<BackupFile>> checkBackup(const QString &folder);

} // namespace mws::ctl
