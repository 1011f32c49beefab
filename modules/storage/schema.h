// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/store.h"

namespace mws
{

// The steps of opening a database, each on the store's thread.

/// Runs SQLite's quick check; Unavailable when the file is damaged or no database at all.
Result<void> checkHealth(QSqlDatabase &db);

/// Refuses a database of a newer program, and one that some other program made.
Result<void> checkVersion(QSqlDatabase &db, const QList<Migration> &steps);

/// Applies step when the database is older; within a transaction of the caller.
Result<void> migrate(QSqlDatabase &db, const Migration &step);

} // namespace mws
