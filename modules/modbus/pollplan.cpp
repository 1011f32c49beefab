// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pollplan.h"

#include "modbus/requests.h"

#include <QCryptographicHash>
#include <QHash>
#include <QMap>
#include <QSet>
#include <QtEndian>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kShortestPeriod = 20; ///< ms

bool isForbidden(const Device &device, const Tag &tag)
{
    return std::any_of(
        device.forbidden.cbegin(), device.forbidden.cend(), [&tag](const TableRange &range) {
            return range.touches(tag.table, tag.address, tag.address + tag.span() - 1);
        });
}

bool isReadable(const Device &device, const Tag &tag)
{
    const int limit = tag.isBitTable() ? device.maxBits : device.maxRegisters;
    return readRequest(tag.table, tag.address, tag.span()) && tag.span() <= limit
        && !isForbidden(device, tag);
}

/// With its scale factor, if it has one.
bool isReadable(const Project &project, const Device &device, const Tag &tag)
{
    const TagIndex factor = tag.scaleFactor.isEmpty() ? kNoTag : project.indexOf(tag.scaleFactor);
    const bool hasFactor = factor == kNoTag
        || (!project.isDisabled(factor) && isReadable(device, project.tag(factor)));
    return hasFactor && isReadable(device, tag);
}

bool isSameRead(const PlanItem &item, const ReadBlock &read)
{
    return item.table == read.table && item.address == read.address && item.span == read.count;
}

int periodOf(const Project &project, const Tag &tag)
{
    return std::max(project.pollClassOf(tag).periodMs, kShortestPeriod);
}

/// The same after every start; over many devices the period is filled evenly.
Milliseconds phaseOf(const Device &device, Milliseconds period)
{
    const QByteArray name = device.id.toUtf8() + '/' + QByteArray::number(qint64(period.count()));
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256);
    const quint64 share = qFromBigEndian<quint32>(hash.constData()); // of 2^32
    return Milliseconds(qint64(share * quint64(period.count()) >> 32));
}

} // namespace

PollPlan::PollPlan(const Project &project, const Device &device)
    : m_device(device)
{
    QMap<int, QList<PlanItem>> byPeriod;
    QHash<QString, QSet<int>> scaled; // by scale factor: when the values that it scales are read
    const QList<TagIndex> tags = project.tagsOf(device.id);
    for (const TagIndex i : tags) {
        const Tag &tag = project.tag(i);
        if (!tag.scaleFactor.isEmpty() && !project.isDisabled(i))
            scaled[tag.scaleFactor].insert(periodOf(project, tag));
    }
    const Connection *connection = project.connection(device.connection);
    const bool isBroadcast = connection && connection->isBroadcast(device.unit);
    for (const TagIndex i : tags) {
        const Tag &tag = project.tag(i);
        if (project.isDisabled(i)) {
            m_unreadable.append(i);
            continue;
        }
        if (tag.isCounter())
            continue;
        if (!isReadable(project, device, tag)) {
            m_unreadable.append(i);
            continue;
        }
        if (isBroadcast) {
            m_writeOnly.append(i);
            continue;
        }
        m_tags.append(i);
        const PlanItem item{i, tag.table, tag.address, tag.span()};
        m_items.insert(i, item);
        QSet<int> periods = scaled.value(tag.id);
        periods.insert(periodOf(project, tag));
        for (const int period : std::as_const(periods))
            byPeriod[period].append(item);
    }
    for (auto it = byPeriod.cbegin(); it != byPeriod.cend(); ++it) {
        Group group;
        group.period = Milliseconds(it.key());
        group.items = it.value();
        m_groups.append(group);
    }
    replan();
}

QList<PollPlan::Round> PollPlan::rounds() const
{
    QList<Round> list;
    for (const Group &group : m_groups) {
        Round round{group.period, {}, group.skipped};
        for (const Block &block : group.blocks)
            round.reads.append(block.read);
        list.append(round);
    }
    return list;
}

void PollPlan::restart(Milliseconds now)
{
    for (Group &group : m_groups) {
        group.dueAt = now;
        group.shift = phaseOf(m_device, group.period);
        group.blocks.clear();
        group.spoiled.clear();
    }
    replan();
    m_accused = 0;
    if (m_aside && m_aside->purpose != Aside::Purpose::Probe)
        m_aside.reset();
}

void PollPlan::resume(Milliseconds now)
{
    for (Group &group : m_groups) {
        group.dueAt = now;
        group.shift = phaseOf(m_device, group.period);
        for (Block &block : group.blocks) {
            block.missed = block.due && !block.suspect ? block.missed + 1 : 0;
            block.urgent = false;
            block.due = block.suspect; // the others are marked with the round
        }
    }
    m_tryAt = now + kPauseAfterSilence; // it may be a try that breaks the link
}

int PollPlan::advance(Milliseconds now)
{
    liftCuts(now);
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
    const Milliseconds end = group.dueAt + (periods + 1) * group.period;
    group.dueAt = end + std::exchange(group.shift, Milliseconds(0));
    const bool late
        = std::any_of(group.blocks.cbegin(), group.blocks.cend(), [this](const Block &block) {
              return block.due && !block.suspect && !block.passedOver && !isAccused(block);
          });
    const int skipped = periods + (late ? 1 : 0);
    group.skipped += quint64(skipped);
    if (!late)
        group.wantedBy = end - group.period / 2;
    for (Block &block : group.blocks) {
        block.due = block.due || (!late && !block.suspect);
        block.passedOver = false;
    }
    return skipped;
}

void PollPlan::passOver(int id)
{
    if (const Place place = find(id); place.block)
        place.block->passedOver = true;
}

bool PollPlan::isAccused(const Block &block) const
{
    return m_aside && m_aside->purpose == Aside::Purpose::Witness && block.id == m_accused;
}

std::tuple<bool, int, Milliseconds> PollPlan::rankOf(const Group &group, const Block &block)
{
    return {!block.urgent, -block.missed, group.wantedBy};
}

const PollPlan::Block *PollPlan::dueBlock(Milliseconds now, const QList<int> &asked) const
{
    const Group *bestGroup = nullptr;
    const Block *best = nullptr;
    for (const Group &group : m_groups) {
        for (const Block &block : group.blocks) {
            if (!block.due || (block.suspect && now < m_tryAt) || asked.contains(block.id)
                || isAccused(block))
                continue;
            if (!best || rankOf(group, block) < rankOf(*bestGroup, *best)) {
                bestGroup = &group;
                best = &block;
            }
        }
    }
    return best;
}

std::optional<PollPlan::Poll> PollPlan::next(Milliseconds now, const QList<int> &asked)
{
    if (!m_aside)
        m_aside = dueTry(now);
    const Block *block = dueBlock(now, asked);
    const bool asideWaits = m_aside && !asked.contains(m_aside->id);
    if (asideWaits && (m_aside->purpose == Aside::Purpose::Witness || !block || !m_asideLast))
        return pollOf(*m_aside);
    if (!block)
        return std::nullopt;
    return Poll{block->id, block->read, block->suspect || block->silences > 0,
                block->suspect && hasTrustedBlock()};
}

/// The lesson whose time has come first, tags before tables.
std::optional<PollPlan::Aside> PollPlan::dueTry(Milliseconds now)
{
    if (now < m_tryAt)
        return std::nullopt;
    Milliseconds earliest = now + Milliseconds(1);
    std::optional<Aside> found;
    for (auto it = m_lessons.tags.cbegin(); it != m_lessons.tags.cend(); ++it) {
        const PlanItem item = m_items.value(it.key());
        if (it->retryAt >= earliest || m_lessons.tables.contains(item.table))
            continue;
        earliest = it->retryAt;
        found = Aside{0, Aside::Purpose::TagTry, item};
    }
    for (auto it = m_lessons.tables.cbegin(); it != m_lessons.tables.cend(); ++it) {
        const auto item = itemOf(it.key());
        if (it->retryAt >= earliest || !item)
            continue;
        earliest = it->retryAt;
        found = Aside{0, Aside::Purpose::TableTry, *item};
    }
    if (found)
        found->id = ++m_lastId;
    return found;
}

PollPlan::Poll PollPlan::pollOf(const Aside &aside) const
{
    const bool isTry
        = aside.purpose == Aside::Purpose::TagTry || aside.purpose == Aside::Purpose::TableTry;
    return {aside.id, readOf(aside.item), isTry, isTry && hasTrustedBlock()};
}

bool PollPlan::hasTrustedBlock() const
{
    return std::any_of(m_groups.cbegin(), m_groups.cend(), [](const Group &group) {
        return std::any_of(group.blocks.cbegin(), group.blocks.cend(),
                           [](const Block &block) { return !block.suspect; });
    });
}

bool PollPlan::hasDueSuspect(const Group &group)
{
    return std::any_of(group.blocks.cbegin(), group.blocks.cend(),
                       [](const Block &block) { return block.due && block.suspect; });
}

Milliseconds PollPlan::nextDue(Milliseconds after) const
{
    Milliseconds due = Milliseconds::max();
    const auto take
        = [&due, after](Milliseconds at) { due = at > after ? std::min(due, at) : due; };
    for (const Group &group : m_groups) {
        take(group.dueAt);
        if (m_tryAt > after && hasDueSuspect(group))
            take(m_tryAt);
    }
    for (const Lesson &lesson : m_lessons.tags)
        take(std::max(lesson.retryAt, m_tryAt));
    for (const Lesson &lesson : m_lessons.tables)
        take(std::max(lesson.retryAt, m_tryAt));
    return due;
}

std::optional<PollPlan::Poll> PollPlan::probe()
{
    m_accused = 0;
    m_aside.reset();
    const auto item = m_answered ? m_answered : itemInTurn({});
    if (!item)
        return std::nullopt;
    m_aside = Aside{++m_lastId, Aside::Purpose::Probe, *item};
    return pollOf(*m_aside);
}

std::optional<PlanItem> PollPlan::witnessFor(const ReadBlock &read)
{
    if (m_answered && !isSameRead(*m_answered, read) && !isLeftOut(*m_answered))
        return m_answered;
    const auto other = itemInTurn(read);
    return other && !isLeftOut(*other) ? other : std::nullopt;
}

/// Another tag each time, not of the read itself; one that is left out only if there is no other.
std::optional<PlanItem> PollPlan::itemInTurn(const ReadBlock &except)
{
    std::optional<PlanItem> spare;
    for (qsizetype i = 0; i < m_tags.size(); ++i) {
        const qsizetype place = (m_turn + i) % m_tags.size();
        const PlanItem item = m_items.value(m_tags[place]);
        if (isSameRead(item, except))
            continue;
        if (!isLeftOut(item)) {
            m_turn = place + 1;
            return item;
        }
        if (!spare)
            spare = item;
    }
    ++m_turn;
    return spare;
}

std::optional<PlanItem> PollPlan::itemOf(Table table) const
{
    std::optional<PlanItem> found;
    for (const TagIndex tag : m_tags) {
        const PlanItem item = m_items.value(tag);
        if (item.table == table && (!found || m_lessons.tags.contains(found->tag)))
            found = item;
    }
    return found;
}

QList<TagIndex> PollPlan::tagsOf(Table table) const
{
    QList<TagIndex> tags;
    std::copy_if(m_tags.cbegin(), m_tags.cend(), std::back_inserter(tags),
                 [this, table](TagIndex tag) { return m_items.value(tag).table == table; });
    return tags;
}

bool PollPlan::isLeftOut(const PlanItem &item) const
{
    return m_lessons.tags.contains(item.tag) || m_lessons.tables.contains(item.table);
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
    if (const auto lesson = m_lessons.tags.find(tag); lesson != m_lessons.tags.end())
        lesson->retryAt = Milliseconds(0);
    const auto table = m_lessons.tables.find(m_items.value(tag).table);
    if (table != m_lessons.tables.end())
        table->retryAt = Milliseconds(0);
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

std::optional<PollPlan::Aside> PollPlan::takeAside(int id)
{
    const bool isAside = m_aside && m_aside->id == id;
    m_asideLast = isAside;
    return isAside ? std::exchange(m_aside, std::nullopt) : std::nullopt;
}

} // namespace mws::modbus
