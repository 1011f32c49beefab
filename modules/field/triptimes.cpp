// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/triptimes.h"

#include <algorithm>
#include <bit>

namespace mws
{

void TripTimes::add(Milliseconds trip)
{
    const Milliseconds taken = std::max(trip, Milliseconds(0));
    ++m_steps[size_t(stepOf(quint64(taken.count())))];
    ++m_count;
    m_sum += taken;
    m_min = std::min(m_min, taken);
    m_max = std::max(m_max, taken);
}

double TripTimes::averageMs() const
{
    return m_count > 0 ? double(m_sum.count()) / double(m_count) : 0;
}

Milliseconds TripTimes::p95() const
{
    const quint64 wanted = m_count - m_count / 20;
    quint64 seen = 0;
    for (int step = 0; step < kSteps; ++step) {
        seen += m_steps[size_t(step)];
        if (seen >= wanted)
            return std::min(Milliseconds(qint64(endOf(step))), m_max);
    }
    return m_max;
}

int TripTimes::stepOf(quint64 ms)
{
    if (ms < kExact)
        return int(ms);
    const int octave = int(std::bit_width(ms)) - 5; // 16 to 31 is the first
    if (octave >= kOctaves)
        return kSteps - 1;
    return kExact + octave * kStepsPerOctave + int((ms >> (octave + 1)) - kStepsPerOctave);
}

quint64 TripTimes::endOf(int step)
{
    if (step < kExact)
        return quint64(step);
    const int octave = (step - kExact) / kStepsPerOctave;
    const int part = (step - kExact) % kStepsPerOctave;
    return (quint64(kStepsPerOctave + part + 1) << (octave + 1)) - 1;
}

} // namespace mws
