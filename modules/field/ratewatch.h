// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

namespace mws
{

/// Tells when something comes much more often than it used to: at least 20 times in ten seconds,
/// and five times as often as on average before. The first minute only shows what is usual; what
/// stays becomes usual.
class RateWatch
{
public:
    /// The number of events since the start, or since it went back to 0. To be called several times
    /// in ten seconds; true once for each ten seconds in which there was a jump.
    [[nodiscard]] bool jumps(quint64 total, Milliseconds now);
    [[nodiscard]] quint64 newest() const { return m_newest; } ///< in the last ten seconds
    [[nodiscard]] double usual() const { return m_usual; } ///< in ten seconds, before that

private:
    Milliseconds m_until{-1}; ///< end of the ten seconds; -1: not begun
    quint64 m_before = 0; ///< total at their begin
    quint64 m_newest = 0;
    double m_usual = 0;
    double m_average = 0; ///< with m_newest
    int m_seen = 0; ///< intervals
};

} // namespace mws
