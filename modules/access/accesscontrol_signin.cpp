// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"
#include "access/password.h"
#include "core/log.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <algorithm>
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

Error wrongPassword()
{
    return {ErrorCode::Unauthenticated, AccessText::tr("User name or password is wrong.")};
}

} // namespace

Error queueFull()
{
    return {ErrorCode::Busy,
            AccessText::tr("Too many people sign in at the moment; try again soon.")};
}

QStringList AccessControl::Private::accountKeys(const QString &user)
{
    const QString name = user.left(64);
    return {QStringLiteral("user ") + name, QStringLiteral("panel ") + name,
            QStringLiteral("inside ") + name, QStringLiteral("code ") + name};
}

QStringList AccessControl::Private::throttleKeys(const Attempt &attempt) const
{
    const QStringList keys = accountKeys(attempt.user);
    if (attempt.isCode)
        return {keys.at(3)};
    if (attempt.isInside)
        return {keys.at(2)};
    if (attempt.origin == Origin::Panel)
        return {keys.at(1)};
    return {keys.at(0), QStringLiteral("address ") + networkOf(attempt.address)};
}

Milliseconds AccessControl::Private::wait(const Attempt &attempt) const
{
    Milliseconds longest{0};
    for (const QString &key : throttleKeys(attempt))
        longest = std::max(longest, throttle.wait(key, clock.monotonic()));
    return longest;
}

void AccessControl::Private::forgive(const Attempt &attempt)
{
    for (const QString &key : throttleKeys(attempt))
        throttle.forgive(key);
}

Result<void> AccessControl::Private::beginAttempt(const Attempt &attempt)
{
    if (const Milliseconds longest = wait(attempt); longest > Milliseconds(0)) {
        const auto seconds = std::chrono::ceil<std::chrono::seconds>(longest).count();
        return Error{ErrorCode::Busy,
                     AccessText::tr("Too many failed attempts; try again in %1 s.").arg(seconds)};
    }
    for (const QString &key : throttleKeys(attempt))
        throttle.begin(key, clock.monotonic());
    return {};
}

Future<Result<SignedIn>> AccessControl::Private::signIn(const Attempt &attempt)
{
    const Entered entered = startedPromise<SignedIn>();
    {
        const std::lock_guard lock(mutex);
        if (const auto begun = beginAttempt(attempt); !begun) {
            answer<SignedIn>(entered, begun.error());
            return entered->future();
        }
    }
    const auto self = shared_from_this();
    store.read<void>([self](QSqlDatabase &db) { return self->reloadIfChanged(db); })
        .then([self, attempt, entered](const Result<void> &) { self->verify(attempt, entered); });
    return entered->future();
}

void AccessControl::Private::verify(Attempt attempt, const Entered &entered)
{
    {
        const std::lock_guard lock(mutex);
        const Account *account = activeAccount(attempt.user);
        const QByteArray stored = !account ? QByteArray()
            : attempt.isPin                ? account->pin
                                           : account->password;
        attempt.hash = stored.isEmpty() ? nobody : stored;
    }
    const auto self = shared_from_this();
    const bool isStranger = attempt.origin != Origin::Panel && !attempt.isInside;
    HashPool &lane = isStranger ? pool : insidePool;
    const bool accepted = lane.submit([self, attempt, entered] {
        self->finish(attempt, verifyPassword(attempt.secret, attempt.hash), entered);
    });
    if (accepted)
        return;
    {
        const std::lock_guard lock(mutex);
        forgive(attempt);
    }
    answer<SignedIn>(entered, queueFull());
}

void AccessControl::Private::finish(const Attempt &attempt, bool isRight, const Entered &entered)
{
    if (isRight && !attempt.next.isEmpty()) {
        renew(attempt, entered);
        return;
    }
    const auto used = prove(attempt, isRight);
    if (!used)
        answer<SignedIn>(entered, used.error());
    else if (*used)
        useUp(attempt, **used, entered);
    else
        admit(attempt, entered);
}

void AccessControl::Private::useUp(const Attempt &attempt, const FactorUse &used,
                                   const Entered &entered)
{
    const auto stored = startedPromise<void>();
    change([name = attempt.user, used](QSqlDatabase &db) { return storeFactorUse(db, name, used); },
           stored);
    stored->future().then(
        [self = shared_from_this(), attempt, entered](const Result<void> &result) {
            if (result)
                self->admit(attempt, entered);
            else
                answer<SignedIn>(
                    entered,
                    Error{ErrorCode::Unavailable,
                          AccessText::tr("The code does not count: the station cannot store that "
                                         "it is used now.")});
        });
}

void AccessControl::Private::admit(const Attempt &attempt, const Entered &entered)
{
    const Result<SignedIn> result = enter(attempt);
    if (result && attempt.session.isEmpty())
        recordSignIn(attempt);
    answer(entered, result);
}

void AccessControl::Private::renew(Attempt attempt, const Entered &entered)
{
    const auto hash = hashPassword(attempt.next, hashCost);
    if (!hash) {
        answer<SignedIn>(entered, hash.error());
        return;
    }
    const auto stored = startedPromise<void>();
    change([name = attempt.user, before = attempt.hash,
            hash](QSqlDatabase &db) { return storeOwnPassword(db, name, before, *hash); },
           stored);
    attempt.secret = std::exchange(attempt.next, {});
    attempt.hash = *hash;
    stored->future().then(
        [self = shared_from_this(), attempt, entered](const Result<void> &result) {
            if (result)
                self->finish(attempt, true, entered);
            else
                answer<SignedIn>(entered, result.error());
        });
}

const Account *AccessControl::Private::accountOf(const Attempt &attempt) const
{
    const Account *account = activeAccount(attempt.user);
    // It may have changed while the hash was computed, or the use of a code was stored.
    const bool isSame
        = account && (attempt.isPin ? account->pin : account->password) == attempt.hash;
    return isSame ? account : nullptr;
}

Result<std::optional<FactorUse>> AccessControl::Private::prove(const Attempt &attempt, bool isRight)
{
    using Used = std::optional<FactorUse>;
    const std::lock_guard lock(mutex);
    if (!isRight || !accountOf(attempt))
        return wrongPassword();
    Used used;
    if (needsFactor(attempt)) {
        used = factors.take(attempt.user, attempt.code, clock.now());
        if (!used && attempt.code.isEmpty())
            forgive(attempt);
        if (!used)
            return attempt.code.isEmpty()
                ? Error{ErrorCode::SecondFactor,
                        AccessText::tr("Enter the code of your authenticator app.")}
                : wrongCode();
    }
    forgive(attempt);
    throttle.forget(throttleKeys(attempt).constFirst());
    return used;
}

Result<SignedIn> AccessControl::Private::enter(const Attempt &attempt)
{
    const std::lock_guard lock(mutex);
    const Account *account = accountOf(attempt);
    if (!account)
        return wrongPassword();
    // The panel lets in with rights whom it lets in, and cannot take another password.
    if (attempt.origin == Origin::Panel && !attempt.isPin && account->user.mustChangePassword)
        return Error{ErrorCode::Denied,
                     AccessText::tr("Choose a password of your own first, in a browser.")};
    const Milliseconds now = clock.monotonic();
    SignedIn signedIn;
    if (attempt.session.isEmpty()) {
        const Timestamp time = clock.now();
        signedIn.sessionId = sessions.begin({attempt.user,
                                             attempt.origin,
                                             attempt.address,
                                             account->generation,
                                             time,
                                             time,
                                             now,
                                             now,
                                             {}});
    } else {
        signedIn.sessionId = attempt.session;
    }
    if (!attempt.isPin)
        sessions.confirm(signedIn.sessionId, now);
    signedIn.csrfToken = sessions.csrfToken(signedIn.sessionId);
    signedIn.identity = {attempt.user,
                         account->user.role,
                         attempt.origin,
                         attempt.address,
                         {},
                         SessionBook::keyOf(signedIn.sessionId),
                         account->user.isShared};
    return signedIn;
}

void AccessControl::Private::recordSignIn(const Attempt &attempt)
{
    const auto self = shared_from_this();
    const Timestamp time = clock.now();
    QByteArray renewed;
    if (!attempt.isPin && needsRehash(attempt.hash, hashCost)) {
        if (const auto hash = hashPassword(attempt.secret, hashCost); hash)
            renewed = *hash;
    }
    const auto written = startedPromise<void>();
    change(
        [name = attempt.user, before = attempt.hash, renewed, time](QSqlDatabase &db) {
            const Result<void> stored = storeSignIn(db, name, time);
            if (!stored || renewed.isEmpty())
                return stored;
            return storeRehash(db, name, before, renewed);
        },
        written);
    written->future().then([](const Result<void> &result) {
        if (!result)
            qCWarning(lcStorage) << "sign-in was not recorded:" << result.error().detail;
    });
}

} // namespace mws
