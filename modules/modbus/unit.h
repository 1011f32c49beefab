// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/breaker.h"
#include "modbus/job.h"
#include "modbus/leftout.h"
#include "modbus/maskwrites.h"
#include "modbus/pollplan.h"

#include <vector>

namespace mws::modbus
{

/// One device of a link, and what its scheduler knows of it. Times are of Clock::monotonic().
struct Unit {
    Unit(const Device &device, const Project &project, bool isBroadcast, Timestamp now);

    [[nodiscard]] bool isGood() const { return breaker.state() == UnitState::Good; }
    /// By Device::requestGapMs: not to be asked now.
    [[nodiscard]] bool isResting(Milliseconds now) const { return now < restUntil; }
    /// A request was sent, or came to its end.
    void requested(Milliseconds now);
    /// Requests it may have in flight: one more after an answer within a third of the timeout, one
    /// after a failure or an answer slower than half of it.
    void resize(const Answer &answer, Milliseconds trip, Milliseconds timeout, int window);
    /// The request was on its way already when another of the unit failed: both have one cause.
    [[nodiscard]] bool isKnownFailure(const Job &job, const Answer &answer, Milliseconds now);
    /// Whether it answers as far as is known: a suspect unit goes on with what it was. True: that
    /// has changed.
    [[nodiscard]] bool updateAnswers();
    /// The link broke by it once, and it may leave this one unanswered.
    [[nodiscard]] bool mayBreakLink(const Job &job) const;
    /// The next bit is written by FC 22.
    [[nodiscard]] bool usesMask(Milliseconds now);
    /// See MaskWrites::take().
    [[nodiscard]] bool refusesMask(const Answer &answer, Milliseconds now);

    const Device *device; ///< of the project, which lives on
    PollPlan plan;
    Breaker breaker = {};
    UnitStatus status = {}; ///< without what LinkCounters counts
    bool isBroadcast = false; ///< nobody answers
    bool counted = false; ///< counters changed since it was last told
    int slots = 1;
    Milliseconds failedAt{-1}; ///< its last failed request
    Milliseconds restUntil{0};
    bool breaksLink = false; ///< the link broke by it, and no silence of it since was harmless
    bool answers = false; ///< it is not dead, and has answered since the link is there
    bool asksIdentity = false; ///< Device::identity, and not asked since it answers
    LeftOut leftOut = {};
    MaskWrites masks = {};
};

/// The units of one link; they are known by their numbers in it.
class UnitList
{
public:
    void add(Unit unit) { m_units.push_back(std::move(unit)); }
    [[nodiscard]] int size() const { return int(m_units.size()); }
    [[nodiscard]] Unit &operator[](int unit) { return m_units[size_t(unit)]; }
    [[nodiscard]] const Unit &operator[](int unit) const { return m_units[size_t(unit)]; }
    [[nodiscard]] int named(const QString &device) const; ///< Device::id; none: -1
    [[nodiscard]] int withId(int unitId) const; ///< Device::unit; none: -1
    [[nodiscard]] int countOf(UnitState state) const;
    /// Nobody is left who may answer.
    [[nodiscard]] bool areDead() const;

    [[nodiscard]] auto begin() { return m_units.begin(); }
    [[nodiscard]] auto end() { return m_units.end(); }
    [[nodiscard]] auto begin() const { return m_units.cbegin(); }
    [[nodiscard]] auto end() const { return m_units.cend(); }

private:
    std::vector<Unit> m_units;
};

} // namespace mws::modbus
