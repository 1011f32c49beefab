// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "modbus/planner.h"
#include "project/project.h"

#include <optional>

namespace mws::modbus
{

/// What to read of one unit and when: its blocks by poll class, with the memory of the blocks that
/// the device refuses. Knows times, but no timer and no link.
class PollPlan
{
public:
    /// A block that is due; id stays valid until the block is split or planned anew.
    struct Poll {
        int id = 0;
        ReadBlock read;
    };

    /// A scale factor is also read with the values that it scales.
    PollPlan(const Project &project, const Device &device);

    [[nodiscard]] const QList<TagIndex> &tags() const { return m_tags; }
    /// Tags of the device that lie outside of its address space; nobody asks for them.
    [[nodiscard]] const QList<TagIndex> &unreadable() const { return m_unreadable; }

    /// Everything is due now; what was missed or failed before does not count.
    void restart(Milliseconds now);
    /// Marks what has become due. Returns the polls that were skipped because the last one of their
    /// class was not done yet.
    int advance(Milliseconds now);
    /// The due block of the class whose period ends first; none when nothing is due.
    [[nodiscard]] std::optional<Poll> next() const;
    /// When advance() has something to do again.
    [[nodiscard]] Milliseconds nextDue() const;
    /// A block to ask a dead unit with: the last that was answered, else each in turn.
    [[nodiscard]] std::optional<Poll> probe();
    /// Makes the blocks that hold the tag due at once.
    void refresh(TagIndex tag);

    void succeeded(int id, Milliseconds now);
    /// Silence or rubbish. A block that stays silent while its unit answers others is asked less
    /// often.
    void failed(int id, Milliseconds now);
    /// The device refused the block. With exception 2 or 3 and several tags it is split and its
    /// parts are due at once: true. Else it is asked again later: false.
    bool refused(int id, quint8 exception, Milliseconds now);

private:
    struct Block {
        int id = 0;
        ReadBlock read;
        bool due = false;
        bool urgent = false;
        Milliseconds notBefore{0};
        int failures = 0;
    };
    struct Group {
        Milliseconds period{1000};
        Milliseconds dueAt{0};
        QList<ReadBlock> whole; ///< as planned
        QList<Block> blocks; ///< as the device takes it
        Milliseconds replanAt = Milliseconds::max(); ///< when to try the whole again
        Milliseconds replanDelay{0};
    };
    struct Place {
        Group *group = nullptr;
        Block *block = nullptr;
    };

    void plan(Group &group);
    [[nodiscard]] Place find(int id);
    void split(const Place &place, Milliseconds now);
    void postpone(Block &block, Milliseconds now);
    void postponeTable(Table table, Milliseconds now);
    int advanceGroup(Group &group, Milliseconds now);

    QList<TagIndex> m_tags;
    QList<TagIndex> m_unreadable;
    QList<Group> m_groups;
    int m_lastId = 0;
    int m_answered = 0; ///< id of the block that was answered last
    int m_probed = 0;
};

} // namespace mws::modbus
