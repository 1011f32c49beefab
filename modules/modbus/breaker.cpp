// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/breaker.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kFailuresUntilDead = 3;
constexpr Milliseconds kFirstDelay{1000};
constexpr Milliseconds kLastDelay{60000};
constexpr Milliseconds kLastPause{30000};
constexpr Milliseconds kDelayAfterLoss{16000}; ///< its probes cost all others their link

} // namespace

void Breaker::answered()
{
    m_state = UnitState::Good;
    m_failures = 0;
    m_delay = Milliseconds(0);
    m_isHurried = false;
}

void Breaker::failed(Milliseconds now)
{
    ++m_failures;
    m_failedAt = now;
    if (!isDead()) {
        m_state = m_failures < kFailuresUntilDead ? UnitState::Suspect : UnitState::Dead;
        m_delay = m_pause = kFirstDelay;
    } else {
        m_delay = std::min(2 * m_delay, kLastDelay);
        m_pause = m_isHurried ? std::min(2 * m_pause, kLastPause) : kFirstDelay;
    }
    m_isHurried = false;
    m_probeAt = now + m_delay;
}

void Breaker::brokeLink(Milliseconds now)
{
    failed(now);
    m_delay = std::max(m_delay, kDelayAfterLoss);
    m_pause = std::max(m_pause, kDelayAfterLoss);
    m_probeAt = now + m_delay;
}

void Breaker::probeSoon(Milliseconds now)
{
    const Milliseconds soon = std::max(now, m_failedAt + m_pause);
    if (!isDead() || soon >= m_probeAt)
        return;
    m_probeAt = soon;
    m_isHurried = true;
}

Milliseconds Breaker::probeAt() const
{
    return std::max(m_probeAt, std::min(m_restUntil, m_probeAt + kLastDelay));
}

void Breaker::linkLost()
{
    if (!isDead())
        m_state = UnitState::Unknown;
}

} // namespace mws::modbus
