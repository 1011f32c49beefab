// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/physics.h"

namespace mws::simulator
{

void Tank::step(double dt, double inflow, double outflow)
{
    const double wanted = m_volume + (inflow - outflow) * dt / kSecondsPerHour;
    m_volume = std::clamp(wanted, 0.0, m_capacity);
    const double lost = std::max(0.0, wanted - m_capacity);
    m_overflow = dt > 0 ? lost / dt * kSecondsPerHour : 0;
    m_overflowed += lost;
}

void Tank::setLevel(double percent)
{
    m_volume = m_capacity * std::clamp(percent, 0.0, 100.0) / 100;
}

double Tank::available(double dt, double inflow) const
{
    return m_volume / dt * kSecondsPerHour + inflow;
}

} // namespace mws::simulator
