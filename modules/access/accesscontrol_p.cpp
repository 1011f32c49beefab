// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"

#include "access/password.h"
#include "access/writerights.h"
#include "core/log.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <algorithm>
#include <mutex>

namespace mws
{

namespace
{

constexpr Milliseconds kLookEvery{1000};

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

/// IPv6 counts by its /64: one subscriber has that many.
QString networkOf(const QString &address)
{
    const QHostAddress host(address);
    if (host.protocol() != QAbstractSocket::IPv6Protocol)
        return address;
    bool isIpv4 = false;
    const quint32 mapped = host.toIPv4Address(&isIpv4);
    if (isIpv4)
        return QHostAddress(mapped).toString();
    Q_IPV6ADDR bytes = host.toIPv6Address();
    for (int i = 8; i < 16; ++i)
        bytes[i] = 0;
    return QHostAddress(bytes).toString();
}

} // namespace

AccessControl::Private::Private(Store &theStore, const Clock &theClock, const Limits &limits)
    : store(theStore)
    , clock(theClock)
    , sessions(limits)
    , throttle(limits.maxFailures)
    , nobody(dummyHash())
{
}

void AccessControl::Private::change(const Change &change, const Done &done)
{
    const QFuture<Result<void>> changed = store.write(change);
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
    const auto all = readAccounts(db);
    if (!version || !all)
        return version ? all.error() : version.error();
    const std::lock_guard lock(mutex);
    dataVersion = *version;
    apply(*all);
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

void AccessControl::Private::apply(const QList<Account> &all)
{
    accounts.clear();
    for (const Account &account : all)
        accounts.insert(account.user.name, account);
    sessions.endIf([this](const SessionBook::Session &session) {
        const auto account = accounts.constFind(session.user);
        return account == accounts.cend() || !account->user.enabled
            || account->generation != session.generation;
    });
    if (hasAdministrator())
        setupCode.clear();
}

QStringList AccessControl::Private::throttleKeys(const Attempt &attempt) const
{
    if (attempt.origin == Origin::Panel)
        return {QStringLiteral("panel ") + attempt.user.left(64)};
    return {QStringLiteral("user ") + attempt.user.left(64),
            QStringLiteral("address ") + networkOf(attempt.address)};
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

QFuture<Result<SignedIn>> AccessControl::Private::signIn(const Attempt &attempt)
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
        const Account account = accounts.value(attempt.user);
        const QByteArray &stored = attempt.isPin ? account.pin : account.password;
        attempt.hash = account.user.enabled && !stored.isEmpty() ? stored : nobody;
    }
    const auto self = shared_from_this();
    const bool accepted = pool.submit([self, attempt, entered] {
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
    const Result<SignedIn> result = enter(attempt, isRight);
    if (result)
        recordSignIn(attempt);
    answer(entered, result);
}

Result<SignedIn> AccessControl::Private::enter(const Attempt &attempt, bool isRight)
{
    const std::lock_guard lock(mutex);
    const auto account = accounts.constFind(attempt.user);
    // The account may have changed while the hash was computed.
    const bool isValid = isRight && account != accounts.cend() && account->user.enabled
        && (attempt.isPin ? account->pin : account->password) == attempt.hash;
    if (!isValid)
        return Error{ErrorCode::Unauthenticated, AccessText::tr("User name or password is wrong.")};
    forgive(attempt);
    throttle.forget(throttleKeys(attempt).constFirst());
    const Milliseconds now = clock.monotonic();
    const Timestamp time = clock.now();
    SignedIn signedIn;
    signedIn.sessionId = sessions.begin(
        {attempt.user, attempt.origin, attempt.address, account->generation, time, time, now, now});
    signedIn.csrfToken = sessions.csrfToken(signedIn.sessionId);
    signedIn.identity = {attempt.user, account->user.role, attempt.origin, attempt.address};
    return signedIn;
}

void AccessControl::Private::recordSignIn(const Attempt &attempt)
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
        [name = attempt.user, before = attempt.hash, renewed, time](QSqlDatabase &db) {
            if (auto stored = storeSignIn(db, name, time); !stored || renewed.isEmpty())
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
    const auto account = session ? accounts.constFind(session->user) : accounts.cend();
    if (!session || account == accounts.cend() || !account->user.enabled)
        return Error{ErrorCode::Unauthenticated, AccessText::tr("Please sign in.")};
    return Identity{session->user, account->user.role, session->origin, session->address};
}

const QList<Role> &AccessControl::Private::roles() const
{
    static const QList<Role> builtIn = builtInRoles();
    return project ? project->roles() : builtIn;
}

const Role *AccessControl::Private::roleOf(const QString &user) const
{
    const auto account = accounts.constFind(user);
    if (account == accounts.cend() || !account->user.enabled)
        return nullptr;
    return findRole(roles(), account->user.role);
}

bool AccessControl::Private::administers(const Account &account) const
{
    const Role *role = findRole(roles(), account.user.role);
    return account.user.enabled && role && role->permissions.testFlag(Permission::Administer);
}

bool AccessControl::Private::hasAdministrator() const
{
    return std::any_of(accounts.cbegin(), accounts.cend(),
                       [this](const Account &account) { return administers(account); });
}

bool AccessControl::Private::isAdministrator(const Account &account) const
{
    const std::lock_guard lock(mutex);
    return administers(account);
}

bool AccessControl::Private::roleExists(const QString &role) const
{
    const std::lock_guard lock(mutex);
    return findRole(roles(), role) != nullptr;
}

} // namespace mws
