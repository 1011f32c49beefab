// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

using Ended = DiagnosisReply::Outcome;

} // namespace

void Scheduler::diagnose(const QString &device, const Inquiry &inquiry, const DiagnosisDone &done)
{
    const int unit = m_units.named(device);
    const auto interview = Interview::of(inquiry);
    if (!interview) {
        done({Ended::Invalid, 0, interview.error().detail, {}});
    } else if (unit >= 0 && m_units[unit].isBroadcast) {
        done({Ended::Invalid, 0, tr("A broadcast (unit 0) is not answered."), {}});
    } else if ((!m_open && !isIdle()) || unit < 0 || m_units[unit].breaker.isDead()) {
        done({Ended::Unavailable, 0, tr("The device cannot be reached now."), {}});
    } else if (m_inquiries.isFull()) {
        done({Ended::Busy, 0, tr("Too many questions are waiting for this link."), {}});
    } else {
        m_inquiries.append(unit, interview.value(), m_clock.monotonic(), done);
        tick();
    }
}

/// Each second request at most: who asks all the time halves the polls and does not stop them.
std::optional<Job> Scheduler::nextDiagnosis()
{
    while (!m_inquiries.isEmpty() && m_units[m_inquiries.unit()].breaker.isDead())
        m_inquiries.finish(Ended::Unavailable, tr("The device does not answer."));
    if (m_inquiries.isEmpty() || m_jobs.isDiagnosing()
        || !m_rules.mayWrite(m_inquiries.unit(), m_clock.monotonic())
        || !isDistinct(m_inquiries.unit(), m_inquiries.request())
        || (m_inquiries.hadTurn() && pollWaits()))
        return std::nullopt;
    return m_inquiries.takeTurn();
}

} // namespace mws::modbus
