// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/auditlog.h"

class QSqlDatabase;

namespace mws
{

class StationPublicKey;

/// How far the check of the chain has come, from the oldest row to the newest. On the store's
/// thread.
struct AuditWalk {
    AuditLog::Progress progress;
    std::shared_ptr<const StationPublicKey> trusted; ///< null: no cut counts
    AuditVerdict verdict;
};

/// Checks the next thousand rows; true when the end or a row that does not fit is reached.
Result<bool> walkOn(QSqlDatabase &db, AuditWalk &walk);

} // namespace mws
