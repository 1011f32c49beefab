// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "modbus/lessons.h"
#include "modbus/planner.h"
#include "project/project.h"

#include <QHash>
#include <QSet>
#include <optional>
#include <tuple>

namespace mws::modbus
{

/// What to read of one unit and when: its blocks by poll class, without what the device turned out
/// not to answer, which is asked alone and rarely. Knows times, but no timer and no link.
class PollPlan
{
public:
    /// A read that is due; id is valid until it has been answered or the plan is restarted.
    struct Poll {
        int id = 0;
        ReadBlock read;
        bool once = false; ///< not to be repeated when nobody answers
        bool excused = false; ///< silence says nothing about the unit: others are asked for that
    };
    /// The reads of all tags that have the same period.
    struct Round {
        Milliseconds period{0};
        QList<ReadBlock> reads;
        quint64 skipped = 0; ///< rounds that did not take place, since the start
    };

    /// A scale factor is also read with the values that it scales.
    PollPlan(const Project &project, const Device &device);

    [[nodiscard]] const QList<TagIndex> &tags() const { return m_tags; }
    /// Tags that lie outside of the address space or in a forbidden range, are wider than one read
    /// of the device, or have a scale factor of which that is true; nobody asks for them.
    [[nodiscard]] const QList<TagIndex> &unreadable() const { return m_unreadable; }
    /// The tags of a broadcast (Connection::isBroadcast()), which has no reads.
    [[nodiscard]] const QList<TagIndex> &writeOnly() const { return m_writeOnly; }
    [[nodiscard]] QList<Round> rounds() const;

    /// Everything is due now; what was missed or failed before does not count. Lessons stay. Each
    /// class has its second round between one and two periods later, at a place within the period
    /// that follows from Device::id: polls of several units that start together do not stay so.
    void restart(Milliseconds now);
    /// Everything is due now over a new link, first what was not read over the last ones. What was
    /// silent or refused before still counts.
    void resume(Milliseconds now);
    /// Marks what has become due. Returns the polls that were skipped because the last one of their
    /// class was not done yet.
    int advance(Milliseconds now);
    /// The read that is wanted first, without those that are asked for just now; none when nothing
    /// is due. The same until it is answered.
    [[nodiscard]] std::optional<Poll> next(Milliseconds now, const QList<int> &asked = {});
    /// The read, which stays due, may not be asked for now: no round of the others waits for it.
    void passOver(int id);
    /// When advance() or next() have something to do again, after that time.
    [[nodiscard]] Milliseconds nextDue(Milliseconds after = Milliseconds::min()) const;
    /// A small read to ask a dead unit with: of the tag that was answered last, else each in turn.
    [[nodiscard]] std::optional<Poll> probe();
    /// Makes the reads that hold the tag due at once.
    void refresh(TagIndex tag);

    void succeeded(int id, Milliseconds now);
    /// Silence or rubbish. The next read asks the unit for something else. When that is answered,
    /// the silence was the block's own; the third time it is split down to the silent tags.
    void failed(int id, Milliseconds now);
    /// The device refused the read. With exception 2 or 3 and several tags it is split and its
    /// parts are due at once. Returns the tags that are known to be refused now.
    QList<TagIndex> refused(int id, quint8 exception, Milliseconds now);

    /// The device turned out not to have that write function, and it is no time to try again: after
    /// exception 1 it is tried rarely, after silence not any more.
    [[nodiscard]] bool lacks(int function, Milliseconds now) const;
    /// Exception 0: it was silent.
    void functionRefused(int function, quint8 exception, Milliseconds now);
    void functionAnswered(int function);

    /// The device has said that it is this; returns what it said before, empty: nothing.
    QString identify(const QString &identification);

    [[nodiscard]] const Lessons &lessons() const { return m_lessons; }
    /// Whether lessons came or went since the last call; says since when.
    bool takeLearned(Timestamp now);
    /// What was learned before, but nothing of tags that nobody asks for; at the start.
    void recall(const Lessons &lessons, Milliseconds now);

private:
    /// So that tries cost the others little.
    static constexpr Milliseconds kPauseAfterSilence{5000};

    struct Block {
        int id = 0;
        ReadBlock read;
        bool due = false;
        bool urgent = false;
        bool passedOver = false; ///< since the round began
        int missed = 0; ///< links in a row over which it was not asked
        bool suspect = false; ///< part of a block that was silent
        int silences = 0; ///< in a row, while the unit answered
        int whole = 0; ///< id of the block that it is a part of, until all parts are judged
        bool open = false; ///< a part that is not judged yet
        quint8 cause = 0; ///< of a part: the exception that led to it; 0: silence
    };
    struct Group {
        Milliseconds period{1000};
        Milliseconds dueAt{0}; ///< the next round
        Milliseconds wantedBy{0}; ///< half a period after the round that is on began
        Milliseconds shift{0}; ///< from the first round after a restart to the others
        quint64 skipped = 0;
        QList<PlanItem> items;
        QList<Block> blocks;
        QSet<int> spoiled; ///< wholes in which a bad tag was found
    };
    struct Place {
        Group *group = nullptr;
        Block *block = nullptr;
    };
    /// A read beside the plan.
    struct Aside {
        enum class Purpose { Probe, Witness, TagTry, TableTry };
        int id = 0;
        Purpose purpose = Purpose::Probe;
        PlanItem item;
    };

    // times
    int advanceGroup(Group &group, Milliseconds now);
    void liftCuts(Milliseconds now);
    /// The smallest is read first.
    [[nodiscard]] static std::tuple<bool, int, Milliseconds> rankOf(const Group &group,
                                                                    const Block &block);
    [[nodiscard]] const Block *dueBlock(Milliseconds now, const QList<int> &asked) const;
    /// It was silent, and is not asked again before its witness.
    [[nodiscard]] bool isAccused(const Block &block) const;
    [[nodiscard]] std::optional<Aside> dueTry(Milliseconds now);
    [[nodiscard]] Poll pollOf(const Aside &aside) const;
    [[nodiscard]] bool hasTrustedBlock() const;
    [[nodiscard]] static bool hasDueSuspect(const Group &group);
    [[nodiscard]] std::optional<PlanItem> witnessFor(const ReadBlock &read);
    [[nodiscard]] std::optional<PlanItem> itemInTurn(const ReadBlock &except);
    [[nodiscard]] std::optional<PlanItem> itemOf(Table table) const;
    [[nodiscard]] QList<TagIndex> tagsOf(Table table) const;
    [[nodiscard]] bool isLeftOut(const PlanItem &item) const;
    [[nodiscard]] Place find(int id);
    [[nodiscard]] std::optional<Aside> takeAside(int id);

    // lessons
    void plan(Group &group);
    void replan();
    [[nodiscard]] PlanBorders borders() const;
    void unitAnswered(Milliseconds now);
    void convict(int id, Milliseconds now);
    void accuse(Block &block);
    void split(const Place &place, quint8 exception);
    void learnTag(const Place &place, quint8 exception, Milliseconds now);
    QList<TagIndex> learnTable(Table table, Milliseconds now);
    void closeWhole(Group &group, int whole, Milliseconds now);
    void cutBetween(const Group &group, int whole, Milliseconds now);
    void dropCutsInside(const ReadBlock &read);
    void asideSucceeded(const Aside &aside, Milliseconds now);
    void asideFailed(const Aside &aside, Milliseconds now);
    QList<TagIndex> asideRefused(const Aside &aside, quint8 exception, Milliseconds now);
    void takeBack(TagIndex tag, Milliseconds now);
    void takeBack(Table table);

    Device m_device;
    QList<TagIndex> m_tags;
    QList<TagIndex> m_unreadable;
    QList<TagIndex> m_writeOnly;
    QHash<TagIndex, PlanItem> m_items;
    QList<Group> m_groups;
    Lessons m_lessons;
    bool m_learned = false; ///< since takeLearned()
    int m_lastId = 0;
    std::optional<Aside> m_aside;
    bool m_asideLast = false; ///< tries and polls take turns
    Milliseconds m_tryAt{0}; ///< no try and no suspect before
    std::optional<PlanItem> m_answered; ///< a tag of the last good answer
    int m_accused = 0; ///< id of the block that was silent, until the unit has answered or not
    qsizetype m_turn = 0;
};

} // namespace mws::modbus
