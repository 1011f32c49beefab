// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

class QIODevice;
class QSqlDatabase;

namespace mws
{

class StationPublicKey;

/// What a file of the whole record says about itself: lines of JSON, first {"format","station",
/// "made","after","afterHash"}, then the rows from the oldest on, each with its hash, and with the
/// signature "pseudonymised" where there is one, then
/// {"rows","lastRow","hash"}. after is the row that the chain of the file goes on from: 0, or the
/// one of the last cut.
struct AuditFile {
    QString station; ///< StationPublicKey::id()
    Timestamp made{};
    qint64 after = 0;
    QByteArray afterHash{};
    qint64 rows = 0;
    qint64 lastRow = 0;
    QByteArray hash{};
};

/// Writes the record as one moment has it; file gives station and made, and gets the rest.
Result<void> writeAuditFile(QSqlDatabase &db, QIODevice &out, AuditFile &file);

/// Reads what writeAuditFile() has written and walks along its chain; Invalid names the first line
/// that does not fit. key: of the station, for rows that it has pseudonymised; null: none fits.
Result<AuditFile> readAuditFile(QIODevice &in, const StationPublicKey *key = nullptr);

} // namespace mws
