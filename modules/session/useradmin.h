// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "session/session.h"

#include <QCoreApplication>
#include <functional>

namespace mws
{

/// What the one behind a session does to accounts, all but the own sessions and tokens as an
/// administrator only. Each call leaves an audit row, what was refused too, which is durable before
/// the future finishes. In the thread of the session; the futures may finish on any.
class UserAdmin final
{
    Q_DECLARE_TR_FUNCTIONS(mws::UserAdmin)

public:
    using Done = Future<Result<void>>;

    explicit UserAdmin(Session &session)
        : m_session(session)
    {
    }

    // As the functions of AccessControl; NotFound when there is no such user.
    Done add(const User &user, const QString &password);
    Done change(const QString &name, const UserChange &change);
    Done remove(const QString &name);
    /// The user must choose another one.
    Done setPassword(const QString &name, const QString &password);
    Done setPin(const QString &name, const QString &pin);
    Done unlock(const QString &name);
    /// For one who has lost it.
    Done removeFactor(const QString &name);
    /// Takes the name of one who was removed or is disabled, and is removed by this, out of the
    /// record and the lockouts, and gives what stands there now; what was cut off goes on when it
    /// is asked for again. As AccessControl::beginPseudonym() and AuditLog::pseudonymise().
    struct Renamed {
        QString alias;
        qint64 rows = 0; ///< of the record that were changed
    };
    Future<Result<Renamed>> pseudonymise(const QString &name);

    /// As AccessControl::addCertificate().
    Future<Result<UserCertificate>> addCertificate(const QString &name, const QString &label,
                                                   const QByteArray &pem);
    Done removeCertificate(const QString &name, const QByteArray &fingerprint);

    /// The user's own sessions, or those of all for an administrator, oldest first.
    [[nodiscard]] QList<SessionInfo> sessions() const;
    /// One of sessions(), NotFound otherwise.
    Done endSession(const QByteArray &publicId);

    /// The user's own tokens, or those of all for an administrator, the oldest first.
    [[nodiscard]] QList<Token> tokens() const;
    /// A token of this user; see AccessControl::addToken(). Denied for a user who may not View.
    Future<Result<QByteArray>> addToken(Token token);
    /// One of tokens(), NotFound otherwise.
    Done removeToken(const QByteArray &id);

private:
    [[nodiscard]] AccessControl &access() const { return m_session.services().access; }
    /// Denied without the right; else change(), which says what it did, and the row of what came of
    /// it.
    Done act(const QString &action, const QString &target,
             const std::function<Future<Result<QString>>()> &change);

    Session &m_session;
};

} // namespace mws
