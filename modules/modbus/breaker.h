// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "field/fieldbus.h"

namespace mws::modbus
{

/// Keeps a unit that does not answer from costing the others their time: after three failed
/// requests in a row it is dead and gets only one probe after 1, 2, 4 … 60 s, or after 16, 32, 60 s
/// when the last one took the link down with it.
class Breaker
{
public:
    [[nodiscard]] UnitState state() const { return m_state; }
    [[nodiscard]] bool isDead() const { return m_state == UnitState::Dead; }
    /// The last request failed.
    [[nodiscard]] bool hasFailed() const { return isDead() || m_state == UnitState::Suspect; }
    /// When the next probe of a dead unit is due.
    [[nodiscard]] Milliseconds probeAt() const;

    /// Any valid answer, an exception too.
    void answered();
    /// No answer, or one that is not valid.
    void failed(Milliseconds now);
    /// The same, and the link broke by it.
    void brokeLink(Milliseconds now);
    /// Somebody waits for the unit: probe now. As long as that is in vain, the next such probe
    /// comes no sooner than 1, 2, 4 … 30 s after the last.
    void probeSoon(Milliseconds now);
    /// A dead unit is not probed before that time, unless the probe is a minute late then.
    void rest(Milliseconds until) { m_restUntil = until; }
    /// Whether a living unit answers over the next link is not known. What has failed still counts.
    void linkLost();

private:
    UnitState m_state = UnitState::Unknown;
    int m_failures = 0; ///< in a row
    Milliseconds m_failedAt{0};
    Milliseconds m_delay{0};
    Milliseconds m_probeAt{0}; ///< unless it rests
    Milliseconds m_restUntil{0};
    bool m_isHurried = false; ///< the next probe was brought forward
    Milliseconds m_pause{0}; ///< before a probe may be brought forward again
};

} // namespace mws::modbus
