// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"
#include "audit/stationkey.h"

class QSqlDatabase;

namespace mws
{

/// A person whose name goes from the record, and what stands there instead.
struct Pseudonym {
    QString name;
    QString alias;
};

/// Takes the name out of all rows, in pieces as a check goes: as actor and target, with the address
/// it came from, and in what rows about accounts say of it. The hash of such a row stays, so that
/// the chain goes on; its words now are signed instead. Gives how many rows were changed. Conflict:
/// a row does not fit, and is not made to fit by this. A name in other words, such as the reason of
/// a write, stays.
Future<Result<qint64>> pseudonymiseRows(Store &store, const Pseudonym &who, const StationKey &key);

/// Signs anew what pseudonymiseRows() has left, within a transaction of the caller, and gives how
/// many rows. What the key before has not signed stays as it is.
Result<qint64> signRowsAnew(QSqlDatabase &db, const StationPublicKey &before,
                            const StationKey &now);

/// Whether the row follows the one with the hash before: by its own hash, or as what
/// pseudonymiseRows() has left with this key. key null: by its hash only.
[[nodiscard]] Result<bool> fitsBehind(QSqlDatabase &db, const QByteArray &before,
                                      const AuditEntry &entry, const QByteArray &hash,
                                      const StationPublicKey *key);
/// The same with the signature at hand; empty: there is none.
[[nodiscard]] bool fitsBehind(const QByteArray &before, const AuditEntry &entry,
                              const QByteArray &hash, const QByteArray &signature,
                              const StationPublicKey *key);
/// Empty: the row was never changed by this.
[[nodiscard]] Result<QByteArray> signatureOf(QSqlDatabase &db, qint64 row);
/// Those of rows that were cut off, up to this one.
Result<void> forgetSignatures(QSqlDatabase &db, qint64 upTo);

/// The row without the name; the same when it does not hold it.
[[nodiscard]] AuditEntry withoutName(const AuditEntry &row, const Pseudonym &who);

} // namespace mws
