// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "core/future.h"

#include "access/accesscontrol_p.h"
#include "storage/store.h"

#include <mutex>

namespace mws
{

bool AccessControl::Private::needsFactor(const Attempt &attempt) const
{
    return attempt.origin != Origin::Panel && !attempt.isInside && factors.has(attempt.user);
}

void AccessControl::useVault(const Vault &vault)
{
    const std::lock_guard lock(d->mutex);
    d->factors.useVault(vault);
}

Result<QByteArray> AccessControl::beginFactor(const QByteArray &sessionId)
{
    const std::lock_guard lock(d->mutex);
    if (const auto who = d->identityOf(sessionId); !who)
        return who.error();
    return d->factors.begin(publicId(sessionId), d->clock.monotonic());
}

Future<Result<QStringList>> AccessControl::activateFactor(const QByteArray &sessionId,
                                                          const QString &code)
{
    using Codes = Result<QStringList>;
    const auto attempt = [&]() -> Result<QPair<QString, FactorBook::Finished>> {
        const std::lock_guard lock(d->mutex);
        const auto who = d->identityOf(sessionId);
        if (!who)
            return who.error();
        const auto finished = d->factors.finish(publicId(sessionId), who->user, code,
                                                d->clock.now(), d->clock.monotonic());
        if (!finished)
            return finished.error();
        return QPair<QString, FactorBook::Finished>(who->user, *finished);
    }();
    const auto done = startedPromise<void>();
    if (!attempt) {
        answer<void>(done, attempt.error());
    } else {
        d->change([user = attempt->first, factor = attempt->second.factor](
                      QSqlDatabase &db) { return storeFactor(db, user, factor); },
                  done);
    }
    const QStringList codes = attempt ? attempt->second.recoveryCodes : QStringList();
    return done->future().then([codes](const Result<void> &stored) {
        return stored ? Codes(codes) : Codes(stored.error());
    });
}

Future<Result<void>> AccessControl::removeFactor(const QString &user)
{
    const auto done = startedPromise<void>();
    d->change([user](QSqlDatabase &db) { return mws::removeFactor(db, user); }, done);
    return done->future();
}

qsizetype AccessControl::recoveryCodesOf(const QString &user) const
{
    const std::lock_guard lock(d->mutex);
    return d->factors.recoveryCodesOf(user);
}

} // namespace mws
