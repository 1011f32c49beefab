// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

namespace mws
{

/// Tells when at least half of what is done in ten seconds, eight times or more, goes in a way that
/// it hardly ever went before, at most one time in ten. The first six intervals in which something
/// was done only show what is usual; what stays becomes usual.
class ShareWatch
{
public:
    /// Both since the start; `some` is a part of `all`. To be called several times in ten seconds;
    /// true once for each ten seconds in which there was a jump.
    [[nodiscard]] bool jumps(quint64 some, quint64 all, Milliseconds now);
    [[nodiscard]] quint64 newestSome() const { return m_newest.some; } ///< in the last ten seconds
    [[nodiscard]] quint64 newestAll() const { return m_newest.all; }

private:
    struct Counts {
        quint64 some = 0;
        quint64 all = 0;
    };

    [[nodiscard]] bool isJump() const;
    void learn();

    Milliseconds m_until{-1}; ///< end of the ten seconds; -1: not begun
    Counts m_before; ///< at their begin
    Counts m_newest;
    double m_usualSome = 0; ///< in ten seconds, on average before m_newest
    double m_usualAll = 0;
    int m_seen = 0; ///< intervals with something, before m_newest
};

} // namespace mws
