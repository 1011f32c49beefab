// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/maskwrites.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

constexpr int kIllegalFunction = 1;
constexpr int kMaskSilences = 2;

} // namespace

bool MaskWrites::areUsed(PollPlan &plan, UnitState state, Milliseconds now)
{
    const bool answers = state == UnitState::Good;
    if (answers && m_silences >= kMaskSilences) {
        plan.functionRefused(kMaskWriteRegister, 0, now);
        m_silences = 0;
    }
    return !plan.lacks(kMaskWriteRegister, now) && (answers || m_silences == 0);
}

bool MaskWrites::take(const Answer &answer, PollPlan &plan, Milliseconds now)
{
    if (answer.ending == Answer::Ending::Data) {
        plan.functionAnswered(kMaskWriteRegister);
        m_known = true;
        m_silences = 0;
    }
    if (answer.ending == Answer::Ending::Silence && !m_known)
        ++m_silences;
    if (answer.ending != Answer::Ending::Exception || answer.exception != kIllegalFunction)
        return false;
    plan.functionRefused(kMaskWriteRegister, answer.exception, now);
    return true;
}

} // namespace mws::modbus
