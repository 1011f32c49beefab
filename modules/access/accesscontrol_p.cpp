// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol_p.h"

#include "access/password.h"
#include "access/usercertificates.h"
#include "core/future.h"
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

} // namespace

AccessControl::Private::Private(Store &theStore, const Clock &theClock, const Limits &limits)
    : store(theStore)
    , clock(theClock)
    , sessions(limits)
    , throttle(limits.maxFailures)
    , hashCost(limits.hashCost)
    , nobody(dummyHash(limits.hashCost))
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
        const auto hash = hashPassword(secret, self->hashCost);
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
    const auto allCertificates = readCertificates(db);
    if (!allCertificates)
        return allCertificates.error();
    const std::lock_guard lock(mutex);
    dataVersion = *version;
    apply(*allAccounts, *allTokens, *allFactors, *allCertificates);
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
                                   const QHash<QString, SecondFactor> &allFactors,
                                   const QList<UserCertificate> &allCertificates)
{
    certificates = allCertificates;
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
                    SessionBook::keyOf(sessionId),
                    account->user.isShared};
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
    return account.user.enabled && !account.user.isShared
        && rights.value(account.user.role).holds(Permission::Administer);
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

Result<void> AccessControl::Private::checkShared(const User &user) const
{
    const std::lock_guard lock(mutex);
    if (!user.isShared || !rights.value(user.role).holds(Permission::Administer))
        return {};
    return Error{ErrorCode::Invalid,
                 AccessText::tr("A shared account cannot administer; give it another role.")};
}

} // namespace mws
