// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/pollplan.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kSilencesUntilSplit = 3;

bool isIllegalFunction(quint8 exception)
{
    return exception == 1;
}

bool isBadAddress(quint8 exception)
{
    return exception == 2 || exception == 3;
}

QList<TagIndex> tagsIn(const ReadBlock &read)
{
    QList<TagIndex> tags;
    for (const BlockTag &item : read.tags)
        tags.append(item.tag);
    return tags;
}

} // namespace

/// Blocks that stay as they are keep their state; what was due stays due.
void PollPlan::plan(Group &group)
{
    QList<PlanItem> items = group.items;
    items.removeIf([this](const PlanItem &item) { return isLeftOut(item); });
    QSet<TagIndex> due;
    for (const Block &block : std::as_const(group.blocks)) {
        for (const BlockTag &item : block.read.tags) {
            if (block.due)
                due.insert(item.tag);
        }
    }
    const QList<Block> before = std::exchange(group.blocks, {});
    for (const ReadBlock &read : planReads(m_device, items, borders())) {
        const auto same = std::find_if(before.cbegin(), before.cend(),
                                       [&read](const Block &block) { return block.read == read; });
        Block block = same == before.cend() ? Block{++m_lastId, read} : *same;
        for (const BlockTag &item : read.tags)
            block.due = block.due || due.contains(item.tag);
        group.blocks.append(block);
    }
}

/// A group in which parts are not judged yet is planned when they are.
void PollPlan::replan()
{
    for (Group &group : m_groups) {
        const bool isOpen = std::any_of(group.blocks.cbegin(), group.blocks.cend(),
                                        [](const Block &block) { return block.open; });
        if (!isOpen)
            plan(group);
    }
}

PlanBorders PollPlan::borders() const
{
    PlanBorders borders;
    for (auto it = m_lessons.tags.cbegin(); it != m_lessons.tags.cend(); ++it) {
        const PlanItem item = m_items.value(it.key());
        borders.unread.append({item.table, item.address, item.address + item.span - 1});
    }
    for (auto it = m_lessons.cuts.cbegin(); it != m_lessons.cuts.cend(); ++it) {
        if (!it->lifted)
            borders.cuts.append(it.key());
    }
    return borders;
}

void PollPlan::succeeded(int id, Milliseconds now)
{
    const auto aside = takeAside(id);
    unitAnswered(now);
    if (aside) {
        asideSucceeded(*aside, now);
        return;
    }
    const Place place = find(id);
    if (!place.block)
        return;
    Block &block = *place.block;
    block.due = block.urgent = block.suspect = false;
    block.silences = block.missed = 0;
    m_answered = m_items.value(block.read.tags.constFirst().tag);
    dropCutsInside(block.read);
    if (std::exchange(block.open, false))
        closeWhole(*place.group, block.whole, now);
}

void PollPlan::failed(int id, Milliseconds now)
{
    if (const auto aside = takeAside(id)) {
        asideFailed(*aside, now);
        return;
    }
    const Place place = find(id);
    if (!place.block)
        return;
    place.block->due = place.block->urgent = false;
    place.block->missed = 0;
    if (place.block->suspect)
        m_tryAt = now + kPauseAfterSilence;
    accuse(*place.block);
}

QList<TagIndex> PollPlan::refused(int id, quint8 exception, Milliseconds now)
{
    const auto aside = takeAside(id);
    unitAnswered(now);
    if (aside)
        return asideRefused(*aside, exception, now);
    const Place place = find(id);
    if (!place.block)
        return {};
    const QList<TagIndex> tags = tagsIn(place.block->read);
    if (isIllegalFunction(exception))
        return learnTable(place.block->read.table, now);
    if (isBadAddress(exception) && tags.size() > 1) {
        split(place, exception);
        return {};
    }
    place.block->due = place.block->urgent = false;
    place.block->missed = 0;
    if (isBadAddress(exception))
        learnTag(place, exception, now);
    return tags;
}

/// Has the unit asked for something else before the silence is held against the block.
void PollPlan::accuse(Block &block)
{
    const auto witness = witnessFor(block.read);
    if (!witness) {
        block.due = block.suspect;
        return;
    }
    m_accused = block.id;
    m_aside = Aside{++m_lastId, Aside::Purpose::Witness, *witness};
}

void PollPlan::unitAnswered(Milliseconds now)
{
    if (m_accused != 0)
        convict(std::exchange(m_accused, 0), now);
}

/// The unit answers, but not this block.
void PollPlan::convict(int id, Milliseconds now)
{
    const Place place = find(id);
    if (!place.block)
        return;
    if (!place.block->suspect && ++place.block->silences < kSilencesUntilSplit)
        return;
    if (place.block->read.tags.size() > 1)
        split(place, 0);
    else
        learnTag(place, 0, now);
}

void PollPlan::split(const Place &place, quint8 exception)
{
    QList<Block> &blocks = place.group->blocks;
    const qsizetype index = place.block - blocks.data();
    const Block whole = blocks.takeAt(index);
    const QList<ReadBlock> parts = splitBlock(whole.read);
    for (qsizetype i = 0; i < parts.size(); ++i) {
        Block part{++m_lastId, parts[i]};
        part.due = part.open = true;
        part.urgent = whole.urgent;
        part.suspect = exception == 0;
        part.cause = exception;
        part.whole = whole.open ? whole.whole : whole.id;
        blocks.insert(index + i, part);
    }
}

void PollPlan::learnTag(const Place &place, quint8 exception, Milliseconds now)
{
    Group &group = *place.group;
    const Block block = group.blocks.takeAt(place.block - group.blocks.data());
    Lesson &lesson = m_lessons.tags[block.read.tags.constFirst().tag];
    lesson.exception = exception;
    postponeTry(lesson, now);
    m_learned = true;
    if (!block.open) {
        replan();
        return;
    }
    group.spoiled.insert(block.whole);
    closeWhole(group, block.whole, now);
}

QList<TagIndex> PollPlan::learnTable(Table table, Milliseconds now)
{
    Lesson &lesson = m_lessons.tables[table];
    lesson.exception = 1;
    postponeTry(lesson, now);
    m_learned = true;
    for (Group &group : m_groups)
        group.blocks.removeIf([table](const Block &block) { return block.read.table == table; });
    replan();
    return tagsOf(table);
}

/// When all parts are judged, the group is planned anew: without the bad tags, or, when there are
/// none, with cuts between the parts.
void PollPlan::closeWhole(Group &group, int whole, Milliseconds now)
{
    const auto isOpen = [whole](const Block &block) { return block.whole == whole && block.open; };
    if (std::any_of(group.blocks.cbegin(), group.blocks.cend(), isOpen))
        return;
    if (!group.spoiled.remove(whole))
        cutBetween(group, whole, now);
    for (Block &block : group.blocks)
        block.whole = block.whole == whole ? 0 : block.whole;
    replan();
}

void PollPlan::cutBetween(const Group &group, int whole, Milliseconds now)
{
    QMap<Cut, quint8> causes;
    for (const Block &block : group.blocks) {
        if (block.whole == whole)
            causes.insert({block.read.table, block.read.address}, block.cause);
    }
    for (auto it = causes.cbegin(); it != causes.cend(); ++it) {
        if (it == causes.cbegin())
            continue;
        Lesson &lesson = m_lessons.cuts[it.key()];
        lesson.exception = it.value();
        postponeCut(lesson, now);
        m_learned = true;
    }
}

/// Only those that cost no more than an exception: after silence, good tags would turn bad.
void PollPlan::liftCuts(Milliseconds now)
{
    bool lifted = false;
    for (Lesson &lesson : m_lessons.cuts) {
        const bool isDue = lesson.exception != 0 && !lesson.lifted && now >= lesson.retryAt;
        lesson.lifted = lesson.lifted || isDue;
        lifted = lifted || isDue;
    }
    if (lifted)
        replan();
}

void PollPlan::dropCutsInside(const ReadBlock &read)
{
    const auto isInside = [&read](const auto &cut) {
        return cut->lifted && cut.key().table == read.table && read.address < cut.key().address
            && cut.key().address < read.address + read.count;
    };
    for (auto it = m_lessons.cuts.begin(); it != m_lessons.cuts.end();) {
        const bool dropped = isInside(it);
        m_learned = m_learned || dropped;
        it = dropped ? m_lessons.cuts.erase(it) : std::next(it);
    }
}

void PollPlan::asideSucceeded(const Aside &aside, Milliseconds now)
{
    m_answered = aside.item;
    if (aside.purpose == Aside::Purpose::TagTry)
        takeBack(aside.item.tag, now);
    else if (aside.purpose == Aside::Purpose::TableTry)
        takeBack(aside.item.table);
}

void PollPlan::asideFailed(const Aside &aside, Milliseconds now)
{
    switch (aside.purpose) {
    case Aside::Purpose::TagTry:
        postponeTry(m_lessons.tags[aside.item.tag], now);
        m_tryAt = now + kPauseAfterSilence;
        break;
    case Aside::Purpose::TableTry:
        postponeTry(m_lessons.tables[aside.item.table], now);
        m_tryAt = now + kPauseAfterSilence;
        break;
    case Aside::Purpose::Witness:
    case Aside::Purpose::Probe: // the unit itself is silent, or this tag is
        m_answered.reset();
        if (const Place place = find(std::exchange(m_accused, 0)); place.block)
            place.block->due = place.block->suspect;
        break;
    }
}

QList<TagIndex> PollPlan::asideRefused(const Aside &aside, quint8 exception, Milliseconds now)
{
    const PlanItem &item = aside.item;
    if (aside.purpose == Aside::Purpose::TagTry && !isIllegalFunction(exception)) {
        Lesson &lesson = m_lessons.tags[item.tag];
        m_learned = m_learned || lesson.exception != exception;
        lesson.exception = exception;
        postponeTry(lesson, now);
        return {item.tag};
    }
    if (aside.purpose == Aside::Purpose::TagTry)
        return learnTable(item.table, now);
    if (aside.purpose == Aside::Purpose::TableTry && isIllegalFunction(exception)) {
        postponeTry(m_lessons.tables[item.table], now);
        return tagsOf(item.table);
    }
    if (aside.purpose == Aside::Purpose::TableTry)
        takeBack(item.table);
    return {};
}

/// What was refused together is tried together when one of it answers again.
void PollPlan::takeBack(TagIndex tag, Milliseconds now)
{
    const Lesson taken = m_lessons.tags.take(tag);
    m_learned = true;
    for (Lesson &lesson : m_lessons.tags) {
        if (lesson.exception != 0 && lesson.tries <= taken.tries)
            lesson.retryAt = std::min(lesson.retryAt, now);
    }
    replan();
}

void PollPlan::takeBack(Table table)
{
    m_lessons.tables.remove(table);
    m_learned = true;
    replan();
    for (Group &group : m_groups) {
        for (Block &block : group.blocks)
            block.due = block.due || block.read.table == table;
    }
}

bool PollPlan::lacks(int function, Milliseconds now) const
{
    const auto lesson = m_lessons.functions.constFind(function);
    return lesson != m_lessons.functions.cend()
        && (lesson->exception == 0 || now < lesson->retryAt);
}

void PollPlan::functionRefused(int function, quint8 exception, Milliseconds now)
{
    m_learned = m_learned || !m_lessons.functions.contains(function);
    Lesson &lesson = m_lessons.functions[function];
    lesson.exception = exception;
    postponeTry(lesson, now);
}

void PollPlan::functionAnswered(int function)
{
    m_learned = m_lessons.functions.remove(function) > 0 || m_learned;
}

QString PollPlan::identify(const QString &identification)
{
    m_learned |= identification != m_lessons.identification;
    return std::exchange(m_lessons.identification, identification);
}

bool PollPlan::takeLearned(Timestamp now)
{
    m_lessons.stamp(now);
    return std::exchange(m_learned, false);
}

void PollPlan::recall(const Lessons &lessons, Milliseconds now)
{
    m_lessons = lessons;
    m_lessons.tags.removeIf([this](const QMap<TagIndex, Lesson>::iterator &lesson) {
        return !m_items.contains(lesson.key());
    });
    m_lessons.forgetTries(now);
    replan();
}

} // namespace mws::modbus
