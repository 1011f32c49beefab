// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/job.h"

#include <functional>
#include <vector>

namespace mws::modbus
{

/// The requests of one link that are in flight, and the follows: those that are next for their
/// units because of one that has ended, such as repeats, or the write after the read before it.
/// Units are numbers on the link. Lives in the thread of its scheduler.
class JobBook
{
public:
    using Condition = std::function<bool(const Job &)>;

    /// At most so many may be in flight.
    explicit JobBook(int window);

    // in flight
    [[nodiscard]] bool isIdle() const { return m_inFlight.empty(); }
    /// One more may be sent.
    [[nodiscard]] bool hasSlot() const;
    [[nodiscard]] int window() const { return m_window; }
    [[nodiscard]] int freeSlots() const { return m_window - int(m_inFlight.size()); }
    [[nodiscard]] int countOf(int unit) const;
    [[nodiscard]] int countIf(const Condition &condition) const;
    [[nodiscard]] QList<int> blocksOf(int unit) const; ///< Job::block
    /// A question of an engineer is in flight, or follows.
    [[nodiscard]] bool isDiagnosing() const;
    /// It was sent: what it shares its unit with is marked, and it.
    void start(Job job);
    /// It has ended; none: it is not in flight any more.
    [[nodiscard]] std::optional<Job> finish(RequestId id);
    [[nodiscard]] std::vector<Job> takeInFlight() { return std::exchange(m_inFlight, {}); }
    /// What is on its way to the unit may have been read with another scale factor of these tags.
    void outdate(const QList<TagIndex> &tags, int unit);

    // follows
    [[nodiscard]] bool hasFollows() const { return !m_follows.empty(); }
    [[nodiscard]] bool hasFollow(const Condition &condition) const;
    void follow(Job job) { m_follows.push_back(std::move(job)); }
    /// Before all others.
    void followFirst(Job job) { m_follows.insert(m_follows.begin(), std::move(job)); }
    /// The first that meets the condition.
    [[nodiscard]] std::optional<Job> takeFollow(const Condition &condition);
    [[nodiscard]] std::vector<Job> takeFollows() { return std::exchange(m_follows, {}); }
    /// Forgets the reads of the unit that nobody waits for.
    void dropReads(int unit);

    // both
    /// No read of the unit may be sent beside what is in flight or follows.
    [[nodiscard]] bool isReserved(int unit) const;
    /// A write, or the read before it.
    [[nodiscard]] bool isWriting() const;

private:
    int m_window;
    std::vector<Job> m_inFlight;
    std::vector<Job> m_follows;
};

} // namespace mws::modbus
