// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

namespace mws
{

class Statement;

/// Names of the columns in the order that entryOf() reads, the hash last.
[[nodiscard]] const QString &auditColumns();
inline constexpr int kHashColumn = 9;

[[nodiscard]] AuditEntry entryOf(const Statement &row);

/// SHA-256 over the hash of the row before and the fields of entry, each with its length before it,
/// so that no two lists of fields give the same bytes.
[[nodiscard]] QByteArray hashOf(const QByteArray &before, const AuditEntry &entry);

/// One line, well-formed, of at most so many characters before what must be is escaped
/// (\\u000a), whatever came in.
[[nodiscard]] QString harmless(const QString &text, qsizetype most);

/// Conflict: the row is not the one that was written, or is missing.
[[nodiscard]] Error brokenAt(qint64 id);

} // namespace mws
