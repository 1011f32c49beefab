// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/physics.h"

namespace mws::simulator
{

enum class FilterState { Off, Filtering, Backwash, Fouled };

/// A sand filter between two tanks: a controlled feed valve, fouling with throughput, backwash.
/// Flows are in m³/h, pressures in mbar.
class FilterPlant
{
public:
    /// The feed valve holds the level of the clear water tank.
    void step(double dt, double rawLevel, double clearLevel, double levelSetpoint, bool enabled);
    void startBackwash();
    void resetDay() { m_backwashes = 0; }
    void limitFlow(double most) { m_flow = std::clamp(m_flow, 0.0, std::max(most, 0.0)); }

    [[nodiscard]] FilterState state() const;
    [[nodiscard]] double flow() const { return m_flow; }
    [[nodiscard]] double washFlow() const { return m_washLeft > 0 ? kWashFlow : 0; }
    [[nodiscard]] double differentialPressure() const { return m_pressure.value(); }
    [[nodiscard]] double valve() const { return m_valve; } ///< %
    [[nodiscard]] double turbidity(double rawTurbidity) const;
    [[nodiscard]] double runTime() const { return m_runTime; } ///< s since the last backwash
    [[nodiscard]] int backwashes() const { return m_backwashes; }

    double foulingLimit = 350; ///< mbar that start a backwash

private:
    static constexpr double kWashFlow = 90;

    void foul(double dt);

    double m_valve = 60;
    double m_flow = 0;
    double m_fouling = 0.25; ///< 0 clean to 1 clogged
    Lag m_pressure{110};
    double m_washLeft = 0;
    double m_runTime = 8040;
    int m_backwashes = 1;
};

} // namespace mws::simulator
