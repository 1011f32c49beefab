// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/pump.h"

#include "simulator/physics.h"

namespace mws::simulator
{

namespace
{

constexpr double kRampUp = 12; // % per second
constexpr double kRampDown = 20;
constexpr double kGravityPerKilo = 9.81; // kW per m³/s and m
constexpr double kMinSpeed = 30;

} // namespace

Pump::Pump(PumpCurve curve, double hours, int starts)
    : m_curve(curve)
    , m_hours(hours)
    , m_starts(starts)
{
}

bool Pump::wantsRun(bool automaticRun) const
{
    switch (mode) {
    case DriveMode::Off:
        return false;
    case DriveMode::Manual:
        return m_startPressed;
    case DriveMode::Automatic:
        break;
    }
    return automaticRun;
}

double Pump::wantedSpeed(double automaticSpeed) const
{
    const double speed = mode == DriveMode::Manual ? manualSpeed : automaticSpeed;
    return std::clamp(speed, kMinSpeed, 100.0);
}

void Pump::step(double dt, bool automaticRun, double automaticSpeed, bool enabled)
{
    const bool run = enabled && !m_fault && wantsRun(automaticRun);
    if (run && !m_wanted)
        ++m_starts;
    if (!enabled || m_fault || mode == DriveMode::Off)
        m_startPressed = false;
    else if (mode == DriveMode::Automatic)
        m_startPressed = automaticRun; // taking over by hand changes nothing
    m_wanted = run;
    m_target = run ? wantedSpeed(automaticSpeed) : 0;
    m_speed = ramped(m_speed, m_target, m_target > m_speed ? kRampUp : kRampDown, dt);
    if (isRunning())
        m_hours += dt / kSecondsPerHour;
}

void Pump::work(double staticHead, double pipeResistance)
{
    const double speed = m_speed / 100;
    const double surplus = speed * speed * m_curve.shutOffHead - staticHead;
    const double flow
        = surplus > 0 ? std::sqrt(surplus / (m_curve.friction + pipeResistance)) : 0; // m³/s
    const double head = speed * speed * m_curve.shutOffHead - m_curve.friction * flow * flow;
    m_flow = flow * kSecondsPerHour;
    m_power = kGravityPerKilo * flow * head / m_curve.efficiency
        + m_curve.idlePower * speed * speed * speed;
}

void Pump::limitFlow(double most)
{
    m_flow = std::clamp(m_flow, 0.0, std::max(most, 0.0));
}

DriveState Pump::state() const
{
    if (m_fault)
        return DriveState::Fault;
    if (!m_wanted)
        return isRunning() ? DriveState::Stopping : DriveState::Stopped;
    return m_speed < kMinSpeed - 1 ? DriveState::Starting : DriveState::Running;
}

double Pump::current() const
{
    constexpr double kVoltsTimesPowerFactor = 1.732 * 0.4 * 0.86;
    return m_power / kVoltsTimesPowerFactor;
}

} // namespace mws::simulator
