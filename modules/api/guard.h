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

/// Keeps one address that sends nothing but refused requests from filling the audit: a bucket of
/// rows per address, and a count of those that were left out.
class DenialBudget final
{
public:
    static constexpr int kBurst = 1000;
    static constexpr Milliseconds kRefill{1000}; ///< one row

    explicit DenialBudget(const Clock &clock)
        : m_clock(clock)
    {
    }

    /// None: leave no row. Else how many were left out since the last row of this address.
    std::optional<int> take(const QString &address);

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
/// session, CSRF token, permission. What it refuses leaves an audit row.
class Guard final
{
public:
    Guard(const Services &services, LiveModel &model);

    std::optional<http::Response> check(const http::Request &request, const http::Route &route);
    /// For the live feed: a session, the exact origin, and the right to view.
    std::optional<http::Response> checkUpgrade(const http::Request &request);

    /// Who sends this request, without counting it as use; nobody when the cookie is not valid.
    [[nodiscard]] std::unique_ptr<Session> sessionOf(const http::Request &request) const;

private:
    std::optional<http::Response> checkSession(const http::Request &request,
                                               const http::Route &route);
    http::Response deny(Session &session, const http::Request &request, const QString &action,
                        int status, const QString &code, const QString &detail);

    const Services &m_services;
    LiveModel &m_model;
    DenialBudget m_budget;
};

/// `__Host-mws` over TLS; `mws` over plain HTTP on loopback, where browsers refuse the prefix.
[[nodiscard]] QByteArray cookieName(const http::Request &request);
[[nodiscard]] QByteArray sessionIdOf(const http::Request &request);

} // namespace mws::api
