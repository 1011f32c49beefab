// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/planner.h"

#include <algorithm>
#include <tuple>

namespace mws::modbus
{

namespace
{

constexpr int kBitsPerRegister = 16;

struct Limits {
    int size;
    int hole;
};

Limits limitsFor(const Device &device, Table table)
{
    if (table == Table::Coil || table == Table::DiscreteInput)
        return {device.maxBits, device.holeRegisters * kBitsPerRegister};
    return {device.maxRegisters, device.holeRegisters};
}

/// Whether something between the block and the item keeps them apart.
bool isBarred(const ReadBlock &block, const PlanItem &item, const PlanBorders &borders)
{
    const int firstOfHole = block.address + block.count;
    const int lastOfHole = item.address - 1;
    const auto touchesHole = [&](const TableRange &range) {
        return range.touches(item.table, firstOfHole, lastOfHole);
    };
    const auto isBetween = [&](const Cut &cut) {
        return cut.table == item.table && block.address < cut.address
            && cut.address <= item.address;
    };
    const bool hasHole = firstOfHole <= lastOfHole;
    return (hasHole && std::any_of(borders.unread.cbegin(), borders.unread.cend(), touchesHole))
        || std::any_of(borders.cuts.cbegin(), borders.cuts.cend(), isBetween);
}

/// Takes the item into the block if the rules allow it.
bool extend(ReadBlock &block, const PlanItem &item, const Limits &limits,
            const PlanBorders &borders)
{
    const int end = block.address + block.count;
    const int newEnd = std::max(end, item.address + item.span);
    const bool joins = block.table == item.table && item.address - end <= limits.hole
        && newEnd - block.address <= limits.size && !isBarred(block, item, borders);
    if (!joins)
        return false;
    block.count = newEnd - block.address;
    block.tags.append({item.tag, item.address - block.address, item.span});
    return true;
}

QList<ReadBlock> planned(QList<PlanItem> items, const Device &device, const PlanBorders &borders,
                         bool bridgeHoles)
{
    std::sort(items.begin(), items.end(), [](const PlanItem &a, const PlanItem &b) {
        return std::tie(a.table, a.address, a.span, a.tag)
            < std::tie(b.table, b.address, b.span, b.tag);
    });
    QList<ReadBlock> blocks;
    for (const PlanItem &item : std::as_const(items)) {
        Limits limits = limitsFor(device, item.table);
        if (!bridgeHoles)
            limits.hole = 0;
        if (blocks.isEmpty() || !extend(blocks.last(), item, limits, borders))
            blocks.append(readOf(item));
    }
    return blocks;
}

QList<PlanItem> itemsOf(const ReadBlock &block)
{
    QList<PlanItem> items;
    for (const BlockTag &tag : block.tags)
        items.append({tag.tag, block.table, block.address + tag.offset, tag.span});
    return items;
}

} // namespace

ReadBlock readOf(const PlanItem &item)
{
    return {item.table, item.address, item.span, {{item.tag, 0, item.span}}};
}

QList<ReadBlock> planReads(const Device &device, QList<PlanItem> items, const PlanBorders &borders)
{
    PlanBorders all = borders;
    all.unread += device.forbidden;
    return planned(std::move(items), device, all, true);
}

int holesIn(const ReadBlock &block)
{
    int holes = 0;
    int end = 0;
    for (const BlockTag &tag : block.tags) {
        holes += std::max(0, tag.offset - end);
        end = std::max(end, tag.offset + tag.span);
    }
    return holes;
}

QList<ReadBlock> splitBlock(const ReadBlock &block)
{
    if (block.tags.size() <= 1)
        return {block};
    const Device unlimited;
    const QList<PlanItem> items = itemsOf(block);
    QList<ReadBlock> parts = planned(items, unlimited, {}, false);
    if (parts.size() > 1)
        return parts;
    const qsizetype half = items.size() / 2;
    parts = planned(items.first(half), unlimited, {}, false);
    parts += planned(items.sliced(half), unlimited, {}, false);
    return parts;
}

} // namespace mws::modbus
