// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <array>

namespace mws::simulator
{

/// The low-voltage supply of the plant as a three-phase meter sees it. Watts, volts, amperes, kWh.
class Supply
{
public:
    struct Phase {
        double voltage = 230;
        double current = 0;
        double active = 0;
        double apparent = 0;
        double reactive = 0;
        double thd = 2;
        double import = 0;
        double reactiveImport = 0;
    };

    Supply();
    /// Lets time pass while the drives take so many watts; `time` is the age of the plant in s.
    void step(double dt, double time, double drives, bool mains);

    [[nodiscard]] const Phase &phase(int index) const { return m_phases[std::size_t(index)]; }
    [[nodiscard]] double sum(double Phase::*member) const;
    [[nodiscard]] double powerFactor() const;
    [[nodiscard]] double powerFactor(int index) const;
    [[nodiscard]] double phaseAngle() const; ///< degrees
    [[nodiscard]] double frequency() const { return m_frequency; }

private:
    std::array<Phase, 3> m_phases;
    double m_frequency = 50;
};

} // namespace mws::simulator
