// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/jobbook.h"
#include "modbus/unit.h"

namespace mws::modbus
{

/// Which unit may be asked now beside what is in flight, so that none keeps the others from their
/// slots. Knows nothing of what is due. Times are of Clock::monotonic().
class SlotRules
{
public:
    /// Both belong to the scheduler and live on.
    SlotRules(const UnitList &units, const JobBook &jobs);

    /// Beyond its first a unit takes a slot only while every other living unit that has none could
    /// have one.
    [[nodiscard]] bool mayRead(int unit, Milliseconds now) const;
    /// Nothing of the unit is in flight or follows.
    [[nodiscard]] bool mayWrite(int unit, Milliseconds now) const;
    /// It may cost a timeout: the last request to its unit failed, or this one did.
    [[nodiscard]] bool isRisky(const Job &job) const;
    /// The last slot is for units that answer, so that they need not wait for a timeout.
    [[nodiscard]] bool mayRisk() const;

private:
    const UnitList &m_units;
    const JobBook &m_jobs;
};

} // namespace mws::modbus
