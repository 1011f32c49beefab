// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/slotrules.h"

namespace mws::modbus
{

SlotRules::SlotRules(const UnitList &units, const JobBook &jobs)
    : m_units(units)
    , m_jobs(jobs)
{
}

bool SlotRules::mayRead(int unit, Milliseconds now) const
{
    if (m_jobs.isReserved(unit) || m_units[unit].isResting(now))
        return false;
    const int busy = m_jobs.countOf(unit);
    if (busy == 0)
        return true;
    int idle = 0; // others that must find a slot when they need one
    for (int i = 0; i < m_units.size(); ++i)
        idle += i != unit && !m_units[i].breaker.isDead() && m_jobs.countOf(i) == 0;
    return busy < m_units[unit].slots && m_jobs.freeSlots() > idle;
}

bool SlotRules::mayWrite(int unit, Milliseconds now) const
{
    return m_jobs.countOf(unit) == 0 && !m_jobs.isReserved(unit) && !m_units[unit].isResting(now);
}

bool SlotRules::isRisky(const Job &job) const
{
    return job.isRepeat || (job.unit >= 0 && m_units[job.unit].breaker.hasFailed());
}

bool SlotRules::mayRisk() const
{
    const int risky = m_jobs.countIf([this](const Job &job) { return isRisky(job); });
    return risky == 0 || risky + 1 < m_jobs.window() || m_units.countOf(UnitState::Good) == 0;
}

} // namespace mws::modbus
