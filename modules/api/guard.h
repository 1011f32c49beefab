// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"
#include "session/session.h"

#include <QHash>
#include <memory>
#include <optional>

namespace mws::api
{

/// Keeps one who sends nothing but refused requests from filling the audit: a bucket of rows per
/// user or, of those who are not signed in, address, and a count of those that were left out.
class DenialBudget final
{
public:
    static constexpr int kBurst = 1000;
    static constexpr Milliseconds kRefill{1000}; ///< one row

    explicit DenialBudget(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// None: leave no row. Else how many were left out since the last row of this one.
    std::optional<int> take(const QString &whom);
    /// Leaves the row, when there may be one, and says in it how many were left out.
    void record(Session &session, const QString &action, const QString &target,
                const QString &code);

private:
    struct Bucket {
        int rows = kBurst;
        int leftOut = 0;
        Milliseconds filled{0};
    };
    void forgetFullOnes();

    const Clock &m_clock;
    QHash<QString, Bucket> m_buckets;
};

/// Decides about every request and every upgrade before a handler runs: origin, content type,
/// session, CSRF token, permission. A program shows its token as "Authorization: Bearer" instead of
/// a session; then cookies count for nothing. What it refuses leaves an audit row.
class Guard final
{
public:
    Guard(const Services &services, LiveModel &model);

    std::optional<http::Response> check(const http::Request &request, const http::Route &route);
    /// For the live feed: a session and the exact origin, or a token; and the right to view.
    std::optional<http::Response> checkUpgrade(const http::Request &request);

    /// Leaves an audit row, unless there were too many of this one.
    void recordDenial(Session &session, const QString &action, const QString &target,
                      const QString &code);

    /// Who sends this request, without counting it as use; nobody when what it shows is not valid.
    [[nodiscard]] std::unique_ptr<Session> sessionOf(const http::Request &request) const;
    /// For one who is about to sign in.
    [[nodiscard]] std::unique_ptr<Session> newSession(const http::Request &request) const;

private:
    std::optional<http::Response> checkSession(const http::Request &request,
                                               const http::Route &route);
    /// What only browsers have to show: origin and CSRF token of an unsafe request.
    std::optional<http::Response> checkBrowser(Session &session, const http::Request &request,
                                               const QString &action);
    http::Response deny(Session &session, const http::Request &request, const QString &action,
                        int status, const QString &code, const QString &detail);

    const Services &m_services;
    LiveModel &m_model;
    DenialBudget m_budget;
};

/// `__Host-mws` over TLS; `mws` over plain HTTP on loopback, where browsers refuse the prefix.
[[nodiscard]] QByteArray cookieName(const http::Request &request);
[[nodiscard]] QByteArray sessionIdOf(const http::Request &request);
/// A program asks, with a good token or a bad one.
[[nodiscard]] bool isProgram(const http::Request &request);

} // namespace mws::api
