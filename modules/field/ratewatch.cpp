// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/ratewatch.h"

#include <algorithm>
#include <utility>

namespace mws
{

namespace
{

constexpr Milliseconds kInterval{10000};
constexpr int kLearning = 6; ///< intervals
constexpr quint64 kLeast = 20;
constexpr double kTimes = 5;
constexpr int kMemory = 16; ///< intervals that the average follows

} // namespace

bool RateWatch::jumps(quint64 total, Milliseconds now)
{
    m_before = std::min(m_before, total);
    if (m_until < Milliseconds(0)) {
        m_until = now + kInterval;
        m_before = total;
    }
    if (now < m_until)
        return false;
    m_until = now + kInterval;
    m_newest = total - std::exchange(m_before, total);
    m_usual = m_average;
    ++m_seen;
    m_average += (double(m_newest) - m_average) / std::min(m_seen, kMemory);
    return m_seen > kLearning && m_newest >= kLeast && double(m_newest) >= kTimes * m_usual;
}

} // namespace mws
