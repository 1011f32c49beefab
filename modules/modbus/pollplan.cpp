// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pollplan.h"

#include "modbus/requests.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kShortestPeriod = 20; ///< ms
constexpr Milliseconds kFirstReplan{60000};
constexpr Milliseconds kLastReplan{3600000};
constexpr Milliseconds kRefusedAgain{30000};
constexpr int kSilentUntilSlow = 3;
constexpr Milliseconds kSilentAgain{30000};

int periodOf(const Project &project, const Tag &tag)
{
    return std::max(project.pollClassOf(tag).periodMs, kShortestPeriod);
}

} // namespace

PollPlan::PollPlan(const Project &project, const Device &device)
{
    QMap<int, QList<PlanItem>> byPeriod;
    QHash<QString, QSet<int>> scaled; // by scale factor: when the values that it scales are read
    for (const Tag &tag : project.tags()) {
        if (tag.device == device.id && !tag.scaleFactor.isEmpty())
            scaled[tag.scaleFactor].insert(periodOf(project, tag));
    }
    for (TagIndex i = 0; i < project.tagCount(); ++i) {
        const Tag &tag = project.tag(i);
        if (tag.device != device.id)
            continue;
        if (!readRequest(tag.table, tag.address, tag.span())) {
            m_unreadable.append(i);
            continue;
        }
        m_tags.append(i);
        QSet<int> periods = scaled.value(tag.id);
        periods.insert(periodOf(project, tag));
        for (const int period : std::as_const(periods))
            byPeriod[period].append({i, tag.table, tag.address, tag.span()});
    }
    for (auto it = byPeriod.cbegin(); it != byPeriod.cend(); ++it) {
        Group group;
        group.period = Milliseconds(it.key());
        group.whole = planReads(device, it.value());
        plan(group);
        m_groups.append(group);
    }
}

void PollPlan::plan(Group &group)
{
    group.blocks.clear();
    for (const ReadBlock &read : std::as_const(group.whole))
        group.blocks.append({++m_lastId, read});
    group.replanAt = Milliseconds::max();
}

void PollPlan::restart(Milliseconds now)
{
    for (Group &group : m_groups) {
        group.dueAt = now;
        for (Block &block : group.blocks)
            block = {block.id, block.read};
    }
}

int PollPlan::advance(Milliseconds now)
{
    int skipped = 0;
    for (Group &group : m_groups) {
        if (now >= group.dueAt)
            skipped += advanceGroup(group, now);
    }
    return skipped;
}

int PollPlan::advanceGroup(Group &group, Milliseconds now)
{
    const auto periods = int((now - group.dueAt) / group.period);
    group.dueAt += (periods + 1) * group.period;
    const bool late = std::any_of(group.blocks.cbegin(), group.blocks.cend(),
                                  [](const Block &block) { return block.due; });
    if (late)
        return periods + 1;
    if (now >= group.replanAt)
        plan(group);
    for (Block &block : group.blocks)
        block.due = now >= block.notBefore;
    return periods;
}

std::optional<PollPlan::Poll> PollPlan::next() const
{
    const Group *bestGroup = nullptr;
    const Block *best = nullptr;
    for (const Group &group : m_groups) {
        for (const Block &block : group.blocks) {
            if (!block.due)
                continue;
            const bool earlier = !best || group.dueAt < bestGroup->dueAt;
            if (earlier || (block.urgent && !best->urgent)) {
                bestGroup = &group;
                best = &block;
            }
        }
    }
    return best ? std::optional(Poll{best->id, best->read}) : std::nullopt;
}

Milliseconds PollPlan::nextDue() const
{
    Milliseconds due = Milliseconds::max();
    for (const Group &group : m_groups)
        due = std::min(due, group.dueAt);
    return due;
}

std::optional<PollPlan::Poll> PollPlan::probe()
{
    const Block *first = nullptr;
    const Block *following = nullptr;
    for (const Group &group : std::as_const(m_groups)) {
        for (const Block &block : group.blocks) {
            if (block.id == m_answered)
                return Poll{block.id, block.read};
            if (!first)
                first = &block;
            if (!following && block.id > m_probed)
                following = &block;
        }
    }
    const Block *chosen = following ? following : first;
    if (!chosen)
        return std::nullopt;
    m_probed = chosen->id;
    return Poll{chosen->id, chosen->read};
}

void PollPlan::refresh(TagIndex tag)
{
    for (Group &group : m_groups) {
        for (Block &block : group.blocks) {
            const auto holds = [tag](const BlockTag &item) { return item.tag == tag; };
            if (std::any_of(block.read.tags.cbegin(), block.read.tags.cend(), holds))
                block.due = block.urgent = true;
        }
    }
}

void PollPlan::succeeded(int id, Milliseconds now)
{
    const Place place = find(id);
    if (!place.block)
        return;
    place.block->due = place.block->urgent = false;
    place.block->failures = 0;
    place.block->notBefore = now;
    m_answered = id;
}

void PollPlan::failed(int id, Milliseconds now)
{
    const Place place = find(id);
    if (!place.block)
        return;
    if (m_answered == id)
        m_answered = 0;
    place.block->due = place.block->urgent = false;
    if (++place.block->failures >= kSilentUntilSlow)
        place.block->notBefore = now + kSilentAgain;
}

bool PollPlan::refused(int id, quint8 exception, Milliseconds now)
{
    const Place place = find(id);
    if (!place.block)
        return false;
    if (exception == 1)
        postponeTable(place.block->read.table, now);
    const bool badAddress = exception == 2 || exception == 3;
    if (badAddress && place.block->read.tags.size() > 1) {
        split(place, now);
        return true;
    }
    place.block->due = place.block->urgent = false;
    if (badAddress)
        postpone(*place.block, now);
    return false;
}

PollPlan::Place PollPlan::find(int id)
{
    for (Group &group : m_groups) {
        for (Block &block : group.blocks) {
            if (block.id == id)
                return {&group, &block};
        }
    }
    return {};
}

void PollPlan::split(const Place &place, Milliseconds now)
{
    Group &group = *place.group;
    const qsizetype index = place.block - group.blocks.data();
    const Block whole = group.blocks.takeAt(index);
    const QList<ReadBlock> parts = splitBlock(whole.read);
    for (qsizetype i = 0; i < parts.size(); ++i)
        group.blocks.insert(index + i, {++m_lastId, parts[i], true, whole.urgent});
    if (group.replanAt == Milliseconds::max()) {
        group.replanDelay = std::clamp(2 * group.replanDelay, kFirstReplan, kLastReplan);
        group.replanAt = now + group.replanDelay;
    }
}

void PollPlan::postpone(Block &block, Milliseconds now)
{
    block.due = block.urgent = false;
    block.notBefore = now + kRefusedAgain;
}

void PollPlan::postponeTable(Table table, Milliseconds now)
{
    for (Group &group : m_groups) {
        for (Block &block : group.blocks) {
            if (block.read.table == table)
                postpone(block, now);
        }
    }
}

} // namespace mws::modbus
