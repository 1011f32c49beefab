// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/device.h"
#include "project/tag.h"

#include "core/tagvalue.h"

#include <QList>
#include <tuple>

namespace mws::modbus
{

/// A tag inside a block, as an offset from the block's first register or bit.
struct BlockTag {
    TagIndex tag = kNoTag;
    int offset = 0;
    int span = 1;
    friend bool operator==(const BlockTag &, const BlockTag &) = default;
};

/// One read request: a stretch of one table of one unit that covers whole tags.
struct ReadBlock {
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based
    int count = 0; ///< registers or bits; within the device's limits
    QList<BlockTag> tags; ///< ascending by offset
    friend bool operator==(const ReadBlock &, const ReadBlock &) = default;
};

/// What the planner has to know of a tag.
struct PlanItem {
    TagIndex tag = kNoTag;
    Table table = Table::HoldingRegister;
    int address = 0;
    int span = 1;
};

/// A border between two reads: none begins before the address and takes an item at or behind it.
struct Cut {
    Table table = Table::HoldingRegister;
    int address = 0;
    friend bool operator<(const Cut &a, const Cut &b)
    {
        return std::tie(a.table, a.address) < std::tie(b.table, b.address);
    }
};

/// What a device turned out not to like.
struct PlanBorders {
    QList<TableRange> unread; ///< no hole may touch these
    QList<Cut> cuts;
};

/// The read of one item alone.
[[nodiscard]] ReadBlock readOf(const PlanItem &item);

/// The fewest reads for the items of one device and poll class: sorts by table and address, bridges
/// holes up to Device::holeRegisters (16 times as many for bits) that touch nothing forbidden,
/// never cuts an item, keeps to maxRegisters and maxBits. Items may overlap.
[[nodiscard]] QList<ReadBlock> planReads(const Device &device, QList<PlanItem> items,
                                         const PlanBorders &borders = {});

/// Registers or bits of the block that nobody asked for.
[[nodiscard]] int holesIn(const ReadBlock &block);

/// A block without its holes, and then in two halves down to single tags: what to try after
/// exception 2 or 3. A block of one tag gives itself.
[[nodiscard]] QList<ReadBlock> splitBlock(const ReadBlock &block);

} // namespace mws::modbus
