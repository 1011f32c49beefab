// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"

#include "access/accesscontrol_p.h"
#include "access/password.h"
#include "access/passwordpolicy.h"
#include "core/future.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <mutex>

namespace mws
{

namespace
{

const QString &setupKey()
{
    static const QString key = QStringLiteral("setup");
    return key;
}

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

template <typename T = void> Future<Result<T>> failed(Error error)
{
    const auto done = startedPromise<T>();
    answer<T>(done, std::move(error));
    return done->future();
}

Result<void> checkName(const User &user)
{
    static const QRegularExpression names(QStringLiteral("\\A[a-z0-9][a-z0-9._-]{0,63}\\z"));
    constexpr qsizetype kMaxDisplayName = 100;
    if (!names.match(user.name).hasMatch())
        return Error{
            ErrorCode::Invalid,
            AccessText::tr(
                "A user name has 1 to 64 of a-z, 0-9, dot, hyphen and underscore, and begins "
                "with a letter or digit.")};
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (user.displayName.size() > kMaxDisplayName
        || std::any_of(user.displayName.cbegin(), user.displayName.cend(), isControl))
        return Error{ErrorCode::Invalid,
                     AccessText::tr("The display name is too long or not one line.")};
    return {};
}

bool isPin(const QString &pin)
{
    const auto isDigit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    return pin.size() >= 4 && pin.size() <= 12 && std::all_of(pin.cbegin(), pin.cend(), isDigit);
}

Error noSuchRole()
{
    return {ErrorCode::Invalid, AccessText::tr("There is no such role.")};
}

} // namespace

namespace
{

QString placeOf(const Identity &who)
{
    switch (who.origin) {
    case Origin::Panel:
        return QStringLiteral("panel");
    case Origin::Program:
        return QStringLiteral("program %1 %2").arg(who.address, QString::fromLatin1(who.token));
    case Origin::Modbus:
        return QStringLiteral("modbus %1").arg(who.address);
    case Origin::Remote:
        break;
    }
    return QStringLiteral("remote %1").arg(who.address).trimmed();
}

} // namespace

QString originText(const Identity &who)
{
    return who.isShared ? placeOf(who) + QStringLiteral(" shared") : placeOf(who);
}

AccessControl::AccessControl(Store &store, const Clock &clock)
    : AccessControl(store, clock, Limits())
{
}

AccessControl::AccessControl(Store &store, const Clock &clock, Limits limits)
    : d(std::make_shared<Private>(store, clock, limits))
{
}

AccessControl::~AccessControl()
{
    d->pool.stop();
    d->insidePool.stop();
}

Result<void> AccessControl::load()
{
    return d->store.read<void>([self = d](QSqlDatabase &db) { return self->reload(db); }).result();
}

void AccessControl::setProject(ProjectPtr project)
{
    d->useRolesOf(std::move(project));
}

bool AccessControl::hasAdministrator() const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    return d->hasAdministrator();
}

QList<User> AccessControl::users() const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    QList<User> all;
    for (const Account &account : std::as_const(d->accounts))
        all.append(account.user);
    std::sort(all.begin(), all.end(), [](const User &a, const User &b) { return a.name < b.name; });
    return all;
}

Future<Result<void>> AccessControl::addUser(const User &user, const QString &password)
{
    if (auto named = checkName(user); !named)
        return failed(named.error());
    if (!d->roleExists(user.role))
        return failed(noSuchRole());
    if (auto good = d->checkShared(user); !good)
        return failed(good.error());
    if (auto good = checkPassword(password, user.name); !good)
        return failed(good.error());
    const auto done = startedPromise<void>();
    d->changeWithHash(
        password,
        [self = d, user](QSqlDatabase &db, const QByteArray &hash) {
            return self->keepAdministrator(db, [&] {
                return insertAccount(db, {user, hash, {}, 0});
            });
        },
        done);
    return done->future();
}

Future<Result<void>> AccessControl::setPassword(const QString &user, const QString &password,
                                                bool mustChange)
{
    if (auto good = checkPassword(password, user); !good)
        return failed(good.error());
    const auto done = startedPromise<void>();
    d->changeWithHash(
        password,
        [user, mustChange](QSqlDatabase &db, const QByteArray &hash) {
            return storePassword(db, user, hash, mustChange);
        },
        done);
    return done->future();
}

Future<Result<SignedIn>> AccessControl::changePassword(const Identity &who, const QString &current,
                                                       const QString &password)
{
    auto good = checkPassword(password, who.user);
    if (good && password == current)
        good = Error{ErrorCode::Invalid, AccessText::tr("The new password is the old one.")};
    if (!good)
        return failed<SignedIn>(good.error());
    Private::Attempt attempt{who.user, current, false, who.origin, who.address};
    attempt.next = password;
    attempt.isInside = true;
    return d->signIn(attempt);
}

Future<Result<void>> AccessControl::setPin(const QString &user, const QString &pin)
{
    const auto done = startedPromise<void>();
    if (pin.isEmpty()) {
        d->change([user](QSqlDatabase &db) { return storePin(db, user, {}); }, done);
        return done->future();
    }
    if (!isPin(pin))
        return failed({ErrorCode::Invalid, AccessText::tr("A PIN has 4 to 12 digits.")});
    d->changeWithHash(
        pin, [user](QSqlDatabase &db, const QByteArray &hash) { return storePin(db, user, hash); },
        done);
    return done->future();
}

Future<Result<QPair<User, User>>> AccessControl::changeUser(const QString &user,
                                                            const UserChange &change)
{
    using Seen = QPair<User, User>;
    User named;
    named.name = user;
    named.displayName = change.displayName.value_or(QString());
    if (auto checked = checkName(named); !checked)
        return failed<Seen>(checked.error());
    if (change.role && !d->roleExists(*change.role))
        return failed<Seen>(noSuchRole());
    const auto done = startedPromise<void>();
    const auto seen = std::make_shared<Seen>();
    d->change(
        [self = d, user, change, seen](QSqlDatabase &db) {
            return self->keepAdministrator(db, [&]() -> Result<void> {
                const auto changed = changeAccount(db, user, change);
                if (!changed)
                    return changed.error();
                *seen = *changed;
                return self->checkShared(changed->second);
            });
        },
        done);
    return done->future().then([seen](const Result<void> &changed) {
        return changed ? Result<Seen>(*seen) : Result<Seen>(changed.error());
    });
}

Future<Result<void>> AccessControl::removeUser(const QString &user)
{
    const auto done = startedPromise<void>();
    d->change(
        [self = d, user](QSqlDatabase &db) {
            return self->keepAdministrator(db, [&] { return removeAccount(db, user); });
        },
        done);
    return done->future();
}

Result<void> AccessControl::unlock(const QString &user)
{
    const std::lock_guard lock(d->mutex);
    if (!d->accounts.contains(user))
        return Error{ErrorCode::NotFound, AccessText::tr("There is no such user.")};
    for (const QString &key : Private::accountKeys(user))
        d->throttle.forget(key);
    return {};
}

Future<Result<SignedIn>> AccessControl::signIn(const QString &user, const QString &password,
                                               Origin origin, const QString &address,
                                               const QString &code)
{
    Private::Attempt attempt{user, password, false, origin, address};
    attempt.code = code;
    return d->signIn(attempt);
}

Future<Result<SignedIn>> AccessControl::signInWithPin(const QString &user, const QString &pin)
{
    return d->signIn({user, pin, true, Origin::Panel, {}});
}

void AccessControl::signOut(const QByteArray &sessionId)
{
    const std::lock_guard lock(d->mutex);
    d->sessions.end(sessionId);
}

Milliseconds AccessControl::retryAfter(const QString &user, Origin origin,
                                       const QString &address) const
{
    const std::lock_guard lock(d->mutex);
    return d->wait({user, {}, false, origin, address});
}

Future<Result<void>> AccessControl::confirm(const QByteArray &sessionId, const QString &password)
{
    const auto who = peek(sessionId);
    if (!who)
        return failed(who.error());
    Private::Attempt attempt{who->user, password, false, who->origin, who->address};
    attempt.session = sessionId;
    attempt.isInside = true;
    return d->signIn(attempt).then([](const Result<SignedIn> &confirmed) {
        return confirmed ? Result<void>() : Result<void>(confirmed.error());
    });
}

bool AccessControl::isConfirmed(const QByteArray &sessionId) const
{
    const std::lock_guard lock(d->mutex);
    return d->sessions.isConfirmed(sessionId, d->clock.monotonic());
}

Result<Identity> AccessControl::identify(const QByteArray &sessionId)
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    const Result<Identity> identity = d->identityOf(sessionId);
    if (identity)
        d->sessions.touch(sessionId, d->clock.monotonic(), d->clock.now());
    else
        d->sessions.end(sessionId);
    return identity;
}

Result<Identity> AccessControl::peek(const QByteArray &sessionId) const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    return d->identityOf(sessionId);
}

QByteArray AccessControl::csrfToken(const QByteArray &sessionId) const
{
    const std::lock_guard lock(d->mutex);
    return d->identityOf(sessionId) ? d->sessions.csrfToken(sessionId) : QByteArray();
}

bool AccessControl::checkCsrf(const QByteArray &sessionId, const QByteArray &token) const
{
    return constantTimeEqual(token, csrfToken(sessionId));
}

QList<SessionInfo> AccessControl::sessions() const
{
    const std::lock_guard lock(d->mutex);
    return d->sessions.list(d->clock.monotonic());
}

Result<void> AccessControl::revoke(const QByteArray &publicId)
{
    const std::lock_guard lock(d->mutex);
    if (!d->sessions.endPublic(publicId))
        return Error{ErrorCode::NotFound, AccessText::tr("There is no such session.")};
    return {};
}

Future<Result<QByteArray>> AccessControl::addToken(const Token &token)
{
    const Identity maker{token.user, {}, Origin::Program, {}};
    if (auto checked = checkToken(token, d->clock.now(), viewOf(maker)->areas()); !checked)
        return failed<QByteArray>(checked.error());
    {
        const std::lock_guard lock(d->mutex);
        if (!d->accounts.contains(token.user))
            return failed<QByteArray>(
                {ErrorCode::NotFound, AccessText::tr("There is no such user.")});
    }
    auto [made, text] = makeToken(token);
    made.token.created = d->clock.now();
    const auto done = startedPromise<void>();
    d->change([made = made](QSqlDatabase &db) { return insertToken(db, made); }, done);
    return done->future().then([text = text](const Result<void> &stored) {
        return stored ? Result<QByteArray>(text) : Result<QByteArray>(stored.error());
    });
}

QList<Token> AccessControl::tokens() const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    QList<Token> all;
    for (const StoredToken &stored : std::as_const(d->tokens))
        all.append(stored.token);
    std::sort(all.begin(), all.end(), [](const Token &a, const Token &b) {
        return std::tie(a.created, a.id) < std::tie(b.created, b.id);
    });
    return all;
}

Future<Result<void>> AccessControl::removeToken(const QByteArray &id)
{
    const auto done = startedPromise<void>();
    d->change([id](QSqlDatabase &db) { return mws::removeToken(db, id); }, done);
    return done->future();
}

Result<Identity> AccessControl::identifyToken(const QByteArray &text, const QString &address)
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    const auto token = d->tokens.find(tokenIdIn(text));
    const bool isGood = token != d->tokens.end() && proves(text, *token)
        && d->activeToken(token.key()) && isAllowedFrom(token->token, address);
    const Account *account = isGood ? d->activeAccount(token->token.user) : nullptr;
    if (!account)
        return Error{ErrorCode::Unauthenticated, AccessText::tr("The token is not valid.")};
    d->noteUse(*token);
    return Identity{
        account->user.name,    account->user.role, Origin::Program, address, token.key(), {},
        account->user.isShared};
}

QString AccessControl::newSetupCode()
{
    const std::lock_guard lock(d->mutex);
    return d->hasAdministrator() ? QString() : d->setupCode.renew(d->clock.monotonic());
}

Future<Result<void>> AccessControl::setup(const QString &code, const User &administrator,
                                          const QString &password)
{
    User first = administrator;
    first.role = QStringLiteral("administrator");
    first.enabled = true;
    first.mustChangePassword = false;
    first.expires = {};
    if (hasAdministrator())
        return failed({ErrorCode::Conflict, AccessText::tr("The station is set up already.")});
    {
        const std::lock_guard lock(d->mutex);
        const Milliseconds now = d->clock.monotonic();
        if (d->throttle.wait(setupKey(), now) > Milliseconds(0))
            return failed(
                {ErrorCode::Busy, AccessText::tr("Too many wrong codes; try again later.")});
        d->throttle.begin(setupKey(), now);
        if (!d->setupCode.take(code, now))
            return failed(
                {ErrorCode::Denied, AccessText::tr("The setup code is wrong or too old.")});
        d->throttle.forget(setupKey());
    }
    // Not addUser(first) alone: another program may have made an administrator meanwhile.
    return addUser(first, password).then([self = d](const Result<void> &added) {
        const std::lock_guard lock(self->mutex);
        if (added)
            self->setupCode.clear();
        else
            self->setupCode.giveBack();
        return added;
    });
}

} // namespace mws
