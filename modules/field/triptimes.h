// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <array>

namespace mws
{

/// Round trips in a histogram of fixed size: no memory grows, and adding one costs a few
/// operations. Exact up to 15 ms, from there in steps of an eighth of a power of two.
class TripTimes
{
public:
    /// Negative ones count as 0.
    void add(Milliseconds trip);

    [[nodiscard]] quint64 count() const { return m_count; }
    /// 0 while there is none, as all others.
    [[nodiscard]] Milliseconds min() const { return m_count > 0 ? m_min : Milliseconds(0); }
    [[nodiscard]] Milliseconds max() const { return m_max; }
    [[nodiscard]] double averageMs() const;
    /// So long took at most 95 of 100; up to 12.5 % too long, never more than max().
    [[nodiscard]] Milliseconds p95() const;

private:
    static constexpr int kExact = 16; ///< one step for each of these ms
    static constexpr int kStepsPerOctave = 8;
    static constexpr int kOctaves = 13; ///< up to 131071 ms; what is longer is in the last step
    static constexpr int kSteps = kExact + kStepsPerOctave * kOctaves;

    [[nodiscard]] static int stepOf(quint64 ms);
    /// The longest time that falls into the step, in ms.
    [[nodiscard]] static quint64 endOf(int step);

    std::array<quint32, kSteps> m_steps{};
    quint64 m_count = 0;
    Milliseconds m_sum{0};
    Milliseconds m_min = Milliseconds::max();
    Milliseconds m_max{0};
};

} // namespace mws
