// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "api/ratelimits.h"
#include "audit/rowbudget.h"
#include "http/server.h"
#include "session/session.h"

#include <memory>
#include <optional>

namespace mws::api
{

/// Keeps one who sends nothing but refused requests from filling the audit: a RowBudget per user
/// or, of those who are not signed in, address.
class DenialBudget final
{
public:
    static constexpr int kBurst = RowBudget::kBurst;
    static constexpr Milliseconds kRefill = RowBudget::kRefill;

    explicit DenialBudget(const Clock &clock)
        : m_rows(clock)
    {
    }

    /// Leaves the row, when there may be one, and says in it how many were left out.
    void record(Session &session, const QString &action, const QString &target,
                const QString &code);

private:
    RowBudget m_rows;
};

/// Decides about every request and every upgrade before a handler runs: origin, content type,
/// session, CSRF token, permission. A program shows its token as "Authorization: Bearer" instead of
/// a session; then cookies count for nothing. What it refuses leaves an audit row.
class Guard final
{
public:
    Guard(const Services &services, LiveModel &model);

    void setRates(const Rates &rates);
    /// How much its address asks, whoever it is; of every request, before anything else. route:
    /// null for what has none. What a page of another site sends counts as RateClass::Page.
    std::optional<http::Response> admit(const http::Request &request, const http::Route *route);
    std::optional<http::Response> check(const http::Request &request, const http::Route &route);
    /// For the live feed: a session and the exact origin, or a token; and the right to view.
    std::optional<http::Response> checkUpgrade(const http::Request &request);

    /// For one who is about to sign in as user: on a connection with a certificate that is to be
    /// its own.
    std::optional<http::Response> checkSignIn(const http::Request &request, const QString &user);

    /// A connection from there has ended without an answer because of its certificate.
    void recordPeerRefusal(const QHostAddress &peer, const QString &why);
    /// Leaves an audit row, unless there were too many of this one.
    void recordDenial(Session &session, const QString &action, const QString &target,
                      const QString &code);

    /// Who sends this request, without counting it as use; nobody when what it shows is not valid,
    /// or not on this connection: one with a certificate is good for the certificate's user alone,
    /// and a session that began on one is good on such ones alone.
    [[nodiscard]] std::unique_ptr<Session> sessionOf(const http::Request &request) const;
    /// For one who is about to sign in.
    [[nodiscard]] std::unique_ptr<Session> newSession(const http::Request &request) const;

private:
    std::optional<http::Response> checkSession(const http::Request &request,
                                               const http::Route &route);
    /// What only browsers have to show: origin and CSRF token of an unsafe request.
    std::optional<http::Response> checkBrowser(Session &session, const http::Request &request,
                                               const QString &action);
    /// Of the address that asks; what a page of another site sends counts as RateClass::Page.
    std::optional<http::Response> checkAddress(const http::Request &request, RateClass kind,
                                               const QString &action);
    /// Of an account or a token.
    std::optional<http::Response> checkRate(Session &session, const http::Request &request,
                                            RateClass kind, const QString &action);
    [[nodiscard]] bool fitsConnection(const Session &session, const http::Request &request) const;
    http::Response deny(Session &session, const http::Request &request, const QString &action,
                        int status, const QString &code, const QString &detail);

    const Services &m_services;
    LiveModel &m_model;
    DenialBudget m_budget;
    RateLimits m_rates;
};

/// `__Host-mws` over TLS, `__Secure-mws` below a base path, for the other wants the path "/"; `mws`
/// over plain HTTP on loopback, where browsers refuse both.
[[nodiscard]] QByteArray cookieName(const http::Request &request);
[[nodiscard]] QByteArray sessionIdOf(const http::Request &request);
/// A program asks, with a good token or a bad one.
[[nodiscard]] bool isProgram(const http::Request &request);

} // namespace mws::api
