// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "audit/stationkey.h"

class QSqlDatabase;

namespace mws
{

/// What is cut off from the beginning of the record.
struct AuditCut {
    Timestamp before{}; ///< rows of an earlier time
    Timestamp now{};
    qint64 keep = 0; ///< so many of the newest rows stay, whatever their time says
};

/// Cuts off at most some thousand rows, within a transaction of the caller, and gives their number.
/// The last one of them stays with its id and its hash as the row "audit.cut", signed, from which
/// the chain goes on. Conflict: a row does not fit; then all stay as they are.
Result<qint64> cutOff(QSqlDatabase &db, const AuditCut &cut, const StationKey &key);

/// Signs the mark of the last cut anew, within a transaction of the caller. What the key before has
/// not signed stays as it is.
Result<void> signCutAnew(QSqlDatabase &db, const StationPublicKey &before, const StationKey &now);

/// Whether row is what cutOff() has left with this key: its id, hash, time and every word of it are
/// signed.
[[nodiscard]] bool isCut(const AuditEntry &row, const QByteArray &hash,
                         const StationPublicKey &key);

} // namespace mws
