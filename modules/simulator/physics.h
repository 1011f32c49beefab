// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <cmath>

namespace mws::simulator
{

inline constexpr double kSecondsPerHour = 3600;
inline constexpr double kMetresPerBar = 10.197; ///< head of a water column

/// First-order lag: what moves towards an input with a time constant.
class Lag
{
public:
    explicit Lag(double start)
        : m_value(start)
    {
    }
    double step(double dt, double input, double seconds)
    {
        m_value += (input - m_value) * (1 - std::exp(-dt / seconds));
        return m_value;
    }
    void set(double value) { m_value = value; }
    [[nodiscard]] double value() const { return m_value; }

private:
    double m_value;
};

/// Moves a value towards a target by no more than rate × dt.
[[nodiscard]] inline double ramped(double value, double target, double rate, double dt)
{
    return value + std::clamp(target - value, -rate * dt, rate * dt);
}

/// A proportional-integral controller with an output from low to high, without wind-up.
class PiController
{
public:
    PiController(double gain, double perSecond, double low, double high, double start)
        : m_gain(gain)
        , m_perSecond(perSecond)
        , m_low(low)
        , m_high(high)
        , m_integral(start)
    {
    }
    double step(double dt, double error)
    {
        m_integral = std::clamp(m_integral + m_perSecond * error * dt, m_low, m_high);
        return std::clamp(m_integral + m_gain * error, m_low, m_high);
    }

private:
    double m_gain;
    double m_perSecond;
    double m_low;
    double m_high;
    double m_integral;
};

/// True once a condition has held for a number of seconds.
class OnDelay
{
public:
    bool step(double dt, bool condition, double seconds)
    {
        m_held = condition ? m_held + dt : 0;
        return condition && m_held >= seconds;
    }

private:
    double m_held = 0;
};

/// A water tank: integrates its flows, overflows at 100 % and gives nothing when empty. Flows are
/// in m³/h, volumes in m³.
class Tank
{
public:
    Tank(double capacity, double level)
        : m_capacity(capacity)
        , m_volume(capacity * level / 100)
    {
    }
    void step(double dt, double inflow, double outflow);
    void setLevel(double percent);
    [[nodiscard]] double level() const { return m_volume / m_capacity * 100; }
    [[nodiscard]] double volume() const { return m_volume; }
    [[nodiscard]] double overflow() const { return m_overflow; }
    [[nodiscard]] double overflowed() const { return m_overflowed; } ///< m³ since the start
    /// The most that can leave within dt when so much flows in.
    [[nodiscard]] double available(double dt, double inflow) const;

private:
    double m_capacity;
    double m_volume;
    double m_overflow = 0;
    double m_overflowed = 0;
};

/// A motor valve: travels at a constant speed between closed (0 %) and open (100 %).
class MotorValve
{
public:
    explicit MotorValve(double percentPerSecond)
        : m_rate(percentPerSecond)
    {
    }
    void step(double dt) { m_position = ramped(m_position, open ? 100 : 0, m_rate, dt); }
    [[nodiscard]] double position() const { return m_position; }
    [[nodiscard]] bool isOpen() const { return m_position >= 99.5; }
    [[nodiscard]] bool isClosed() const { return m_position <= 0.5; }

    bool open = true; ///< the command

private:
    double m_rate;
    double m_position = 100;
};

} // namespace mws::simulator
