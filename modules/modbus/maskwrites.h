// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/job.h"
#include "modbus/pollplan.h"

namespace mws::modbus
{

/// Whether the bits of one device with BitWrite::Auto are written by FC 22: until it refuses that,
/// or is silent about it and answers all else. What is learned goes to its poll plan.
class MaskWrites
{
public:
    /// Two silences in a row of a device that answers everything else say as much as a refusal.
    /// Between them it must have answered: until then its bits are read first.
    [[nodiscard]] bool areUsed(PollPlan &plan, UnitState state, Milliseconds now);
    /// What came to FC 22. True: the device says that it does not know it, and nothing was written.
    [[nodiscard]] bool take(const Answer &answer, PollPlan &plan, Milliseconds now);
    /// It fails at other requests too, so its silences say nothing.
    void forgetSilences() { m_silences = 0; }

private:
    bool m_known = false; ///< it has answered FC 22
    int m_silences = 0; ///< in a row, while it answered everything else
};

} // namespace mws::modbus
