// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/countertags.h"

namespace mws::modbus
{

namespace
{

TagSample sampleOf(TagIndex tag, const Value &value, Timestamp now)
{
    return {tag, {value, {Quality::Good, 0}, now}};
}

Value onlineValue(bool isOnline)
{
    return Value(quint64(isOnline));
}

Value valueFor(const Tag &tag, const CounterTags::Figures::OfUnit &unit,
               const CounterTags::Figures &all)
{
    const LinkDiagnostics &link = all.link;
    switch (tag.counter) {
    case Counter::SkippedPolls:
        return Value(tag.ofLink ? link.skippedPolls : unit.skippedPolls);
    case Counter::Online:
        return onlineValue(tag.ofLink ? all.isUp : unit.answers);
    case Counter::QueuedWrites:
        return Value(quint64(tag.ofLink ? link.queuedWrites : unit.queuedWrites));
    case Counter::Reconnects:
        return Value(link.reconnects);
    case Counter::BytesSent:
        return Value(link.bytesSent);
    case Counter::BytesReceived:
        return Value(link.bytesReceived);
    case Counter::BusLoad:
        return Value(link.busLoad);
    default:
        return valueOf(tag.ofLink ? link.counters : *unit.counters, tag.counter);
    }
}

} // namespace

CounterTags::CounterTags(ProjectPtr project)
    : m_project(std::move(project))
{
}

void CounterTags::add(const QString &device, int unit)
{
    for (const TagIndex tag : m_project->tagsOf(device)) {
        if (m_project->isDisabled(tag))
            continue;
        const Tag &found = m_project->tag(tag);
        if (found.isCounter())
            m_units.insert(tag, unit);
        if (found.counter == Counter::Online)
            m_online.append(tag);
    }
}

ValueBatch CounterTags::samples(const Figures &figures, Timestamp now) const
{
    ValueBatch batch;
    for (auto it = m_units.cbegin(); it != m_units.cend(); ++it) {
        const Figures::OfUnit &unit = figures.units[size_t(*it)];
        batch.append(sampleOf(it.key(), valueFor(m_project->tag(it.key()), unit, figures), now));
    }
    return batch;
}

ValueBatch CounterTags::onlineOf(int unit, bool isOnline, Timestamp now) const
{
    ValueBatch batch;
    for (const TagIndex tag : m_online) {
        if (!m_project->tag(tag).ofLink && m_units.value(tag) == unit)
            batch.append(sampleOf(tag, onlineValue(isOnline), now));
    }
    return batch;
}

ValueBatch CounterTags::onlineOfLink(bool isOnline, Timestamp now) const
{
    ValueBatch batch;
    for (const TagIndex tag : m_online) {
        if (m_project->tag(tag).ofLink)
            batch.append(sampleOf(tag, onlineValue(isOnline), now));
    }
    return batch;
}

} // namespace mws::modbus
