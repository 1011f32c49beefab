// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "access/accounts.h"
#include "access/factorbook.h"
#include "access/hashpool.h"
#include "access/plantview.h"
#include "access/rights.h"
#include "access/sessionbook.h"
#include "access/setupcode.h"
#include "access/throttle.h"
#include "access/tokens.h"
#include "core/future.h"

#include <QHash>
#include <mutex>

namespace mws
{

/// What AccessControl shares with work that waits in the store or in the pool.
class AccessControl::Private : public std::enable_shared_from_this<Private>
{
public:
    using Done = std::shared_ptr<Promise<Result<void>>>;
    using Entered = std::shared_ptr<Promise<Result<SignedIn>>>;
    using Change = std::function<Result<void>(QSqlDatabase &)>;

    /// One sign-in on its way, or another moment when somebody shows who it is.
    struct Attempt {
        QString user;
        QString secret;
        bool isPin = false;
        Origin origin = Origin::Remote;
        QString address;
        QByteArray hash = {}; ///< that the secret is verified against
        QByteArray session = {}; ///< to confirm; none: a new one begins
        QString next = {}; ///< the password from now on; empty: it stays
        QString code = {}; ///< of the second factor
        bool isInside = false; ///< by somebody with a session: strangers cannot hold it up
        bool isCode = false; ///< of such a one: a right password forgives no wrong codes
    };

    Private(Store &store, const Clock &clock, const Limits &limits);

    // Changes of accounts: all go through change(), which applies what is in the database then.
    void change(const Change &change, const Done &done);
    /// Makes a hash in the pool, then changes with it.
    void changeWithHash(const QString &secret,
                        std::function<Result<void>(QSqlDatabase &, const QByteArray &)> change,
                        const Done &done);
    Result<void> reload(QSqlDatabase &db);
    Result<void> reloadIfChanged(QSqlDatabase &db);
    /// Looks for changes by other programs, at most every quarter of a second; does not wait.
    void lookSoon();
    void apply(const QList<Account> &accounts, const QList<StoredToken> &tokens,
               const QHash<QString, SecondFactor> &factors,
               const QList<UserCertificate> &certificates);

    Future<Result<SignedIn>> signIn(const Attempt &attempt);
    void verify(Attempt attempt, const Entered &entered);
    void finish(const Attempt &attempt, bool isRight, const Entered &entered);
    /// Stores Attempt::next, then goes on with it.
    void renew(Attempt attempt, const Entered &entered);
    /// Whether password and code are right; gives what the code has used up.
    [[nodiscard]] Result<std::optional<FactorUse>> prove(const Attempt &attempt, bool isRight);
    /// Stores what a code has used up, then lets in; without that nobody gets in.
    void useUp(const Attempt &attempt, const FactorUse &used, const Entered &entered);
    void admit(const Attempt &attempt, const Entered &entered);
    [[nodiscard]] Result<SignedIn> enter(const Attempt &attempt);
    /// At the panel nobody is asked for a second factor, nor who has signed in already.
    [[nodiscard]] bool needsFactor(const Attempt &attempt) const;
    void recordSignIn(const Attempt &attempt);
    /// The user of the session, when the code is right, which is used up then.
    [[nodiscard]] Result<QString> spendCode(const QByteArray &sessionId, const QString &code);
    /// What the throttle may know of the user, from remote, at the panel and in a session.
    [[nodiscard]] static QStringList accountKeys(const QString &user);
    [[nodiscard]] QStringList throttleKeys(const Attempt &attempt) const;
    [[nodiscard]] Milliseconds wait(const Attempt &attempt) const;
    void forgive(const Attempt &attempt);

    // With the mutex held.
    /// Busy: there were too many failures. Else one more has begun, until forgive() says otherwise.
    [[nodiscard]] Result<void> beginAttempt(const Attempt &attempt);
    /// Null: the password is not right, or no longer.
    [[nodiscard]] const Account *accountOf(const Attempt &attempt) const;
    [[nodiscard]] Result<Identity> identityOf(const QByteArray &sessionId) const;
    /// Null: there is none, or it may not be used now.
    [[nodiscard]] const Account *activeAccount(const QString &user) const;
    [[nodiscard]] const StoredToken *activeToken(const QByteArray &id) const; ///< as above
    /// What this one may now, cut down to its token. Denied: there is no account, or it may not be
    /// used now.
    [[nodiscard]] Result<Rights> effectiveRights(const Identity &who) const;
    /// The one that is known already with the same tags, if any; it is kept for scope.
    PlantViewPtr shared(const QByteArray &scope, PlantViewPtr view);
    /// Remembers that it was used; stores it at most once a minute.
    void noteUse(StoredToken &token);
    /// Why the one behind it may nothing yet.
    [[nodiscard]] static Result<void> checkUsable(const Account &account, Origin origin);
    [[nodiscard]] bool administers(const Account &account) const;
    [[nodiscard]] bool hasAdministrator() const;

    // Take the mutex.
    /// As keepingAdministrator().
    [[nodiscard]] Result<void> keepAdministrator(QSqlDatabase &db,
                                                 const std::function<Result<void>()> &change) const;
    void useRolesOf(ProjectPtr next);
    [[nodiscard]] bool roleExists(const QString &role) const;
    /// Invalid: it is shared, and its role administers.
    [[nodiscard]] Result<void> checkShared(const User &user) const;

    Store &store;
    const Clock &clock;
    HashPool pool{2, 16};
    HashPool insidePool{1, 4}; ///< of the panel and of sessions: no stranger takes their place
    mutable std::mutex mutex;
    ProjectPtr project; ///< never null
    QHash<QString, Rights> rights; ///< by Role::id
    QHash<QByteArray, PlantViewPtr> views; ///< by Rights::scopeOf()
    QHash<QString, Account> accounts;
    QHash<QByteArray, StoredToken> tokens; ///< by Token::id
    QList<UserCertificate> certificates;
    SessionBook sessions;
    FactorBook factors;
    Throttle throttle;
    SetupCode setupCode;
    const int hashCost; ///< as hashPassword()
    QByteArray nobody; ///< hash for users that do not exist
    qint64 dataVersion = -1;
    Milliseconds lastLook{-1000};
};

/// SecondFactor: what was typed is no code that counts.
[[nodiscard]] Error wrongCode();
/// Busy: too many passwords are being hashed.
[[nodiscard]] Error queueFull();

template <typename T> std::shared_ptr<Promise<Result<T>>> startedPromise()
{
    auto promise = std::make_shared<Promise<Result<T>>>();
    return promise;
}

template <typename T>
void answer(const std::shared_ptr<Promise<Result<T>>> &promise, Result<T> result)
{
    promise->finish(std::move(result));
}

} // namespace mws
