// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "simulator/dosing.h"
#include "simulator/filterplant.h"
#include "simulator/physics.h"
#include "simulator/pump.h"
#include "simulator/supply.h"

#include <array>

namespace mws::simulator
{

/// A small waterworks: wells, raw water pumps, raw water tank, filter, dosing, clear water tank,
/// distribution pumps, a town that takes water. Deterministic: the same steps and settings give the
/// same values. Flows are in m³/h, pressures in bar, levels in %.
class Waterworks
{
public:
    Waterworks();

    /// Lets time pass; long steps are divided so that the result stays stable.
    void step(double seconds);

    void acknowledgeFaults();
    void resetDay(); ///< happens by itself every 24 h
    void resetTrip() { m_trip = 0; }
    void setPressure(double bar) { m_pressure = bar; }

    [[nodiscard]] double time() const { return m_time; } ///< s since the start
    [[nodiscard]] double rawFlow() const; ///< from the wells into the raw water tank
    [[nodiscard]] double townFlow() const { return m_townFlow; }
    [[nodiscard]] double pumpedFlow() const; ///< from the clear water tank into the network
    [[nodiscard]] double pressure() const { return m_pressure; }
    [[nodiscard]] double groundwater() const { return m_groundwater.value(); } ///< m below ground
    [[nodiscard]] double rawTurbidity() const;
    [[nodiscard]] double waterTemperature() const;
    [[nodiscard]] double airTemperature() const;
    [[nodiscard]] double abstracted() const { return m_abstracted; } ///< m³, in total
    [[nodiscard]] double abstractedToday() const { return m_abstractedToday; }
    [[nodiscard]] double delivered() const { return m_delivered; } ///< m³, in total
    [[nodiscard]] double trip() const { return m_trip; } ///< m³ since the last reset
    [[nodiscard]] double shownFlow() const; ///< of the flow meter, with damping and cut-off
    [[nodiscard]] bool lowPressure() const { return m_lowPressure; }
    [[nodiscard]] bool generalFault() const;
    [[nodiscard]] bool sampleFlows() const { return filter.flow() > 2; }

    std::array<Pump, 2> rawPumps;
    std::array<Pump, 2> distributionPumps;
    Tank rawTank{60, 68};
    Tank clearTank{120, 71};
    FilterPlant filter;
    DosingSkid dosing;
    Supply supply;
    MotorValve inlet{8};
    MotorValve outlet{8};

    double rawSetpoint = 70; ///< %
    double clearSetpoint = 72; ///< %
    double pressureSetpoint = 4.5;
    double pressureLimit = 3.0;
    int leadPump = 1; ///< 1 or 2
    double flowCutOff = 1; ///< m³/h
    double flowDamping = 3; ///< s
    bool mains = true;
    bool emergencyStop = false;
    bool doorOpen = false;

private:
    void advance(double dt);
    void stepIntake(double dt, bool enabled);
    void stepDistribution(double dt, bool enabled);
    void stepNetwork(double dt);
    void stepTanks(double dt);
    void stepMeters(double dt);
    void sequence(double dt);
    void tripDryPumps();
    [[nodiscard]] double demand() const;

    double m_time = 0;
    double m_pressure = 4.5;
    double m_townFlow = 150;
    Lag m_groundwater{17.8};
    PiController m_pressureControl{6, 3, 30, 100, 88};
    bool m_lagRuns = true;
    OnDelay m_lagStart;
    OnDelay m_lagStop;
    OnDelay m_pressureDelay;
    bool m_lowPressure = false;
    std::array<bool, 2> m_rawRuns{true, true};
    double m_abstracted = 4215300;
    double m_abstractedToday = 1240;
    double m_delivered = 3987654.321;
    double m_trip = 52304;
    Lag m_shownFlow{150};
};

} // namespace mws::simulator
