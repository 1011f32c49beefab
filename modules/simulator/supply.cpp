// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/supply.h"

#include "simulator/physics.h"

#include <numbers>

namespace mws::simulator
{

namespace
{

constexpr double kBaseLoad = 3600; // W: lighting, heating, controllers; most of it on L2
constexpr std::array kDriveShare{0.334, 0.331, 0.335};
constexpr std::array kBaseShare{0.25, 0.5, 0.25};
constexpr double kDrivePowerFactor = 0.86;
constexpr double kBasePowerFactor = 0.97;

double reactiveOf(double active, double powerFactor)
{
    return active * std::tan(std::acos(powerFactor));
}

void advance(Supply::Phase &phase, double dt)
{
    phase.apparent = std::hypot(phase.active, phase.reactive);
    phase.current = phase.voltage > 1 ? phase.apparent / phase.voltage : 0;
    phase.import += phase.active / 1000 * dt / kSecondsPerHour;
    phase.reactiveImport += phase.reactive / 1000 * dt / kSecondsPerHour;
}

} // namespace

Supply::Supply()
{
    m_phases[0].import = 61402.31;
    m_phases[1].import = 63118.77;
    m_phases[2].import = 61387.04;
    for (Phase &phase : m_phases)
        phase.reactiveImport = phase.import * 0.55;
}

void Supply::step(double dt, double time, double drives, bool mains)
{
    m_frequency = mains ? 50 + 0.015 * std::sin(time / 23) + 0.008 * std::sin(time / 7.3) : 0;
    for (std::size_t i = 0; i < m_phases.size(); ++i) {
        Phase &phase = m_phases[i];
        const double shift = double(i) * 2.1;
        const double base = kBaseLoad * kBaseShare[i] * (1 + 0.04 * std::sin(time / 31 + shift));
        const double share = drives * kDriveShare[i];
        phase.active = mains ? share + base : 0;
        phase.reactive
            = mains ? reactiveOf(share, kDrivePowerFactor) + reactiveOf(base, kBasePowerFactor) : 0;
        const double grid = 232.4 + 1.1 * std::sin(time / 67 + shift) - 0.6 * double(i);
        phase.voltage = mains ? grid - 0.02 * phase.current : 0;
        phase.thd = mains ? 1.9 + 1.6 * share / 15000 + 0.1 * std::sin(time / 11 + shift) : 0;
        advance(phase, dt);
    }
}

double Supply::sum(double Phase::*member) const
{
    return m_phases[0].*member + m_phases[1].*member + m_phases[2].*member;
}

double Supply::powerFactor() const
{
    const double apparent = std::hypot(sum(&Phase::active), sum(&Phase::reactive));
    return apparent > 0 ? sum(&Phase::active) / apparent : 1;
}

double Supply::powerFactor(int index) const
{
    const Phase &one = phase(index);
    return one.apparent > 0 ? one.active / one.apparent : 1;
}

double Supply::phaseAngle() const
{
    return std::acos(powerFactor()) * 180 / std::numbers::pi;
}

} // namespace mws::simulator
