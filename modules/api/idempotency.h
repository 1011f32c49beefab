// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/plantview.h"
#include "core/clock.h"
#include "core/future.h"
#include "http/message.h"

#include <QHash>
#include <QObject>
#include <functional>
#include <memory>
#include <optional>

namespace mws::api
{

/// The answers to requests with an Idempotency-Key: who sends one again because the answer was lost
/// gets that answer, and nothing is done twice. In memory only, in the web thread.
class IdempotencyBook final
{
public:
    static constexpr Milliseconds kKept = std::chrono::minutes(10);
    static constexpr int kMaxKeys = 1000; ///< of one user within that time
    using Answer = Future<http::Response>;

    /// owner is the context of the continuations and dies no later than this.
    IdempotencyBook(const Clock &clock, QObject &owner)
        : m_clock(clock)
        , m_owner(owner)
    {
    }

    /// Calls perform unless the request has a key that this user has used: then it is the answer
    /// of that time, also while that is still to come; 422 when the request is another one, 403
    /// when the user saw other tags then. An answer that invites to try again (429, 503), for
    /// nothing was done, is not kept.
    [[nodiscard]] Answer answer(const QString &user, const PlantViewPtr &view,
                                const http::Request &request,
                                const std::function<Answer()> &perform);

private:
    struct Entry {
        QByteArray digest; ///< SHA-256 of path and body
        PlantViewPtr view; ///< of the user then
        Milliseconds at{0};
        std::optional<http::Response> response = {}; ///< none: still to come
        QList<std::shared_ptr<Promise<http::Response>>> waiting = {};
    };
    using Entries = QHash<QByteArray, Entry>; ///< by key

    [[nodiscard]] Answer begin(const QString &user, const QByteArray &key, const Entry &entry,
                               const std::function<Answer()> &perform);
    void finish(const QString &user, const QByteArray &key, const http::Response &response);
    void forgetOldOnes();

    const Clock &m_clock;
    QObject &m_owner;
    QHash<QString, Entries> m_users;
};

} // namespace mws::api
