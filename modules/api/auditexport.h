// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/context.h"
#include "audit/auditlog.h"

namespace mws::api
{

enum class AuditFormat { Csv, NdJson };

/// The most that one answer holds; what is older is in the next one.
inline constexpr qint64 kMaxExportRows = 10'000;
inline constexpr qsizetype kMaxExportBytes = 8 * 1024 * 1024;

/// {"id":…,"time":ms,"actor":…}
void appendAuditEntry(QByteArray &out, const AuditEntry &entry);

/// One line of RFC 4180 with CR LF: id, time as ISO 8601, then the texts. A text that a spreadsheet
/// would take for a formula gets an apostrophe before it.
void appendAuditLine(QByteArray &out, const AuditEntry &entry);

/// The rows of query as a file, newest first. The header Link leads to the next file (RFC 8288)
/// when this one is full; target is the parameters of this one.
[[nodiscard]] Answer exportAudit(const Context &context, const AuditLog::Query &query,
                                 AuditFormat format, const QUrlQuery &target);

} // namespace mws::api
