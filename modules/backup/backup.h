// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "backup/manifest.h"

#include <QStringList>
#include <functional>

namespace mws::backup
{

/// What to save.
struct Source {
    QString data; ///< folder of a station, which may be running
    QString project; ///< folder; empty: not saved
    bool withKeys = false; ///< certificates and private keys too
    QString passphrase{}; ///< that opens it, as encryptFile() takes it; empty: it is not encrypted
};

/// A backup that was made.
struct Made {
    Manifest manifest;
    QString station; ///< whose seal it has
    QByteArray sha256; ///< that is signed, as hexadecimal digits
    QStringList leftOut; ///< files in the project folder that are no part of a project
};

/// What takes its time, in this order.
enum class Step { Copying, Packing, Checking };
/// Called as each begins; false ends the work there.
using Progress = std::function<bool(Step step)>;

/// Saves a station to a new archive, sealed with the station's key, which is made where there is
/// none. The database is copied as one moment has it, the project while no other program saves it.
/// What was written is read and checked before it gets its name, so that there is a whole archive
/// or none. Needs the room of all files beside the archive for a while. Conflict: it exists, or a
/// key that goes with it was changed meanwhile. Unavailable: progress has ended it, or the disk
/// does not do. Blocking.
Result<Made> makeBackup(const Source &source, const QString &file, const Progress &progress = {});

/// Archives of a folder that are named after their time, oldest first.
[[nodiscard]] QStringList datedArchives(const QString &folder);
/// "mws-20260131T235959Z.tar.zst" of now, in the folder.
[[nodiscard]] QString datedArchive(const QString &folder);
/// Removes all but keep of them, the oldest by name first and never the one named made, for a clock
/// may be wrong; also what killed programs of this user have left of others. Gives how many
/// archives went.
Result<qsizetype> removeOldArchives(const QString &folder, qsizetype keep, const QString &made);

} // namespace mws::backup
