// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/filestream.h"
#include "audit/auditlog.h"

namespace mws::api
{

/// {"id":…,"time":ms,"actor":…}
void appendAuditEntry(QByteArray &out, const AuditEntry &entry);

/// One line of RFC 4180 with CR LF: id, time as ISO 8601, then the texts as appendCsvText().
void appendAuditLine(QByteArray &out, const AuditEntry &entry);

/// All rows of query as a file, newest first, for one who asks as long as he may.
[[nodiscard]] Answer exportAudit(const Context &context, const SessionPtr &session,
                                 const AuditLog::Query &query, FileFormat format);

} // namespace mws::api
