// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/pseudonyms.h"

#include "access/accounts.h"
#include "access/password.h"
#include "storage/statement.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws
{

namespace
{

constexpr int kChanceBytes = 4;

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

/// Disabled, and then removed; or removed before.
Result<void> retire(QSqlDatabase &db, const QString &name)
{
    if (auto person = checkIsNotStation(name); !person)
        return person;
    const auto accounts = readAccounts(db);
    if (!accounts)
        return accounts.error();
    const auto account
        = std::find_if(accounts->cbegin(), accounts->cend(),
                       [&name](const Account &one) { return one.user.name == name; });
    if (account != accounts->cend()) {
        if (account->user.enabled)
            return Error{ErrorCode::Conflict, AccessText::tr("Disable or remove the user first.")};
        return removeAccount(db, name);
    }
    const auto former = wasUser(db, name);
    if (!former)
        return former.error();
    return *former
        ? Result<void>()
        : Error{ErrorCode::NotFound, AccessText::tr("There is and was no user of this name.")};
}

Result<QString> aliasOf(QSqlDatabase &db, const QString &name)
{
    Statement begun(db, QStringLiteral("SELECT alias FROM pseudonym_begun WHERE name = ?"));
    if (auto ran = begun.bind(name).run(); !ran)
        return ran.error();
    return begun.next() ? begun.text(0) : QString();
}

} // namespace

Result<QString> beginPseudonym(QSqlDatabase &db, const QString &name)
{
    const auto begun = aliasOf(db, name);
    if (!begun || !begun->isEmpty())
        return begun;
    if (auto retired = retire(db, name); !retired)
        return retired.error();
    const QString alias
        = QStringLiteral("user-") + QString::fromLatin1(randomBytes(kChanceBytes).toHex());
    if (auto reserved = reserveName(db, alias); !reserved)
        return reserved.error();
    Statement certificates(
        db, QStringLiteral("UPDATE user_certificate SET added_by = ? WHERE added_by = ?"));
    if (auto ran = certificates.bind(alias).bind(name).run(); !ran)
        return ran.error();
    Statement row(db, QStringLiteral("INSERT INTO pseudonym_begun VALUES (?, ?)"));
    if (auto ran = row.bind(name).bind(alias).run(); !ran)
        return ran.error();
    return alias;
}

Result<void> endPseudonym(QSqlDatabase &db, const QString &name)
{
    Statement row(db, QStringLiteral("DELETE FROM pseudonym_begun WHERE name = ?"));
    return row.bind(name).run();
}

} // namespace mws
