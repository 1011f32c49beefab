// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <QScopedValueRollback>

namespace mws::modbus
{

Result<void> Scheduler::startScan(const ScanOrder &order, const ScanDone &done)
{
    const int unit = m_units.named(order.device);
    const bool isDead = unit >= 0 && m_units[unit].breaker.isDead();
    if ((!m_open && !isIdle()) || isDead)
        return Error{ErrorCode::Unavailable, tr("The device cannot be reached now.")};
    const auto started = m_scan.start(order, done);
    tick();
    return started;
}

/// Of units that are polled it is known whether they are there.
void Scheduler::skipKnownUnits()
{
    while (m_scan.isRunning() && m_scan.looksForUnits()) {
        const int unit = m_units.withId(m_scan.unit());
        const UnitState state = unit < 0 ? UnitState::Unknown : m_units[unit].breaker.state();
        if (state == UnitState::Unknown) // a device without tags is never asked otherwise
            return;
        m_scan.skipUnit(state == UnitState::Good || state == UnitState::Suspect);
    }
}

/// Alone on the link, and only when nothing else is to be sent or soon will be.
std::optional<Job> Scheduler::nextScan()
{
    const Milliseconds now = m_clock.monotonic();
    if (m_scan.dueAt() > now || !m_jobs.isIdle() || m_jobs.hasFollows() || !m_queue.isEmpty()
        || !m_readBacks.isEmpty())
        return std::nullopt;
    skipKnownUnits();
    if (!m_scan.isRunning() || !m_owed.mayGo(m_scan.unit(), m_scan.request(), now))
        return std::nullopt;
    Job job;
    job.purpose = Purpose::Scan;
    job.unitId = m_scan.unit();
    job.unit = m_units.withId(job.unitId);
    job.request = m_scan.request();
    job.solo = true;
    if (job.unit >= 0 && m_units[job.unit].isResting(now))
        return std::nullopt;
    return job;
}

void Scheduler::sendScan(Job job)
{
    m_counters.countSent({job.unit, nullptr});
    job.isFirst = std::exchange(m_isFresh, false);
    job.sentAt = m_clock.monotonic();
    m_counters.setBusy(true, job.sentAt);
    noteScan(job);
    job.id
        = m_transport->send(job.unitId, job.request, Milliseconds(m_connection.responseTimeoutMs));
    m_scan.sent();
    m_jobs.start(std::move(job));
}

void Scheduler::noteScan(const Job &job)
{
    m_life.requested(m_clock.monotonic());
    if (job.unit < 0)
        return;
    m_units[job.unit].counted = true;
    m_units[job.unit].requested(m_clock.monotonic());
}

/// Whatever came says nothing about the units that are polled.
void Scheduler::settleScan(const Job &job, const TransportReply &reply)
{
    const QScopedValueRollback<bool> inside(m_inside, true);
    const Answer answer = Answer::of(job.request, reply);
    const LinkCounters::Whose whose{job.unit, nullptr};
    noteScan(job);
    noteOwed(job.unitId, job, answer);
    if (answer.fault) {
        m_counters.countStray(whose, *answer.fault);
    } else if (answer.ending == Ending::Silence) {
        m_counters.countTimeout(whose);
    } else if (answer.ending == Ending::Lost) {
        m_keeper.broke(m_clock.monotonic());
        m_open = false;
    } else {
        m_keeper.answered();
        m_counters.countAnswer(whose, m_clock.monotonic() - job.sentAt, answer.exception);
    }
    m_scan.take(answer);
}

} // namespace mws::modbus
