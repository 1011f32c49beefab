// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/waterworks.h"

namespace mws::simulator
{

namespace
{

constexpr double kLongestStep = 0.1; // s
constexpr PumpCurve kRawCurve{48, 15000, 0.70, 1.5};
constexpr PumpCurve kDistributionCurve{65, 17200, 0.72, 1.8};
constexpr double kRawPipe = 8500; // s²/m⁵ with the inlet valve open
constexpr double kNetworkCapacity = 0.05; // m³ that one bar more stores
constexpr double kOneIsEnough = 108; // m³/h below which the second distribution pump stops
constexpr double kSecondsPerDay = 86400;
constexpr double kDryLevel = 1.0; // %
constexpr double kBlockLevel = 10.0; // % of clear water below which the distribution stops

/// A throttled pipe: the resistance grows with the square of what the valve closes.
double throughValve(double resistance, const MotorValve &valve)
{
    const double opening = std::max(valve.position() / 100, 0.01);
    return resistance / (opening * opening);
}

} // namespace

Waterworks::Waterworks()
    : rawPumps{Pump(kRawCurve, 12345.67, 4821), Pump(kRawCurve, 11870.02, 4706)}
    , distributionPumps{Pump(kDistributionCurve, 20411.5, 1530),
                        Pump(kDistributionCurve, 9027.25, 3318)}
{
    for (int second = 0; second < 120; ++second) // spins the plant up from standstill
        step(1);
}

void Waterworks::step(double seconds)
{
    while (seconds > 1e-9) {
        const double dt = std::min(seconds, kLongestStep);
        advance(dt);
        seconds -= dt;
    }
}

void Waterworks::advance(double dt)
{
    const double day = std::floor(m_time / kSecondsPerDay);
    m_time += dt;
    if (std::floor(m_time / kSecondsPerDay) > day)
        resetDay();
    const bool enabled = mains && !emergencyStop;
    if (mains) {
        inlet.step(dt);
        outlet.step(dt);
    }
    stepIntake(dt, enabled);
    filter.step(dt, rawTank.level(), clearTank.level(), clearSetpoint, enabled);
    stepDistribution(dt, enabled);
    stepTanks(dt);
    stepNetwork(dt);
    dosing.step(dt, filter.flow(), enabled);
    stepMeters(dt);
    tripDryPumps();
}

void Waterworks::stepIntake(double dt, bool enabled)
{
    constexpr std::array kStartBelow{2.0, 3.0};
    constexpr std::array kStopAbove{4.0, 3.0};
    const double error = rawSetpoint - rawTank.level();
    for (std::size_t i = 0; i < rawPumps.size(); ++i) {
        m_rawRuns[i] = m_rawRuns[i] ? error > -kStopAbove[i] : error > kStartBelow[i];
        rawPumps[i].step(dt, m_rawRuns[i], 87 + 1.5 * error, enabled);
        const double head = groundwater() + 8;
        rawPumps[i].work(head, throughValve(kRawPipe, inlet));
        if (inlet.isClosed())
            rawPumps[i].limitFlow(0);
    }
    m_groundwater.step(dt, 14.5 + 0.021 * rawFlow(), 240);
}

void Waterworks::stepDistribution(double dt, bool enabled)
{
    const bool water = clearTank.level() > kBlockLevel;
    const double speed = m_pressureControl.step(dt, pressureSetpoint - m_pressure);
    sequence(dt);
    for (std::size_t i = 0; i < distributionPumps.size(); ++i) {
        const bool leads = int(i) + 1 == leadPump;
        const bool wanted = water && (leads || m_lagRuns);
        distributionPumps[i].step(dt, wanted, speed, enabled);
        distributionPumps[i].work(m_pressure * kMetresPerBar, 0);
    }
}

/// The second pump comes when one is not enough and goes when one would be.
void Waterworks::sequence(double dt)
{
    const Pump &lead = distributionPumps[std::size_t(leadPump - 1)];
    const bool leadFails = lead.hasFault() || lead.mode == DriveMode::Off;
    const bool tooLittle = lead.speed() > 98 && m_pressure < pressureSetpoint - 0.05;
    if (m_lagStart.step(dt, tooLittle || leadFails, leadFails ? 2 : 8))
        m_lagRuns = true;
    if (m_lagStop.step(dt, m_lagRuns && pumpedFlow() < kOneIsEnough && !leadFails, 20))
        m_lagRuns = false;
}

void Waterworks::stepTanks(double dt)
{
    filter.limitFlow(rawTank.available(dt, rawFlow()));
    const double inflow = filter.flow();
    double left = clearTank.available(dt, inflow) - filter.washFlow();
    for (Pump &pump : distributionPumps) {
        pump.limitFlow(left);
        left -= pump.flow();
    }
    rawTank.step(dt, rawFlow(), filter.flow());
    clearTank.step(dt, inflow, pumpedFlow() + filter.washFlow());
}

void Waterworks::stepNetwork(double dt)
{
    const double opening = outlet.isClosed() ? 0 : outlet.position() / 100;
    m_townFlow = demand() * opening * std::sqrt(std::max(m_pressure, 0.0) / 4.5);
    const double surplus = (pumpedFlow() - m_townFlow) / kSecondsPerHour; // m³/s
    m_pressure = std::clamp(m_pressure + surplus / kNetworkCapacity * dt, 0.0, 8.0);
    m_lowPressure = m_pressureDelay.step(dt, m_pressure < pressureLimit, 10);
}

/// What the town takes at 4.5 bar: slow waves with a little unrest on top.
double Waterworks::demand() const
{
    return 148 + 34 * std::sin(m_time / 105) + 18 * std::sin(m_time / 34.7 + 1)
        + 3 * std::sin(m_time / 5.9);
}

void Waterworks::stepMeters(double dt)
{
    double drives = 0;
    for (const Pump &pump : rawPumps)
        drives += pump.power() * 1000;
    for (const Pump &pump : distributionPumps)
        drives += pump.power() * 1000;
    supply.step(dt, m_time, drives, mains);
    m_abstracted += rawFlow() * dt / kSecondsPerHour;
    m_abstractedToday += rawFlow() * dt / kSecondsPerHour;
    m_delivered += m_townFlow * dt / kSecondsPerHour;
    m_trip += m_townFlow * dt / kSecondsPerHour;
    m_shownFlow.step(dt, m_townFlow, std::max(flowDamping, 0.01));
}

void Waterworks::tripDryPumps()
{
    if (clearTank.level() > kDryLevel)
        return;
    for (Pump &pump : distributionPumps) {
        if (pump.speed() > 30)
            pump.setFault(true);
    }
}

void Waterworks::acknowledgeFaults()
{
    for (Pump &pump : rawPumps)
        pump.setFault(false);
    for (Pump &pump : distributionPumps)
        pump.setFault(false);
}

void Waterworks::resetDay()
{
    m_abstractedToday = 0;
    filter.resetDay();
}

double Waterworks::rawFlow() const
{
    return rawPumps[0].flow() + rawPumps[1].flow();
}

double Waterworks::pumpedFlow() const
{
    return distributionPumps[0].flow() + distributionPumps[1].flow();
}

double Waterworks::rawTurbidity() const
{
    return 1.3 + 0.25 * std::sin(m_time / 190) + 0.08 * std::sin(m_time / 17);
}

double Waterworks::waterTemperature() const
{
    return 10.6 + 0.2 * std::sin(m_time / 400);
}

double Waterworks::airTemperature() const
{
    return 13.5 + 4 * std::sin(m_time / 900) + 0.3 * std::sin(m_time / 41);
}

double Waterworks::shownFlow() const
{
    return m_shownFlow.value() < flowCutOff ? 0 : m_shownFlow.value();
}

bool Waterworks::generalFault() const
{
    const auto tripped = [](const Pump &pump) { return pump.hasFault(); };
    return !mains || emergencyStop || m_lowPressure
        || std::any_of(rawPumps.begin(), rawPumps.end(), tripped)
        || std::any_of(distributionPumps.begin(), distributionPumps.end(), tripped);
}

} // namespace mws::simulator
