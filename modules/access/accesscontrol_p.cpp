// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"

#include "access/password.h"
#include "core/future.h"
#include "core/log.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <algorithm>
#include <mutex>

namespace mws
{

namespace
{

constexpr Milliseconds kLookEvery{250};
constexpr Milliseconds kNoteUseEvery = std::chrono::minutes(1);

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

Error queueFull()
{
    return {ErrorCode::Busy,
            AccessText::tr("Too many people sign in at the moment; try again soon.")};
}

} // namespace

AccessControl::Private::Private(Store &theStore, const Clock &theClock, const Limits &limits)
    : store(theStore)
    , clock(theClock)
    , sessions(limits)
    , throttle(limits.maxFailures)
    , nobody(dummyHash())
{
    useRolesOf(std::make_shared<const Project>(ProjectData()));
}

void AccessControl::Private::change(const Change &change, const Done &done)
{
    const Future<Result<void>> changed = store.write(change);
    const auto self = shared_from_this();
    store
        .read<void>([self, changed](QSqlDatabase &db) -> Result<void> {
            if (const Result<void> result = changed.result(); !result)
                return result;
            return self->reload(db);
        })
        .then([done](const Result<void> &result) { answer(done, result); });
}

void AccessControl::Private::changeWithHash(
    const QString &secret, std::function<Result<void>(QSqlDatabase &, const QByteArray &)> change,
    const Done &done)
{
    const auto self = shared_from_this();
    const bool accepted = pool.submit([self, secret, change = std::move(change), done] {
        const auto hash = hashPassword(secret);
        if (!hash) {
            answer<void>(done, hash.error());
            return;
        }
        self->change([change, hash](QSqlDatabase &db) { return change(db, *hash); }, done);
    });
    if (!accepted)
        answer<void>(done, queueFull());
}

Result<void> AccessControl::Private::reload(QSqlDatabase &db)
{
    const auto version = mws::dataVersion(db);
    if (!version)
        return version.error();
    const auto allAccounts = readAccounts(db);
    if (!allAccounts)
        return allAccounts.error();
    const auto allTokens = readTokens(db);
    if (!allTokens)
        return allTokens.error();
    const auto allFactors = readFactors(db);
    if (!allFactors)
        return allFactors.error();
    const std::lock_guard lock(mutex);
    dataVersion = *version;
    apply(*allAccounts, *allTokens, *allFactors);
    return {};
}

Result<void> AccessControl::Private::reloadIfChanged(QSqlDatabase &db)
{
    const auto version = mws::dataVersion(db);
    if (!version)
        return version.error();
    {
        const std::lock_guard lock(mutex);
        if (*version == dataVersion)
            return {};
    }
    return reload(db);
}

void AccessControl::Private::lookSoon()
{
    {
        const std::lock_guard lock(mutex);
        const Milliseconds now = clock.monotonic();
        if (now - lastLook < kLookEvery)
            return;
        lastLook = now;
    }
    store.read<void>(
        [self = shared_from_this()](QSqlDatabase &db) { return self->reloadIfChanged(db); });
}

void AccessControl::Private::apply(const QList<Account> &allAccounts,
                                   const QList<StoredToken> &allTokens,
                                   const QHash<QString, SecondFactor> &allFactors)
{
    factors.apply(allFactors);
    accounts.clear();
    for (Account account : allAccounts) {
        account.user.hasSecondFactor = factors.has(account.user.name);
        accounts.insert(account.user.name, account);
    }
    tokens.clear();
    for (const StoredToken &token : allTokens)
        tokens.insert(token.token.id, token);
    sessions.endIf([this](const SessionBook::Session &session) {
        const auto account = accounts.constFind(session.user);
        return account == accounts.cend() || !account->user.enabled
            || account->generation != session.generation;
    });
    if (hasAdministrator())
        setupCode.clear();
}

QStringList AccessControl::Private::accountKeys(const QString &user)
{
    const QString name = user.left(64);
    return {QStringLiteral("user ") + name, QStringLiteral("panel ") + name,
            QStringLiteral("inside ") + name};
}

QStringList AccessControl::Private::throttleKeys(const Attempt &attempt) const
{
    const QStringList keys = accountKeys(attempt.user);
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

Future<Result<SignedIn>> AccessControl::Private::signIn(const Attempt &attempt)
{
    const Entered entered = startedPromise<SignedIn>();
    {
        const std::lock_guard lock(mutex);
        if (const Milliseconds longest = wait(attempt); longest > Milliseconds(0)) {
            const auto seconds = std::chrono::ceil<std::chrono::seconds>(longest).count();
            answer<SignedIn>(
                entered,
                Error{ErrorCode::Busy,
                      AccessText::tr("Too many failed attempts; try again in %1 s.").arg(seconds)});
            return entered->future();
        }
        for (const QString &key : throttleKeys(attempt))
            throttle.begin(key, clock.monotonic());
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
    std::optional<FactorUse> used;
    const Result<SignedIn> result = enter(attempt, isRight, used);
    if (result && attempt.session.isEmpty())
        recordSignIn(attempt, used);
    answer(entered, result);
}

void AccessControl::Private::renew(Attempt attempt, const Entered &entered)
{
    const auto hash = hashPassword(attempt.next);
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

Result<SignedIn> AccessControl::Private::enter(const Attempt &attempt, bool isRight,
                                               std::optional<FactorUse> &used)
{
    const std::lock_guard lock(mutex);
    const Account *account = activeAccount(attempt.user);
    // The account may have changed while the hash was computed.
    const bool isValid
        = isRight && account && (attempt.isPin ? account->pin : account->password) == attempt.hash;
    if (!isValid)
        return Error{ErrorCode::Unauthenticated, AccessText::tr("User name or password is wrong.")};
    if (needsFactor(attempt)) {
        used = factors.take(attempt.user, attempt.code, clock.now());
        if (!used && attempt.code.isEmpty())
            forgive(attempt);
        if (!used)
            return Error{ErrorCode::SecondFactor,
                         attempt.code.isEmpty()
                             ? AccessText::tr("Enter the code of your authenticator app.")
                             : AccessText::tr("The code is wrong or was used already.")};
    }
    forgive(attempt);
    throttle.forget(throttleKeys(attempt).constFirst());
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
                         SessionBook::keyOf(signedIn.sessionId)};
    return signedIn;
}

void AccessControl::Private::recordSignIn(const Attempt &attempt,
                                          const std::optional<FactorUse> &used)
{
    const auto self = shared_from_this();
    const Timestamp time = clock.now();
    QByteArray renewed;
    if (!attempt.isPin && needsRehash(attempt.hash)) {
        if (const auto hash = hashPassword(attempt.secret); hash)
            renewed = *hash;
    }
    const auto written = startedPromise<void>();
    change(
        [name = attempt.user, before = attempt.hash, renewed, time, used](QSqlDatabase &db) {
            Result<void> stored = used ? storeFactorUse(db, name, *used) : Result<void>();
            if (stored)
                stored = storeSignIn(db, name, time);
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

Result<Identity> AccessControl::Private::identityOf(const QByteArray &sessionId) const
{
    const SessionBook::Session *session = sessions.find(sessionId, clock.monotonic());
    const Account *account = session ? activeAccount(session->user) : nullptr;
    if (!account)
        return Error{ErrorCode::Unauthenticated, AccessText::tr("Please sign in.")};
    return Identity{session->user,
                    account->user.role,
                    session->origin,
                    session->address,
                    {},
                    SessionBook::keyOf(sessionId)};
}

const Account *AccessControl::Private::activeAccount(const QString &name) const
{
    const auto account = accounts.constFind(name);
    if (account == accounts.cend() || !account->user.enabled)
        return nullptr;
    const Timestamp expires = account->user.expires;
    return expires == Timestamp() || clock.now() < expires ? &*account : nullptr;
}

const StoredToken *AccessControl::Private::activeToken(const QByteArray &id) const
{
    const auto token = tokens.constFind(id);
    return token == tokens.cend() || token->token.expires <= clock.now() ? nullptr : &*token;
}

void AccessControl::Private::noteUse(StoredToken &token)
{
    const Timestamp now = clock.now();
    if (now - token.token.lastUsed < kNoteUseEvery && now >= token.token.lastUsed)
        return;
    token.token.lastUsed = now;
    store.write(
        [id = token.token.id, now](QSqlDatabase &db) { return storeTokenUse(db, id, now); });
}

Result<void> AccessControl::Private::checkUsable(const Account &account, Origin origin)
{
    if (account.user.mustChangePassword && origin != Origin::Panel)
        return Error{ErrorCode::Denied, AccessText::tr("Choose a password of your own first.")};
    return {};
}

bool AccessControl::Private::administers(const Account &account) const
{
    return account.user.enabled && rights.value(account.user.role).holds(Permission::Administer);
}

bool AccessControl::Private::hasAdministrator() const
{
    return std::any_of(accounts.cbegin(), accounts.cend(),
                       [this](const Account &account) { return administers(account); });
}

Result<void>
AccessControl::Private::keepAdministrator(QSqlDatabase &db,
                                          const std::function<Result<void>()> &change) const
{
    const auto isAdministrator = [this](const Account &account) {
        const std::lock_guard lock(mutex);
        return administers(account);
    };
    return keepingAdministrator(db, isAdministrator, change);
}

bool AccessControl::Private::roleExists(const QString &role) const
{
    const std::lock_guard lock(mutex);
    return rights.contains(role);
}

} // namespace mws
