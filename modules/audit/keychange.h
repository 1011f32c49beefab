// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "audit/stationkey.h"

#include <QList>

namespace mws
{

/// A key that a station had before.
struct OldStationKey {
    StationPublicKey key;
    Timestamp until{}; ///< what it has signed later is not the station's
};

/// Of old-station-keys.json in the data folder, the newest first; empty: there never was another.
/// Each entry is signed by the key that came next. Conflict: it was changed, or is of a station
/// with another key than own.
Result<QList<OldStationKey>> oldStationKeys(const QString &folder, const StationPublicKey &own);

// To change the key of a station that is not running. Killed at any moment it loses nothing: the
// file holds the new and the old key until the record is signed anew, and the next start of the
// station, or the next call of both, goes on from there. Files that were signed before stay what
// they are.

/// Puts a new key before the one in station-key.pem; nothing when that has been done. NotFound:
/// there is none. Conflict: old-station-keys.json does not fit.
Result<void> beginKeyChange(const QString &folder);

/// Signs cuts and pseudonymised rows with the new key, in one transaction, notes the old one with
/// the time now, leaves row (with action, target and detail of its own), and forgets the private
/// half of the old key. False: nothing had begun. Blocking.
Result<bool> endKeyChange(Store &store, AuditLog &audit, const QString &folder, AuditEntry row,
                          Timestamp now);

} // namespace mws
