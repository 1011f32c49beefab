// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <algorithm>

namespace mws
{

/// How much of the time something was in use, between two looks.
class BusyMeter
{
public:
    /// From now on it is in use, or not. `now` never goes back.
    void set(bool busy, Milliseconds now)
    {
        if (m_isBusy)
            m_busy += now - m_changedAt;
        m_isBusy = busy;
        m_changedAt = now;
    }
    /// The share of the time since the last look, 0 to 1; begins anew.
    double take(Milliseconds now)
    {
        set(m_isBusy, now);
        const auto passed = double((now - m_lookedAt).count());
        const double share = passed > 0 ? double(m_busy.count()) / passed : 0;
        m_busy = Milliseconds(0);
        m_lookedAt = now;
        return std::min(share, 1.0);
    }

private:
    bool m_isBusy = false;
    Milliseconds m_changedAt{0};
    Milliseconds m_lookedAt{0};
    Milliseconds m_busy{0}; ///< since the last look
};

} // namespace mws
