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

} // namespace

void Breaker::answered()
{
    m_state = UnitState::Good;
    m_failures = 0;
    m_delay = Milliseconds(0);
}

void Breaker::failed(Milliseconds now)
{
    ++m_failures;
    m_failedAt = now;
    if (!isDead()) {
        m_state = m_failures < kFailuresUntilDead ? UnitState::Suspect : UnitState::Dead;
        m_delay = kFirstDelay;
    } else {
        m_delay = std::min(2 * m_delay, kLastDelay);
    }
    m_probeAt = now + m_delay;
}

void Breaker::probeSoon(Milliseconds now)
{
    m_probeAt = std::min(m_probeAt, std::max(now, m_failedAt + kFirstDelay));
}

void Breaker::linkLost(Milliseconds now)
{
    if (isDead()) {
        m_probeAt = now;
        return;
    }
    m_state = UnitState::Unknown;
    m_failures = 0;
}

} // namespace mws::modbus
