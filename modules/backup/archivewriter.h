// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/stationkey.h"
#include "backup/manifest.h"

namespace mws::backup
{

/// Writes the manifest and the files that it lists, which lie below folder, as one tar archive
/// through zstd to a new file of mode 0600, with the seal of the station, down to the disk. Gives
/// the SHA-256 that is signed, as hexadecimal digits. Unavailable: the disk does not take it, or a
/// file is not as the manifest says.
Result<QByteArray> writeArchive(const QString &folder, const Manifest &manifest,
                                const StationKey &key, const QString &file);

} // namespace mws::backup
