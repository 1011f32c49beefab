// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

#include <QHash>
#include <functional>
#include <optional>

namespace mws
{

/// The living sessions, found by the SHA-256 of their id. Not thread-safe.
class SessionBook
{
public:
    struct Session {
        QString user;
        Origin origin = Origin::Remote;
        QString address;
        qint64 generation = 0; ///< of the account when it signed in
        Timestamp started{};
        Timestamp lastUsed{};
        Milliseconds begun{0}; ///< monotonic, as below
        Milliseconds used{0};
        std::optional<Milliseconds> confirmed; ///< when the password was given
        bool isBound = false; ///< to connections with a certificate of its user
    };

    explicit SessionBook(AccessControl::Limits limits);

    /// Gives the new id. The oldest session of the user ends when there would be more than 16.
    QByteArray begin(const Session &session);
    /// None when unknown or expired at now.
    [[nodiscard]] const Session *find(const QByteArray &sessionId, Milliseconds now) const;
    /// The same by what keyOf() gives.
    [[nodiscard]] const Session *findKey(const QByteArray &key, Milliseconds now) const;
    /// SHA-256 of the id: tells sessions apart and is good for nothing else.
    [[nodiscard]] static QByteArray keyOf(const QByteArray &sessionId);
    void touch(const QByteArray &sessionId, Milliseconds now, Timestamp time);
    void bind(const QByteArray &sessionId);
    void confirm(const QByteArray &sessionId, Milliseconds now);
    [[nodiscard]] bool isConfirmed(const QByteArray &sessionId, Milliseconds now) const;
    void end(const QByteArray &sessionId);
    /// By SessionInfo::publicId; false when there is none.
    bool endPublic(const QByteArray &publicId);
    /// Those of the user but this one.
    void endOthers(const QString &user, const QByteArray &sessionId);
    /// Ends those whose session the predicate picks.
    void endIf(const std::function<bool(const Session &)> &picks);
    [[nodiscard]] QList<SessionInfo> list(Milliseconds now) const;

    /// Follows from the id and a secret of this object; 256 bit, base64url.
    [[nodiscard]] QByteArray csrfToken(const QByteArray &sessionId) const;

private:
    [[nodiscard]] bool isExpired(const Session &session, Milliseconds now) const;
    void makeRoom(const QString &user);

    AccessControl::Limits m_limits;
    QByteArray m_csrfKey;
    QHash<QByteArray, Session> m_sessions;
};

} // namespace mws
