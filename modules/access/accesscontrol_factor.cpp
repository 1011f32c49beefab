// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"
#include "core/future.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <mutex>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

/// Else who finds a session open, but not the app, would put another in its place.
Error hasOneAlready()
{
    return {ErrorCode::Conflict,
            AccessText::tr("There is a second factor already; turn it off first.")};
}

} // namespace

Error wrongCode()
{
    return {ErrorCode::SecondFactor, AccessText::tr("The code is wrong or was used already.")};
}

bool AccessControl::Private::needsFactor(const Attempt &attempt) const
{
    return attempt.origin != Origin::Panel && !attempt.isInside && factors.has(attempt.user);
}

Result<QString> AccessControl::Private::spendCode(const QByteArray &sessionId, const QString &code)
{
    const std::lock_guard lock(mutex);
    const auto who = identityOf(sessionId);
    if (!who)
        return who.error();
    if (!factors.has(who->user))
        return Error{ErrorCode::NotFound, AccessText::tr("This user has no second factor.")};
    Attempt attempt{who->user, {}, false, who->origin, who->address};
    attempt.isCode = true;
    if (auto begun = beginAttempt(attempt); !begun)
        return begun.error();
    if (!factors.take(who->user, code, clock.now()))
        return wrongCode();
    forgive(attempt);
    throttle.forget(throttleKeys(attempt).constFirst());
    return who->user;
}

Result<void> AccessControl::openVault(const QString &file)
{
    const std::lock_guard lock(d->mutex);
    auto vault = Vault::fromFile(file);
    if (!vault && vault.error().code == ErrorCode::NotFound && d->factors.isEmpty())
        vault = Vault::make(file);
    d->factors.useVault(vault ? std::optional<Vault>(*vault) : std::nullopt);
    return vault ? Result<void>() : Result<void>(vault.error());
}

Result<QByteArray> AccessControl::beginFactor(const QByteArray &sessionId)
{
    const std::lock_guard lock(d->mutex);
    const auto who = d->identityOf(sessionId);
    if (!who)
        return who.error();
    if (d->factors.has(who->user))
        return hasOneAlready();
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
        if (d->factors.has(who->user))
            return hasOneAlready();
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
    const QString user = attempt ? attempt->first : QString();
    const QStringList codes = attempt ? attempt->second.recoveryCodes : QStringList();
    return done->future().then([self = d, user, codes, sessionId](const Result<void> &stored) {
        if (!stored)
            return Codes(stored.error());
        const std::lock_guard lock(self->mutex);
        self->sessions.endOthers(user, sessionId);
        return Codes(codes);
    });
}

Future<Result<void>> AccessControl::giveUpFactor(const QByteArray &sessionId, const QString &code)
{
    const auto done = startedPromise<void>();
    if (const auto user = d->spendCode(sessionId, code); user)
        d->change([user = *user](QSqlDatabase &db) { return mws::removeFactor(db, user); }, done);
    else
        answer<void>(done, user.error());
    return done->future();
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
