// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/dosing.h"

namespace mws::simulator
{

namespace
{

constexpr double kChlorineGramsPerLitre = 130;
constexpr double kChlorineDemand = 0.15; // mg/l that the water uses up
constexpr double kRawPh = 7.1;
constexpr double kPhPerLitreInCubicMetre = 42;
constexpr double kChangeLevel = 10; // %
constexpr double kStrokesPerSecond = 2; // at 100 %

/// Nothing mixes while the water stands: the lags follow the flow.
double lagSeconds(double seconds, double flow)
{
    return seconds * 150 / std::max(flow, 5.0);
}

} // namespace

DosingPump::DosingPump(double litresPerHour, double canister, double level, double dosed)
    : m_largestRate(litresPerHour)
    , m_canister(canister)
    , m_volume(canister * level / 100)
    , m_dosed(dosed)
{
}

void DosingPump::step(double dt, double automaticStroke, bool enabled)
{
    const double wanted = mode == DriveMode::Manual ? manualStroke : automaticStroke;
    const bool runs = enabled && mode != DriveMode::Off;
    m_stroke = ramped(m_stroke, runs ? std::clamp(wanted, 0.0, 100.0) : 0, 20, dt);
    const double litres = std::min(m_volume, m_largestRate * m_stroke / 100 * dt / kSecondsPerHour);
    const bool wasAbove = level() >= kChangeLevel;
    m_volume -= litres;
    if (wasAbove && level() < kChangeLevel)
        refill();
    m_dosed += litres;
    m_rate = dt > 0 ? litres / dt * kSecondsPerHour : 0;
    m_strokes += m_stroke / 100 * kStrokesPerSecond * dt;
}

void DosingSkid::step(double dt, double flow, bool enabled)
{
    const bool flows = enabled && flow > 2;
    const double litres = doseSetpoint * flow / kChlorineGramsPerLitre;
    chlorine.step(dt, litres / 2.0 * 100, flows);
    const double wanted = flows ? m_phControl.step(dt, phSetpoint - ph()) : 0;
    caustic.step(dt, wanted * flow / 150, flows);
    m_dose = flows ? chlorine.rate() * kChlorineGramsPerLitre / flow : 0;
    const double mixed
        = m_mixing.step(dt, std::max(0.0, m_dose - kChlorineDemand), lagSeconds(12, flow));
    m_residual.step(dt, mixed, lagSeconds(18, flow));
    const double lift = flows ? kPhPerLitreInCubicMetre * caustic.rate() / flow : 0;
    m_ph.step(dt, std::min(kRawPh + lift, 10.0), lagSeconds(15, flow));
}

void DosingSkid::setResidual(double mgPerLitre)
{
    m_mixing.set(mgPerLitre);
    m_residual.set(mgPerLitre);
}

} // namespace mws::simulator
