// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/password.h"
#include "access/plantview.h"
#include "access/rights.h"
#include "core/clock.h"
#include "core/future.h"
#include "core/result.h"
#include "project/project.h"

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <memory>
#include <optional>

namespace mws
{

class Store;

/// A person who may sign in.
struct User {
    QString name; ///< [a-z0-9][a-z0-9._-]{0,63}
    QString displayName;
    QString role; ///< Role::id
    bool enabled = true;
    bool hasPin = false;
    bool hasSecondFactor = false; ///< signing in from remote wants a code, too
    bool mustChangePassword = false; ///< it was set by another: good for choosing an own one only
    Timestamp expires{}; ///< signs in and has rights before that; epoch: for ever
    Timestamp lastSignIn{};
    bool isShared = false; ///< several people know its password: it neither administers nor
                           ///< approves, and records say so
};

/// What is to be changed of an account; what is not set stays as it is then.
struct UserChange {
    std::optional<QString> displayName{};
    std::optional<QString> role{};
    std::optional<bool> enabled{};
    std::optional<Timestamp> expires{};
    bool demandPassword = false; ///< sets User::mustChangePassword
    std::optional<bool> isShared{};
};

/// What a program signs in with, without a password: acts for its user, with the same rights or
/// less, and never more than View and Write.
struct Token {
    QByteArray id; ///< 12 characters, given when it is made
    QString user; ///< User::name; the token ends with the user, and sleeps while that is not active
    QString name; ///< for people, one line of 1 to 100 characters
    bool mayWrite = false;
    QStringList areas; ///< where it may see and write; empty: wherever its user may
    QString network; ///< "192.0.2.0/24", "2001:db8::/32": where it may come from; empty: anywhere
    Timestamp created{}; ///< set when it is made
    Timestamp expires{}; ///< good before that
    Timestamp lastUsed{}; ///< to the minute; epoch: never
};

/// A certificate of a user. A connection that shows it is good for that user alone; it signs
/// nobody in.
struct UserCertificate {
    QByteArray fingerprint; ///< SHA-256
    QString user; ///< User::name; it goes with the user
    QString name; ///< for people, one line of 1 to 100 characters
    Timestamp ends{}; ///< as it says itself
    Timestamp added{};
    QString addedBy; ///< as records call who has added it
};

/// "AA:BB:…", and back, with colons or without; empty: it is no SHA-256.
[[nodiscard]] QString fingerprintText(const QByteArray &fingerprint);
[[nodiscard]] QByteArray fingerprintFrom(const QString &text);

/// Who is asking; what every decision is made about. Without a user it may nothing. A client of the
/// Modbus server (Origin::Modbus) has no account: it may write what its role may, and nothing else.
struct Identity {
    QString user; ///< empty: nobody; of a Modbus client "modbus:<address>", which is no user's name
    QString role;
    Origin origin = Origin::Remote;
    QString address; ///< of the peer, for records
    QByteArray token{}; ///< Token::id of a program; empty: a person
    QByteArray session{}; ///< SHA-256 of the session id; empty: without one. Nothing without its
                          ///< session when that has ended
    bool isShared = false; ///< User::isShared, for records
    [[nodiscard]] bool isSignedIn() const { return !user.isEmpty(); }
    friend bool operator==(const Identity &, const Identity &) = default;
};

/// "panel", "program 192.0.2.7 <token id>", "remote 192.0.2.7" or "modbus 192.0.2.7", as records
/// say it; with " shared" behind it of an account that several people share.
[[nodiscard]] QString originText(const Identity &who);

/// What attempts are counted by: an IPv4 address, an IPv6 /64, for one subscriber has that many.
[[nodiscard]] QString networkOf(const QString &address);

/// What a successful sign-in gives. The texts are the only copy of the secrets; only their SHA-256
/// of the session id is kept; the CSRF token follows from the id and a secret of the process.
struct SignedIn {
    QByteArray sessionId; ///< 256 bit, base64url
    QByteArray csrfToken; ///< 256 bit, base64url, bound to the session
    Identity identity;
};

/// One living session, as users see it in a list.
struct SessionInfo {
    QByteArray publicId; ///< AccessControl::publicId()
    QString user;
    Origin origin = Origin::Remote;
    QString address;
    Timestamp started{};
    Timestamp lastUsed{};
};

/// Users, roles, sessions and the decisions made of them. Thread-safe: decisions come from memory
/// under a mutex, changes are durable in the store before they count, hashing runs in the pool.
/// Changes that another program makes to the database count within half a second of use. Sessions
/// are in memory only: a restart signs everybody out.
class AccessControl
{
public:
    struct Limits {
        std::chrono::minutes idle{15};
        std::chrono::hours absolute{12};
        std::chrono::minutes confirmed{5}; ///< a password given counts for isConfirmed()
        int maxFailures = 5; ///< failed sign-ins per account or address, then back-off doubles from
                             ///< 2 s to 15 min
        int hashCost = kHashCost; ///< of passwords and PINs; only tests take less
    };

    AccessControl(Store &store, const Clock &clock);
    AccessControl(Store &store, const Clock &clock, Limits limits);
    ~AccessControl();

    /// Reads users from the store. Blocking; once, before use.
    Result<void> load();
    /// The roles come from the running project.
    void setProject(ProjectPtr project);

    /// True once there is an enabled administrator, also when it has expired; until then the web
    /// listens on loopback only.
    [[nodiscard]] bool hasAdministrator() const;
    [[nodiscard]] QList<User> users() const;
    /// User::isShared; who is not there is not.
    [[nodiscard]] bool isShared(const QString &user) const;

    /// At least 12 characters, not a common one, not containing the user's name; role must exist.
    /// Conflict: the name is or was somebody's, and the audit trail would mix the two; or the user
    /// would be an administrator with an end while there is none without. Invalid: a shared account
    /// would administer; the same for changeUser().
    Future<Result<void>> addUser(const User &user, const QString &password);
    /// Ends all sessions and removes all tokens of the user. mustChange: as
    /// User::mustChangePassword.
    Future<Result<void>> setPassword(const QString &user, const QString &password,
                                     bool mustChange = false);
    /// By the user: ends all sessions of the user and begins a new one. Fails as signIn(), and
    /// (Invalid) when the new password is not good enough or is the current one.
    Future<Result<SignedIn>> changePassword(const Identity &who, const QString &current,
                                            const QString &password);
    /// 4 to 12 digits, empty removes it. Ends all sessions of the user.
    Future<Result<void>> setPin(const QString &user, const QString &pin);
    /// Gives the account before and after. Conflict: no enabled administrator without an end would
    /// be left; the same for removeUser().
    Future<Result<QPair<User, User>>> changeUser(const QString &user, const UserChange &change);
    Future<Result<void>> removeUser(const QString &user);
    /// What stands for one who was removed or is disabled, and is removed by this, while the name
    /// is taken out of the station; see pseudonyms.h. Until endPseudonym() it is the same.
    Future<Result<QString>> beginPseudonym(const QString &user);
    /// The name is gone everywhere; from now on nothing tells whose the pseudonym is.
    Future<Result<void>> endPseudonym(const QString &user);
    /// Forgets the failed sign-ins of the account, at the panel too; those of an address run out by
    /// themselves. NotFound: no such user.
    Result<void> unlock(const QString &user);

    /// Wrong user, wrong password and disabled account fail alike (Unauthenticated) and in the same
    /// time; SecondFactor when only the code is missing, which is no failure, or wrong; Busy with a
    /// detail when throttled or the hash queue (16) is full; Unavailable when it cannot be stored
    /// that the code is used now. Failures and floods from remote never hold up the panel.
    Future<Result<SignedIn>> signIn(const QString &user, const QString &password, Origin origin,
                                    const QString &address, const QString &code = {});
    /// PIN of a named user, only for the panel.
    Future<Result<SignedIn>> signInWithPin(const QString &user, const QString &pin);
    void signOut(const QByteArray &sessionId);
    /// How long signIn() would answer Busy for this account or address; zero: not at all.
    [[nodiscard]] Milliseconds retryAfter(const QString &user, Origin origin,
                                          const QString &address) const;

    /// Takes the key that secrets of second factors are sealed with from this file; call it after
    /// load(). It is made when it is missing and nobody has a second factor. Unavailable: it cannot
    /// be used. Then codes of apps let nobody in and recovery codes do, and no factor is set up.
    Result<void> openVault(const QString &file);
    /// A new secret for an authenticator app, which counts when activateFactor() has seen a code.
    /// Conflict, with both: there is a factor already, which must be given up first.
    Result<QByteArray> beginFactor(const QByteArray &sessionId);
    /// Gives the recovery codes, the only copy, and ends the other sessions of the user. Invalid:
    /// nothing was begun in the last ten minutes, or the code is wrong; five of these and it must
    /// be begun again.
    Future<Result<QStringList>> activateFactor(const QByteArray &sessionId, const QString &code);
    /// By the user, with a code of the app or a recovery code. NotFound: there is none to remove.
    /// SecondFactor: the code is wrong or was used; Busy after some of these.
    Future<Result<void>> giveUpFactor(const QByteArray &sessionId, const QString &code);
    /// For one who has lost it.
    Future<Result<void>> removeFactor(const QString &user);
    /// How many recovery codes are left.
    [[nodiscard]] qsizetype recoveryCodesOf(const QString &user) const;

    /// The user of a session gives the password again. Fails as signIn().
    Future<Result<void>> confirm(const QByteArray &sessionId, const QString &password);
    /// The session got the password within Limits::confirmed, at sign-in or by confirm().
    [[nodiscard]] bool isConfirmed(const QByteArray &sessionId) const;

    /// The identity behind a session id; touches the idle time. Fails (Unauthenticated) when
    /// unknown, expired, revoked, or its user is gone, disabled or expired. The role is the user's
    /// role now.
    Result<Identity> identify(const QByteArray &sessionId);
    /// As identify, but leaves the idle time alone: for a live feed that only watches.
    [[nodiscard]] Result<Identity> peek(const QByteArray &sessionId) const;
    /// The token that signIn() gave with the session; empty when the session is not valid.
    [[nodiscard]] QByteArray csrfToken(const QByteArray &sessionId) const;
    [[nodiscard]] bool checkCsrf(const QByteArray &sessionId, const QByteArray &token) const;

    /// What tells a session from others without being good for anything: the first 12 characters
    /// of the SHA-256, hex.
    [[nodiscard]] static QByteArray publicId(const QByteArray &sessionId);
    [[nodiscard]] QList<SessionInfo> sessions() const;
    Result<void> revoke(const QByteArray &publicId);

    /// Gives the text "mws_<id>_<secret>", the only copy of the secret. Invalid: the name, an area,
    /// the end or the network makes no sense. NotFound: no such user. Conflict: the user has 32.
    Future<Result<QByteArray>> addToken(const Token &token);
    [[nodiscard]] QList<Token> tokens() const; ///< the oldest first
    Future<Result<void>> removeToken(const QByteArray &id);
    /// Who shows this text. Fails alike (Unauthenticated) for every reason: unknown, over, from
    /// elsewhere, or its user is not active.
    Result<Identity> identifyToken(const QByteArray &text, const QString &address);

    /// given says whose it is, its name and who adds it, the PEM text the rest. Gives the whole.
    /// Invalid: the name, or the text is not one certificate. NotFound: no such user. Conflict: it
    /// is somebody's already, or the user has 8.
    Future<Result<UserCertificate>> addCertificate(const UserCertificate &given,
                                                   const QByteArray &pem);
    Future<Result<void>> removeCertificate(const QString &user, const QByteArray &fingerprint);
    [[nodiscard]] QList<UserCertificate> certificates() const; ///< the oldest first
    /// Whose certificate has this SHA-256; empty: nobody's who may sign in now.
    [[nodiscard]] QString userOfCertificate(const QByteArray &fingerprint) const;
    /// The session has begun on a connection with a certificate of its user, and is to be good on
    /// such ones only; whoever knows the connection sees to that.
    void bindSession(const QByteArray &sessionId);
    [[nodiscard]] bool isBound(const QByteArray &sessionId) const;

    /// In any part of the plant. Decided by what the user's account says now, not by the role in
    /// who. Nothing for a user who must choose a password first, but at the panel, which takes the
    /// PIN then.
    [[nodiscard]] bool may(const Identity &who, Permission permission) const;
    /// What this one may see; at the panel all, by nobody too.
    [[nodiscard]] PlantViewPtr viewOf(const Identity &who) const;
    /// Everything that this one may, now and from anywhere that its role allows; for reports.
    [[nodiscard]] Rights rightsOf(const Identity &who) const;
    /// Role, area, tag rule and origin together, and that the session lives; the error tells people
    /// why not (Denied), or that there is no such tag (NotFound) where it may not be seen. Waits
    /// for nothing but a short mutex: the field thread asks, too.
    [[nodiscard]] Result<void> mayWrite(const Identity &who, const Tag &tag) const;

    /// Whether this one, at the panel, may lock an area (empty: the whole plant) to it, and lift
    /// that: who may write there. The error tells people why not (Denied).
    [[nodiscard]] Result<void> mayLockOut(const Identity &who, const QString &area) const;

    /// The first-run code: 128 bit, 30 minutes, single use; a new one on every call. Empty once
    /// there is an administrator.
    QString newSetupCode();
    /// Creates the first administrator. Denied for a wrong, used or old code; Conflict when there
    /// is one.
    Future<Result<void>> setup(const QString &code, const User &administrator,
                               const QString &password);

private:
    class Private;
    std::shared_ptr<Private> d; ///< shared with work that waits in the store or the pool
};

} // namespace mws
