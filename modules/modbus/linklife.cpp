// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linklife.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

std::optional<Milliseconds> idleTimeOf(const Connection &connection)
{
    if (connection.closeAfterPoll)
        return Milliseconds(0);
    if (connection.idleCloseS > 0)
        return std::chrono::seconds(connection.idleCloseS);
    return std::nullopt;
}

} // namespace

LinkLife::LinkLife(const Connection &connection)
    : m_pause(connection.pauseAfterConnectMs)
    , m_gap(connection.requestGapMs)
    , m_turnaround(connection.turnaroundMs)
    , m_idleTime(idleTimeOf(connection))
{
}

void LinkLife::opened(Milliseconds now)
{
    m_readyAt = std::max(m_readyAt, now + m_pause);
    needed();
}

void LinkLife::requested(Milliseconds now)
{
    m_readyAt = std::max(m_readyAt, now + m_gap);
}

void LinkLife::broadcast(Milliseconds now)
{
    m_readyAt = std::max(m_readyAt, now + m_turnaround);
}

void LinkLife::idle(Milliseconds now)
{
    if (!m_idleSince)
        m_idleSince = now;
}

Milliseconds LinkLife::restAt() const
{
    return m_idleTime && m_idleSince ? *m_idleSince + *m_idleTime : Milliseconds::max();
}

} // namespace mws::modbus
