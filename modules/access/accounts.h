// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

#include <functional>

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

/// A user with the hashes that belong to it.
struct Account {
    User user;
    QByteArray password; ///< PHC
    QByteArray pin; ///< PHC, empty: none
    qint64 generation = 0; ///< grows when the sessions of the user must end
};

/// Conflict for "system", which stands in records for the station itself.
[[nodiscard]] Result<void> checkIsNotStation(const QString &name);

// The table of users; each call inside Store::read or Store::write.

Result<QList<Account>> readAccounts(QSqlDatabase &db);
/// Conflict: is or was there, or records call the station itself so.
Result<void> insertAccount(QSqlDatabase &db, const Account &account);
/// Gives the user before and after. NotFound when there is no such user, as below.
Result<QPair<User, User>> changeAccount(QSqlDatabase &db, const QString &name,
                                        const UserChange &change);
/// Keeps the SHA-256 of the name: nobody else gets it.
Result<void> removeAccount(QSqlDatabase &db, const QString &name);
/// Whether somebody who is gone had this name, or nobody may have it.
Result<bool> wasUser(QSqlDatabase &db, const QString &name);
/// From now on nobody may have it.
Result<void> reserveName(QSqlDatabase &db, const QString &name);
/// By another than the user; its tokens go.
Result<void> storePassword(QSqlDatabase &db, const QString &name, const QByteArray &phc,
                           bool mustChange);
/// The user's own change. Conflict when the hash before is no longer the stored one.
Result<void> storeOwnPassword(QSqlDatabase &db, const QString &name, const QByteArray &before,
                              const QByteArray &phc);
Result<void> storePin(QSqlDatabase &db, const QString &name, const QByteArray &phc);
/// Replaces an old hash of the same password; sessions go on.
Result<void> storeRehash(QSqlDatabase &db, const QString &name, const QByteArray &before,
                         const QByteArray &phc);
Result<void> storeSignIn(QSqlDatabase &db, const QString &name, Timestamp time);

using IsAdministrator = std::function<bool(const Account &)>;

/// Runs change; Conflict when there was an administrator before it or is one after it, and none of
/// them has no end. For a transaction.
Result<void> keepingAdministrator(QSqlDatabase &db, const IsAdministrator &isAdministrator,
                                  const std::function<Result<void>()> &change);

/// Grows when another connection has changed the database.
Result<qint64> dataVersion(QSqlDatabase &db);

} // namespace mws
