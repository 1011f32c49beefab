// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/vaultchange.h"

#include "storage/statement.h"
#include "storage/store.h"

#include <QCoreApplication>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

Error locked(const QStringList &users)
{
    return {ErrorCode::Conflict,
            AccessText::tr("vault.key does not open the second factor of %1; turn it off first.")
                .arg(users.join(QStringLiteral(", ")))};
}

/// Within a transaction; their number.
Result<qsizetype> sealAnew(QSqlDatabase &db, const Vault &vault)
{
    const auto factors = readFactors(db);
    if (!factors)
        return factors.error();
    Statement row(db, QStringLiteral("UPDATE second_factor SET secret = ? WHERE user = ?"));
    for (auto it = factors->cbegin(); it != factors->cend(); ++it) {
        const auto secret = vault.open(it->sealedSecret, it.key());
        if (!secret)
            return locked({it.key()});
        if (auto done = row.bind(vault.seal(*secret, it.key())).bind(it.key()).run(); !done)
            return done.error();
    }
    return factors->size();
}

/// With the transaction on the disk.
Result<qsizetype> sealAnew(Store &store, const Vault &vault)
{
    qsizetype count = 0;
    const auto done = store
                          .write([&](QSqlDatabase &db) -> Result<void> {
                              const auto sealed = sealAnew(db, vault);
                              if (!sealed)
                                  return sealed.error();
                              count = *sealed;
                              return {};
                          })
                          .result();
    return done ? Result<qsizetype>(count) : Result<qsizetype>(done.error());
}

} // namespace

QStringList lockedFactors(const QHash<QString, SecondFactor> &factors, const Vault *vault)
{
    QStringList users;
    for (auto it = factors.cbegin(); it != factors.cend(); ++it) {
        if (!vault || !vault->open(it->sealedSecret, it.key()))
            users.append(it.key());
    }
    users.sort();
    return users;
}

Result<void> changeVaultKey(Store &store, const QString &file, const VaultRecord &record)
{
    const auto now = Vault::fromFile(file);
    if (!now)
        return now.error();
    const auto factors = store.read<QHash<QString, SecondFactor>>(readFactors).result();
    if (!factors)
        return factors.error();
    if (const QStringList users = lockedFactors(*factors, &*now); !users.isEmpty())
        return locked(users);
    const auto both = now->beginChange(file);
    if (!both)
        return both.error();
    const auto count = sealAnew(store, *both);
    if (!count)
        return count.error();
    if (auto recorded = record(*count); !recorded)
        return recorded;
    return both->endChange(file);
}

} // namespace mws
