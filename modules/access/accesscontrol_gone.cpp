// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"
#include "access/pseudonyms.h"
#include "storage/store.h"

#include <mutex>

namespace mws
{

Future<Result<QString>> AccessControl::beginPseudonym(const QString &user)
{
    const auto done = startedPromise<void>();
    const auto alias = std::make_shared<QString>();
    d->change(
        [self = d, user, alias](QSqlDatabase &db) {
            return self->keepAdministrator(db, [&]() -> Result<void> {
                const auto begun = mws::beginPseudonym(db, user);
                if (!begun)
                    return begun.error();
                *alias = *begun;
                return {};
            });
        },
        done);
    return done->future().then([alias](const Result<void> &begun) {
        return begun ? Result<QString>(*alias) : Result<QString>(begun.error());
    });
}

Future<Result<void>> AccessControl::endPseudonym(const QString &user)
{
    {
        const std::lock_guard lock(d->mutex);
        for (const QString &key : Private::accountKeys(user))
            d->throttle.forget(key);
    }
    return d->store.write([user](QSqlDatabase &db) { return mws::endPseudonym(db, user); });
}

bool AccessControl::isShared(const QString &user) const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    const auto account = d->accounts.constFind(user);
    return account != d->accounts.cend() && account->user.isShared;
}

} // namespace mws
