// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/sharewatch.h"

#include <algorithm>

namespace mws
{

namespace
{

constexpr Milliseconds kInterval{10000};
constexpr int kLearning = 6; ///< intervals
constexpr quint64 kLeast = 8;
constexpr double kHardlyAny = 0.1;
constexpr int kMemory = 16; ///< intervals that the averages follow

} // namespace

bool ShareWatch::jumps(quint64 some, quint64 all, Milliseconds now)
{
    if (m_until < Milliseconds(0)) {
        m_until = now + kInterval;
        m_before = {some, all};
    }
    if (now < m_until)
        return false;
    m_until = now + kInterval;
    m_newest = {some - m_before.some, all - m_before.all};
    m_before = {some, all};
    const bool found = isJump();
    learn();
    return found;
}

bool ShareWatch::isJump() const
{
    return m_seen >= kLearning && m_newest.all >= kLeast && 2 * m_newest.some >= m_newest.all
        && m_usualSome <= kHardlyAny * m_usualAll;
}

void ShareWatch::learn()
{
    if (m_newest.all == 0)
        return;
    m_seen = std::min(m_seen + 1, kMemory);
    m_usualSome += (double(m_newest.some) - m_usualSome) / m_seen;
    m_usualAll += (double(m_newest.all) - m_usualAll) / m_seen;
}

} // namespace mws
