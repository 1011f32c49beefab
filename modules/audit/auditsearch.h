// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

class QSqlDatabase;

namespace mws
{

/// How far the search for the rows of one query has come, from the newest to the oldest.
struct AuditSearch {
    AuditLog::Query query;
    qsizetype wanted = 0;
    qint64 below = 0; ///< rows with this id or a higher one are done; 0: it has not begun
    qint64 lowest = 0; ///< no row below this one is in question
    QList<AuditEntry> found{};

    /// Once it has begun: there are no more rows.
    [[nodiscard]] bool isOver() const { return below <= lowest; }
};

/// On the store's thread: looks at the next few thousand rows; true when there is nothing more to
/// find or enough is found.
Result<bool> searchOn(QSqlDatabase &db, AuditSearch &search);

} // namespace mws
