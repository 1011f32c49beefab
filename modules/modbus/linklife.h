// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "project/connection.h"

#include <optional>

namespace mws::modbus
{

/// When an open link may send, and when it is to be closed because nobody needs it: the pause after
/// the connect, the gap between requests, the turnaround after a broadcast, the idle time. Knows
/// times, but no timer and no link.
class LinkLife
{
public:
    explicit LinkLife(const Connection &connection);

    void opened(Milliseconds now);
    /// A request was sent, or came to its end.
    void requested(Milliseconds now);
    /// Gives the devices the time to do what a broadcast says.
    void broadcast(Milliseconds now);
    /// Nothing is sent before.
    [[nodiscard]] Milliseconds readyAt() const { return m_readyAt; }

    /// Whether the link is closed when it is idle, at once or after a time.
    [[nodiscard]] bool mayRest() const { return m_idleTime.has_value(); }
    /// Something is due, or waits for its answer.
    void needed() { m_idleSince.reset(); }
    /// Nothing is; counts from the first time.
    void idle(Milliseconds now);
    /// The link is to be closed then; max() while it is needed.
    [[nodiscard]] Milliseconds restAt() const;

private:
    Milliseconds m_pause;
    Milliseconds m_gap;
    Milliseconds m_turnaround;
    std::optional<Milliseconds> m_idleTime;
    Milliseconds m_readyAt{0};
    std::optional<Milliseconds> m_idleSince;
};

} // namespace mws::modbus
