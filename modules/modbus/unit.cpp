// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/unit.h"

#include <algorithm>
#include <utility>

namespace mws::modbus
{

namespace
{

template <typename Condition> int indexOf(const std::vector<Unit> &units, Condition condition)
{
    const auto found = std::find_if(units.cbegin(), units.cend(), condition);
    return found == units.cend() ? -1 : int(found - units.cbegin());
}

} // namespace

Unit::Unit(const Device &of, const Project &project, bool nobodyAnswers, Timestamp now)
    : device(&of)
    , plan(project, of)
    , isBroadcast(nobodyAnswers)
{
    status.device = of.id;
    status.since = now;
}

void Unit::requested(Milliseconds now)
{
    if (device->requestGapMs > 0)
        restUntil = now + Milliseconds(device->requestGapMs);
}

void Unit::resize(const Answer &answer, Milliseconds trip, Milliseconds timeout, int window)
{
    if (answer.isFailure() || 2 * trip > timeout)
        slots = 1;
    else if (3 * trip < timeout && slots < window)
        ++slots;
}

bool Unit::isKnownFailure(const Job &job, const Answer &answer, Milliseconds now)
{
    if (!answer.isFailure())
        return false;
    if (job.sentAt < failedAt)
        return true;
    failedAt = now;
    return false;
}

bool Unit::updateAnswers()
{
    const bool now = isGood() || (breaker.state() == UnitState::Suspect && answers);
    return std::exchange(answers, now) != now;
}

bool Unit::mayBreakLink(const Job &job) const
{
    return breaksLink && (job.alone || !isGood());
}

bool Unit::usesMask(Milliseconds now)
{
    if (device->bitWrite != BitWrite::Auto)
        return device->bitWrite == BitWrite::Mask;
    return masks.areUsed(plan, breaker.state(), now);
}

bool Unit::refusesMask(const Answer &answer, Milliseconds now)
{
    return device->bitWrite == BitWrite::Auto && masks.take(answer, plan, now);
}

int UnitList::named(const QString &device) const
{
    return indexOf(m_units, [&device](const Unit &unit) { return unit.device->id == device; });
}

int UnitList::withId(int unitId) const
{
    return indexOf(m_units, [unitId](const Unit &unit) { return unit.device->unit == unitId; });
}

int UnitList::countOf(UnitState state) const
{
    return int(std::count_if(m_units.cbegin(), m_units.cend(),
                             [state](const Unit &unit) { return unit.breaker.state() == state; }));
}

bool UnitList::areDead() const
{
    return std::all_of(m_units.cbegin(), m_units.cend(),
                       [](const Unit &unit) { return unit.breaker.isDead() || unit.isBroadcast; });
}

} // namespace mws::modbus
