// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <algorithm>

namespace mws::northbound
{

/// So many a second on average, and so many at once.
class RateLimit
{
public:
    RateLimit(double perSecond, double burst)
        : m_perSecond(perSecond)
        , m_burst(burst)
        , m_tokens(burst)
    {
    }

    /// False, and nothing is taken: there are not that many.
    bool take(Milliseconds now, double tokens = 1)
    {
        fill(now);
        if (m_tokens < tokens)
            return false;
        m_tokens -= tokens;
        return true;
    }
    /// Until one can be taken; zero: at once.
    [[nodiscard]] Milliseconds wait(Milliseconds now)
    {
        fill(now);
        const double missing = std::max(0.0, 1 - m_tokens);
        return Milliseconds(qint64(missing * 1000 / m_perSecond + 0.999));
    }

private:
    void fill(Milliseconds now)
    {
        const double passed = double(std::max(now - m_filled, Milliseconds(0)).count());
        m_tokens = std::min(m_burst, m_tokens + passed * m_perSecond / 1000);
        m_filled = now;
    }

    double m_perSecond;
    double m_burst;
    double m_tokens;
    Milliseconds m_filled{0};
};

} // namespace mws::northbound
