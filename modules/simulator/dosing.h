// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/physics.h"
#include "simulator/pump.h"

namespace mws::simulator
{

/// A canister and a stroke-controlled dosing pump. Levels in %, strokes in %, rates in l/h. When
/// dosing takes the level below 10 %, the staff changes the canister.
class DosingPump
{
public:
    DosingPump(double litresPerHour, double canister, double level, double dosed);
    /// `automaticStroke` holds in automatic mode.
    void step(double dt, double automaticStroke, bool enabled);
    void refill() { m_volume = m_canister; }
    void setLevel(double percent) { m_volume = m_canister * std::clamp(percent, 0.0, 100.0) / 100; }

    [[nodiscard]] bool isRunning() const { return m_stroke > 0.05 && m_volume > 0; }
    [[nodiscard]] double stroke() const { return m_stroke; }
    [[nodiscard]] double rate() const { return m_rate; }
    [[nodiscard]] double level() const { return m_volume / m_canister * 100; }
    [[nodiscard]] double volume() const { return m_volume; }
    [[nodiscard]] double dosed() const { return m_dosed; } ///< l
    [[nodiscard]] double strokes() const { return m_strokes; } ///< since the start

    DriveMode mode = DriveMode::Automatic;
    double manualStroke = 25;

private:
    double m_largestRate;
    double m_canister;
    double m_volume;
    double m_dosed;
    double m_stroke = 0;
    double m_rate = 0;
    double m_strokes = 0;
};

/// The dosing skid: chlorine by dose, caustic by pH, and the water quality that follows with a lag.
class DosingSkid
{
public:
    /// Lets time pass while so much water (m³/h) is treated.
    void step(double dt, double flow, bool enabled);

    [[nodiscard]] double residual() const { return m_residual.value(); } ///< mg/l
    [[nodiscard]] double ph() const { return m_ph.value(); }
    [[nodiscard]] double dose() const { return m_dose; } ///< mg/l that is being dosed
    void setResidual(double mgPerLitre);
    void setPh(double value) { m_ph.set(value); }

    DosingPump chlorine{2.0, 200, 72, 18342.125};
    DosingPump caustic{4.0, 200, 58, 40217.5};
    double doseSetpoint = 0.45; ///< mg/l
    double phSetpoint = 7.6;

private:
    double m_dose = 0.45;
    Lag m_mixing{0.3};
    Lag m_residual{0.3};
    Lag m_ph{7.55};
    PiController m_phControl{30, 1.2, 0, 100, 45};
};

} // namespace mws::simulator
