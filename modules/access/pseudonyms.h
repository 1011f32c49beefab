// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QString>

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

// What stands for a user whose name is being taken out of the station; each call inside
// Store::write. Which name a pseudonym was for is known until the work is done, so that work that
// was cut off goes on with the same one, and to nobody afterwards.

/// Removes the account where there is one, takes the name from certificates of others that it has
/// added, and gives the pseudonym: "user-" and 8 hex digits of
/// chance, which nobody can sign in as. NotFound: nobody is or was called that. Conflict: the user
/// may still sign in, or records call the station itself so.
Result<QString> beginPseudonym(QSqlDatabase &db, const QString &name);
Result<void> endPseudonym(QSqlDatabase &db, const QString &name);

} // namespace mws
