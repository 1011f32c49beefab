// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "northbound/ratelimit.h"

#include <QString>
#include <map>

namespace mws::northbound
{

/// What clients may use up beyond the rate of their requests, by address, so that a new connection
/// does not begin anew: values written, and rows in the audit about what was refused.
class Budget
{
public:
    /// The most values that one request may write.
    static constexpr int kMostValues = 64;

    explicit Budget(const Clock &clock)
        : m_clock(clock)
    {
    }

    [[nodiscard]] bool takeWrites(const QString &address, qsizetype values)
    {
        return of(address).writes.take(m_clock.monotonic(), double(values));
    }
    [[nodiscard]] bool takeRow(const QString &address)
    {
        return of(address).rows.take(m_clock.monotonic());
    }

private:
    struct Limits {
        RateLimit writes{20, 2 * kMostValues};
        RateLimit rows{0.2, 20};
    };

    /// Forgets everybody when there are too many; a flood of addresses costs no memory.
    Limits &of(const QString &address)
    {
        constexpr size_t kMostAddresses = 1024;
        if (m_limits.size() >= kMostAddresses && !m_limits.contains(address))
            m_limits.clear();
        return m_limits[address];
    }

    const Clock &m_clock;
    std::map<QString, Limits> m_limits;
};

} // namespace mws::northbound
