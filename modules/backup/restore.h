// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "backup/archivereader.h"

#include <QStringList>

namespace mws::backup
{

/// Where to put what a backup holds.
struct Target {
    QString data; ///< folder; empty: the data are not wanted
    QString project; ///< folder; empty: the project is not wanted
    bool replace = false; ///< what is there is kept under another name; else it must be empty
};

/// A backup that was put back.
struct Restored {
    Manifest manifest;
    QStringList kept; ///< where that is which was there
    qsizetype ownKeys = 0; ///< files of keys that the station had and the backup has not
    bool ownControl = false; ///< local control is that of the replaced folder, not of the backup
};

/// Puts an open archive back, while no station uses the folders: both parts are unpacked and
/// brought to the disk beside their places, the database is opened and takes the audit row, and
/// then the folders change places, that of the data first. Whatever is refused or fails leaves the
/// folders as they were, or the error says where they are. What a restore that was killed between
/// two renames has left is put back first. Keys that the backup does not hold are
/// taken from the replaced folder, if it is of the same station. The lockouts of remote writes are
/// those of the replaced folder, where it has a file of them, for somebody may be at work there;
/// one that cannot be taken locks the whole plant. Conflict: not what the archive should hold, a
/// folder that is not empty, no room. Blocking.
Result<Restored> restoreBackup(ArchiveFile &archive, const Target &target, const AuditEntry &row);

} // namespace mws::backup
