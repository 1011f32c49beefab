// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <algorithm>
#include <utility>

namespace mws::modbus
{

UnitStatus Scheduler::statusOf(int unit) const
{
    const RequestCounters &counters = m_counters.ofUnit(unit);
    UnitStatus status = m_units[unit].status;
    status.requests = counters.requests;
    status.good = counters.good;
    status.exceptions = counters.allExceptions();
    status.timeouts = counters.timeouts;
    status.skippedPolls = m_counters.skippedOf(unit);
    return status;
}

LinkDiagnostics Scheduler::linkDiagnostics() const
{
    LinkDiagnostics all = m_counters.link();
    all.connection = m_connection.id;
    all.queuedWrites = int(m_queue.items().size());
    all.bytesSent = m_transport->bytesSent() - m_sentBefore;
    all.bytesReceived = m_transport->bytesReceived() - m_receivedBefore;
    return all;
}

QList<UnitDiagnostics> Scheduler::unitDiagnostics() const
{
    QList<UnitDiagnostics> list;
    for (int i = 0; i < m_units.size(); ++i) {
        UnitDiagnostics unit = m_counters.unit(i);
        unit.device = m_units[i].device->id;
        unit.identification = m_units[i].plan.lessons().identification;
        unit.queuedWrites = m_queue.countOf(i);
        list.append(unit);
    }
    return list;
}

void Scheduler::publishCounters()
{
    if (m_counterTags.isEmpty())
        return;
    CounterTags::Figures figures{linkDiagnostics(), isLinkUp(), {}};
    for (int i = 0; i < m_units.size(); ++i)
        figures.units.push_back({&m_counters.ofUnit(i), m_counters.skippedOf(i), m_queue.countOf(i),
                                 m_units[i].answers});
    publish(m_counterTags.samples(figures, m_clock.now()));
}

bool Scheduler::isLinkUp() const
{
    return m_link.state == LinkState::Idle || (m_link.state == LinkState::Connected && m_open);
}

void Scheduler::publishLinkUp()
{
    const bool isUp = isLinkUp();
    if (std::exchange(m_isUp, isUp) != isUp)
        publish(m_counterTags.onlineOfLink(isUp, m_clock.now()));
}

void Scheduler::resetCounters()
{
    m_counters.reset();
    m_sentBefore = m_transport->bytesSent();
    m_receivedBefore = m_transport->bytesReceived();
    for (Unit &unit : m_units) {
        unit.status.invalid = 0;
        unit.status.roundTripMs = 0;
        unit.counted = true;
    }
}

} // namespace mws::modbus
