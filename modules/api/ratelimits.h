// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"
#include "api/tokenbuckets.h"
#include "http/server.h"

#include <array>
#include <vector>

namespace mws::api
{

/// What a request costs.
enum class RateClass { Page, Read, Write, SignIn, Heavy };
inline constexpr std::size_t kRateClasses = 5;

/// Of one class: together from one address (IPv6: /64), and by one account or token.
struct ClassRates {
    Rate address;
    Rate account;
};

/// The rates that a station has, by class. An address is often a whole control room, behind NAT; a
/// busy page of screens asks for a few dozen things as it opens and hardly anything afterwards.
struct Rates {
    std::array<ClassRates, kRateClasses> classes{{
        {{400, Milliseconds(20)}, {1, Milliseconds(0)}}, // pages have no account
        {{600, Milliseconds(10)}, {300, Milliseconds(20)}},
        {{300, Milliseconds(20)}, {100, Milliseconds(50)}},
        {{30, Milliseconds(2000)}, {10, Milliseconds(5000)}},
        {{40, Milliseconds(500)}, {20, Milliseconds(1000)}},
    }};
    /// For tests that ask as fast as they can.
    [[nodiscard]] static Rates unlimited();
};

/// Page: a file of the client or an address without a route. SignIn: what takes a password or a
/// code. Heavy: what goes through a long record. Else by the method.
[[nodiscard]] RateClass rateClassOf(const http::Route *route);

/// Token buckets by address, and by account or token, for each class. Of the web thread; the panel
/// never comes by.
class RateLimits final
{
public:
    explicit RateLimits(const Clock &clock, const Rates &rates = {});

    [[nodiscard]] TokenBuckets::Taken takeByAddress(RateClass kind, const QHostAddress &client);
    /// By the token of a program, else by the account.
    [[nodiscard]] TokenBuckets::Taken takeByAccount(RateClass kind, const Identity &who);

private:
    struct Buckets {
        TokenBuckets address;
        TokenBuckets account;
    };
    std::vector<Buckets> m_classes;
};

/// 429 with Retry-After in whole seconds.
[[nodiscard]] http::Response tooManyRequests(Milliseconds wait);

} // namespace mws::api
