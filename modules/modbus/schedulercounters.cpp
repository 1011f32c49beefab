// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <algorithm>
#include <utility>

namespace mws::modbus
{

LinkCounters::Whose Scheduler::whoseOf(const Job &job)
{
    return {job.unit, job.purpose == Purpose::Poll ? &job.read : nullptr};
}

int Scheduler::indexOfUnit(int unitId) const
{
    const auto found = std::find_if(m_units.cbegin(), m_units.cend(), [unitId](const Unit &unit) {
        return unit.device->unit == unitId;
    });
    return found == m_units.cend() ? -1 : int(found - m_units.cbegin());
}

UnitStatus Scheduler::statusOf(int unit) const
{
    const RequestCounters &counters = m_counters.ofUnit(unit);
    UnitStatus status = m_units[size_t(unit)].status;
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
    for (int i = 0; i < int(m_units.size()); ++i) {
        UnitDiagnostics unit = m_counters.unit(i);
        unit.device = m_units[size_t(i)].device->id;
        unit.identification = m_units[size_t(i)].plan.lessons().identification;
        unit.queuedWrites = queuedWritesOf(i);
        list.append(unit);
    }
    return list;
}

int Scheduler::queuedWritesOf(int unit) const
{
    const QList<WriteQueue::Item> &items = m_queue.items();
    return int(std::count_if(items.cbegin(), items.cend(),
                             [unit](const WriteQueue::Item &item) { return item.unit == unit; }));
}

void Scheduler::findCounterTags()
{
    for (int i = 0; i < int(m_units.size()); ++i) {
        for (const TagIndex tag : m_project->tagsOf(m_units[size_t(i)].device->id)) {
            if (m_project->isDisabled(tag))
                continue;
            const Tag &found = m_project->tag(tag);
            if (found.isCounter())
                m_counterTags.insert(tag, i);
            if (found.counter == Counter::Online)
                m_onlineTags.append(tag);
        }
    }
}

Value Scheduler::counterValue(const Tag &tag, int unit, const LinkDiagnostics &link) const
{
    switch (tag.counter) {
    case Counter::SkippedPolls:
        return Value(tag.ofLink ? link.skippedPolls : m_counters.skippedOf(unit));
    case Counter::Online:
        return Value(quint64(tag.ofLink ? isLinkUp() : m_units[size_t(unit)].answers));
    case Counter::QueuedWrites:
        return Value(quint64(tag.ofLink ? link.queuedWrites : queuedWritesOf(unit)));
    case Counter::Reconnects:
        return Value(link.reconnects);
    case Counter::BytesSent:
        return Value(link.bytesSent);
    case Counter::BytesReceived:
        return Value(link.bytesReceived);
    case Counter::BusLoad:
        return Value(link.busLoad);
    default:
        return valueOf(tag.ofLink ? link.counters : m_counters.ofUnit(unit), tag.counter);
    }
}

TagSample Scheduler::counterSample(TagIndex tag, const LinkDiagnostics &link) const
{
    const Value value = counterValue(m_project->tag(tag), m_counterTags.value(tag), link);
    return {tag, {value, {Quality::Good, 0}, m_clock.now()}};
}

void Scheduler::publishCounters()
{
    if (m_counterTags.isEmpty())
        return;
    const LinkDiagnostics link = linkDiagnostics();
    ValueBatch batch;
    for (auto it = m_counterTags.cbegin(); it != m_counterTags.cend(); ++it)
        batch.append(counterSample(it.key(), link));
    Q_EMIT valuesRead(batch);
}

bool Scheduler::isLinkUp() const
{
    return m_link.state == LinkState::Connected || m_link.state == LinkState::Idle;
}

void Scheduler::publishOnline(int unit)
{
    ValueBatch batch;
    for (const TagIndex index : std::as_const(m_onlineTags)) {
        const Tag &tag = m_project->tag(index);
        if (tag.ofLink ? unit < 0 : unit == m_counterTags.value(index))
            batch.append(counterSample(index, {}));
    }
    if (!batch.isEmpty())
        Q_EMIT valuesRead(batch);
}

/// A unit that is suspect goes on with what it was.
void Scheduler::noteAnswers(int index)
{
    Unit &unit = m_units[size_t(index)];
    const UnitState state = unit.breaker.state();
    const bool now = state == UnitState::Good || (state == UnitState::Suspect && unit.answers);
    if (std::exchange(unit.answers, now) != now)
        publishOnline(index);
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
