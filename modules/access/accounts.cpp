// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accounts.h"

#include "storage/statement.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <algorithm>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

Account accountOf(const Statement &row)
{
    Account account;
    account.user.name = row.text(0);
    account.user.displayName = row.text(1);
    account.user.role = row.text(2);
    account.user.enabled = row.number(3) != 0;
    account.password = row.text(4).toLatin1();
    account.pin = row.text(5).toLatin1();
    account.user.hasPin = !account.pin.isEmpty();
    account.generation = row.number(6);
    account.user.lastSignIn = fromMsSinceEpoch(row.number(7));
    account.user.mustChangePassword = row.number(8) != 0;
    account.user.expires = fromMsSinceEpoch(row.number(9));
    account.user.isShared = row.number(10) != 0;
    return account;
}

/// A null string would be SQL's NULL.
QString text(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QStringLiteral("") : QString::fromLatin1(bytes);
}

QString text(const QString &string)
{
    return string.isEmpty() ? QStringLiteral("") : string;
}

Error noSuchUser()
{
    return {ErrorCode::NotFound, AccessText::tr("There is no such user.")};
}

QByteArray hashOf(const QString &name)
{
    return QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256);
}

Result<void> runOnOne(Statement &statement)
{
    if (auto ran = statement.run(); !ran)
        return ran;
    return statement.changedRows() == 1 ? Result<void>() : Result<void>(noSuchUser());
}

Result<bool> hasAny(QSqlDatabase &db, const IsAdministrator &isAdministrator)
{
    const auto accounts = readAccounts(db);
    if (!accounts)
        return accounts.error();
    return std::any_of(accounts->cbegin(), accounts->cend(), isAdministrator);
}

} // namespace

Result<QList<Account>> readAccounts(QSqlDatabase &db)
{
    Statement rows(
        db,
        QStringLiteral("SELECT name, display_name, role, enabled, password, pin, "
                       "generation, last_sign_in, must_change, expires, shared FROM users "
                       "ORDER BY name"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<Account> accounts;
    while (rows.next())
        accounts.append(accountOf(rows));
    return accounts;
}

Result<void> checkIsNotStation(const QString &name)
{
    if (name != QLatin1String("system"))
        return {};
    return Error{ErrorCode::Conflict, AccessText::tr("Records call the station itself so.")};
}

Result<void> insertAccount(QSqlDatabase &db, const Account &account)
{
    if (auto person = checkIsNotStation(account.user.name); !person)
        return person;
    Statement exists(db, QStringLiteral("SELECT 1 FROM users WHERE name = ?"));
    if (auto ran = exists.bind(account.user.name).run(); !ran)
        return ran;
    if (exists.next())
        return Error{ErrorCode::Conflict, AccessText::tr("There is a user of this name already.")};
    const auto former = wasUser(db, account.user.name);
    if (!former)
        return former.error();
    if (*former)
        return Error{ErrorCode::Conflict,
                     AccessText::tr("A user who is gone had this name; choose another.")};
    Statement row(db,
                  QStringLiteral("INSERT INTO users (name, display_name, role, enabled, password, "
                                 "pin, must_change, expires, shared, generation, last_sign_in) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0)"));
    return row.bind(account.user.name)
        .bind(text(account.user.displayName))
        .bind(account.user.role)
        .bind(account.user.enabled)
        .bind(text(account.password))
        .bind(text(account.pin))
        .bind(account.user.mustChangePassword)
        .bind(toMsSinceEpoch(account.user.expires))
        .bind(account.user.isShared)
        .run();
}

Result<QPair<User, User>> changeAccount(QSqlDatabase &db, const QString &name,
                                        const UserChange &change)
{
    const auto accounts = readAccounts(db);
    if (!accounts)
        return accounts.error();
    const auto found
        = std::find_if(accounts->cbegin(), accounts->cend(),
                       [&name](const Account &account) { return account.user.name == name; });
    if (found == accounts->cend())
        return noSuchUser();
    const User before = found->user;
    User after = before;
    after.displayName = change.displayName.value_or(before.displayName);
    after.role = change.role.value_or(before.role);
    after.enabled = change.enabled.value_or(before.enabled);
    after.expires = change.expires.value_or(before.expires);
    after.mustChangePassword |= change.demandPassword;
    after.isShared = change.isShared.value_or(before.isShared);
    Statement row(db,
                  QStringLiteral("UPDATE users SET display_name = ?, role = ?, enabled = ?, "
                                 "must_change = ?, expires = ?, shared = ?, "
                                 "generation = generation + ? "
                                 "WHERE name = ?"));
    row.bind(text(after.displayName))
        .bind(after.role)
        .bind(after.enabled)
        .bind(after.mustChangePassword)
        .bind(toMsSinceEpoch(after.expires))
        .bind(after.isShared)
        .bind(change.demandPassword)
        .bind(name);
    if (auto updated = runOnOne(row); !updated)
        return updated.error();
    return QPair<User, User>(before, after);
}

Result<void> removeAccount(QSqlDatabase &db, const QString &name)
{
    Statement row(db, QStringLiteral("DELETE FROM users WHERE name = ?"));
    row.bind(name);
    if (auto removed = runOnOne(row); !removed)
        return removed;
    return reserveName(db, name);
}

Result<bool> wasUser(QSqlDatabase &db, const QString &name)
{
    Statement former(db, QStringLiteral("SELECT 1 FROM former_user WHERE name_hash = ?"));
    if (auto ran = former.bind(hashOf(name)).run(); !ran)
        return ran.error();
    return former.next();
}

Result<void> reserveName(QSqlDatabase &db, const QString &name)
{
    Statement former(db, QStringLiteral("INSERT OR IGNORE INTO former_user VALUES (?)"));
    return former.bind(hashOf(name)).run();
}

Result<void> storePassword(QSqlDatabase &db, const QString &name, const QByteArray &phc,
                           bool mustChange)
{
    Statement row(db,
                  QStringLiteral("UPDATE users SET password = ?, must_change = ?, "
                                 "generation = generation + 1 WHERE name = ?"));
    row.bind(text(phc)).bind(mustChange).bind(name);
    if (auto stored = runOnOne(row); !stored)
        return stored;
    Statement tokens(db, QStringLiteral("DELETE FROM token WHERE user = ?"));
    return tokens.bind(name).run();
}

Result<void> storeOwnPassword(QSqlDatabase &db, const QString &name, const QByteArray &before,
                              const QByteArray &phc)
{
    Statement row(db,
                  QStringLiteral("UPDATE users SET password = ?, must_change = 0, "
                                 "generation = generation + 1 WHERE name = ? AND password = ?"));
    if (auto ran = row.bind(text(phc)).bind(name).bind(text(before)).run(); !ran)
        return ran;
    if (row.changedRows() != 1)
        return Error{ErrorCode::Conflict, AccessText::tr("The password has just been changed.")};
    return {};
}

Result<void> storePin(QSqlDatabase &db, const QString &name, const QByteArray &phc)
{
    Statement row(
        db, QStringLiteral("UPDATE users SET pin = ?, generation = generation + 1 WHERE name = ?"));
    row.bind(text(phc)).bind(name);
    return runOnOne(row);
}

Result<void> storeRehash(QSqlDatabase &db, const QString &name, const QByteArray &before,
                         const QByteArray &phc)
{
    Statement row(db,
                  QStringLiteral("UPDATE users SET password = ? WHERE name = ? AND password = ?"));
    row.bind(text(phc)).bind(name).bind(text(before));
    return runOnOne(row);
}

Result<void> storeSignIn(QSqlDatabase &db, const QString &name, Timestamp time)
{
    Statement row(db, QStringLiteral("UPDATE users SET last_sign_in = ? WHERE name = ?"));
    row.bind(toMsSinceEpoch(time)).bind(name);
    return runOnOne(row);
}

Result<void> keepingAdministrator(QSqlDatabase &db, const IsAdministrator &isAdministrator,
                                  const std::function<Result<void>()> &change)
{
    const auto before = hasAny(db, isAdministrator);
    if (!before)
        return before.error();
    if (auto changed = change(); !changed)
        return changed;
    const auto after = hasAny(db, isAdministrator);
    const auto lasting = hasAny(db, [&isAdministrator](const Account &account) {
        return isAdministrator(account) && account.user.expires == Timestamp();
    });
    if (!after || !lasting)
        return after ? lasting.error() : after.error();
    if ((*before || *after) && !*lasting)
        return Error{
            ErrorCode::Conflict,
            AccessText::tr("This would leave no administrator without an end; make another "
                           "first.")};
    return {};
}

Result<qint64> dataVersion(QSqlDatabase &db)
{
    Statement version(db, QStringLiteral("PRAGMA data_version"));
    if (auto ran = version.run(); !ran)
        return ran.error();
    return version.next() ? version.number(0) : 0;
}

} // namespace mws
