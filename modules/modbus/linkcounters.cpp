// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/linkcounters.h"

#include <algorithm>
#include <tuple>

namespace mws::modbus
{

namespace
{

quint64 placeOf(const ReadBlock &read)
{
    return quint64(read.table) << 48 | quint64(read.address) << 24 | quint64(read.count);
}

bool isBefore(const BlockDiagnostics &a, const BlockDiagnostics &b)
{
    return std::tie(a.table, a.address, a.count) < std::tie(b.table, b.address, b.count);
}

} // namespace

LinkCounters::LinkCounters(size_t units)
    : m_units(units)
{
}

template <typename Count> void LinkCounters::everywhere(const Whose &whose, Count count)
{
    count(m_link);
    if (whose.unit < 0)
        return;
    Unit &unit = m_units[size_t(whose.unit)];
    count(unit.counters);
    if (whose.read)
        count(blockOf(unit, *whose.read));
}

void LinkCounters::countSent(const Whose &whose)
{
    ++m_asked;
    everywhere(whose, [](RequestCounters &counters) { ++counters.requests; });
}

void LinkCounters::countAnswer(const Whose &whose, Milliseconds trip, quint8 exception)
{
    everywhere(whose, [trip, exception](RequestCounters &counters) {
        counters.trips.add(trip);
        if (exception == 0)
            ++counters.good;
        else
            counters.countException(exception);
    });
}

void LinkCounters::countTimeout(const Whose &whose)
{
    everywhere(whose, [](RequestCounters &counters) { ++counters.timeouts; });
}

void LinkCounters::countStray(const Whose &whose, StrayReason reason)
{
    everywhere(whose, [reason](RequestCounters &counters) { counters.count(reason); });
}

void LinkCounters::countSkipped(int unit, int polls)
{
    m_units[size_t(unit)].skippedPolls += quint64(polls);
}

void LinkCounters::reset()
{
    m_link = {};
    m_reconnects = 0;
    for (Unit &unit : m_units)
        unit = {};
}

RequestCounters &LinkCounters::blockOf(Unit &unit, const ReadBlock &read)
{
    const quint64 place = placeOf(read);
    auto found = unit.blocks.find(place);
    if (found == unit.blocks.end()) {
        if (unit.blocks.size() >= kMostBlocks)
            forgetOldest(unit);
        found = unit.blocks.emplace(place, Block()).first;
        found->second.place = {read.table, read.address, read.count, {}};
    }
    found->second.lastAsked = m_asked;
    return found->second.place.counters;
}

void LinkCounters::forgetOldest(Unit &unit)
{
    const auto oldest = std::min_element(
        unit.blocks.cbegin(), unit.blocks.cend(),
        [](const auto &a, const auto &b) { return a.second.lastAsked < b.second.lastAsked; });
    unit.blocks.erase(oldest);
}

LinkDiagnostics LinkCounters::link() const
{
    LinkDiagnostics all;
    all.counters = m_link;
    for (const Unit &unit : m_units)
        all.skippedPolls += unit.skippedPolls;
    all.reconnects = m_reconnects;
    all.busLoad = m_busLoad;
    return all;
}

UnitDiagnostics LinkCounters::unit(int unit) const
{
    const Unit &counted = m_units[size_t(unit)];
    UnitDiagnostics all;
    all.counters = counted.counters;
    all.skippedPolls = counted.skippedPolls;
    for (const auto &[place, block] : counted.blocks)
        all.blocks.append(block.place);
    std::sort(all.blocks.begin(), all.blocks.end(), isBefore);
    return all;
}

} // namespace mws::modbus
