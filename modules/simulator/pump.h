// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws::simulator
{

enum class DriveMode { Off, Manual, Automatic };
enum class DriveState { Stopped, Starting, Running, Stopping, Fault };

/// How a centrifugal pump is built: head = speed² × shutOffHead − friction × flow², flow in m³/s.
struct PumpCurve {
    double shutOffHead; ///< m, at full speed without flow
    double friction; ///< s²/m⁵
    double efficiency; ///< of pump and motor together
    double idlePower; ///< kW at full speed without flow
};

/// A centrifugal pump with a speed-controlled drive: ramps, trips, counts its hours and starts.
/// Flows are in m³/h, heads in m, speeds in %.
class Pump
{
public:
    Pump(PumpCurve curve, double hours, int starts);

    /// Lets time pass: `automaticRun` and `automaticSpeed` hold in automatic mode, `enabled` is
    /// the chain of interlocks.
    void step(double dt, bool automaticRun, double automaticSpeed, bool enabled);
    /// Flow against a static head and a pipe of the given resistance (s²/m⁵); the check valve lets
    /// none back. Sets flow and power.
    void work(double staticHead, double pipeResistance);
    /// Less water than the pump could move: limits the flow that work() found.
    void limitFlow(double most);

    void pressStart() { m_startPressed = true; }
    void pressStop() { m_startPressed = false; }
    void setFault(bool on) { m_fault = on; }

    [[nodiscard]] bool isRunning() const { return m_speed > 1; }
    [[nodiscard]] bool hasFault() const { return m_fault; }
    [[nodiscard]] DriveState state() const;
    [[nodiscard]] double speed() const { return m_speed; }
    [[nodiscard]] double flow() const { return m_flow; }
    [[nodiscard]] double power() const { return m_power; } ///< kW
    [[nodiscard]] double current() const; ///< A at 400 V
    [[nodiscard]] double hours() const { return m_hours; }
    [[nodiscard]] int starts() const { return m_starts; }

    DriveMode mode = DriveMode::Automatic;
    double manualSpeed = 80; ///< %, used in manual mode

private:
    [[nodiscard]] bool wantsRun(bool automaticRun) const;
    [[nodiscard]] double wantedSpeed(double automaticSpeed) const;

    PumpCurve m_curve;
    bool m_startPressed = false;
    bool m_fault = false;
    bool m_wanted = false;
    double m_target = 0;
    double m_speed = 0;
    double m_flow = 0;
    double m_power = 0;
    double m_hours;
    int m_starts;
};

} // namespace mws::simulator
