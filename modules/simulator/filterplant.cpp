// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/filterplant.h"

namespace mws::simulator
{

namespace
{

constexpr double kLargestFlow = 300; // m³/h, clean, full raw water tank, valve open
constexpr double kWashSeconds = 60;
constexpr double kValveRate = 6; // % per second
constexpr double kFoulingPerCubicMetre = 0.004;

} // namespace

void FilterPlant::step(double dt, double rawLevel, double clearLevel, double levelSetpoint,
                       bool enabled)
{
    m_washLeft = std::max(0.0, m_washLeft - dt);
    const bool filters = enabled && m_washLeft <= 0;
    const double wanted = std::clamp(55 + 4 * (levelSetpoint - clearLevel), 0.0, 100.0);
    m_valve = ramped(m_valve, filters ? wanted : 0, kValveRate, dt);
    const double drive = std::sqrt(std::max(rawLevel, 0.0) / 100);
    m_flow = kLargestFlow * m_valve / 100 * drive / (1 + 0.5 * m_fouling);
    const double share = m_flow / 150;
    m_pressure.step(dt, share * share * (60 + 320 * m_fouling), 3);
    foul(dt);
}

void FilterPlant::foul(double dt)
{
    if (m_washLeft > 0) {
        m_fouling = std::max(0.05, m_fouling - dt / kWashSeconds);
        m_runTime = 0;
        return;
    }
    m_fouling = std::min(1.0, m_fouling + m_flow * dt / kSecondsPerHour * kFoulingPerCubicMetre);
    m_runTime += m_flow > 1 ? dt : 0;
    if (differentialPressure() > foulingLimit)
        startBackwash();
}

void FilterPlant::startBackwash()
{
    if (m_washLeft > 0)
        return;
    m_washLeft = kWashSeconds;
    ++m_backwashes;
}

FilterState FilterPlant::state() const
{
    if (m_washLeft > 0)
        return FilterState::Backwash;
    if (m_flow <= 1)
        return FilterState::Off;
    return m_fouling > 0.95 ? FilterState::Fouled : FilterState::Filtering;
}

double FilterPlant::turbidity(double rawTurbidity) const
{
    return rawTurbidity * (0.03 + 0.06 * m_fouling * m_fouling);
}

} // namespace mws::simulator
