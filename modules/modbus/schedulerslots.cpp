// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/requests.h"
#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kWritesInARow = 4;

} // namespace

void Scheduler::startNext()
{
    while (m_open && m_jobs.hasSlot() && m_clock.monotonic() >= m_life.readyAt()) {
        if (auto job = nextJob())
            send(std::move(*job));
        else if (auto scan = nextScan())
            sendScan(std::move(*scan));
        else
            return;
    }
}

Milliseconds Scheduler::nextStart(Milliseconds after) const
{
    Milliseconds next = Milliseconds::max();
    const auto take
        = [&next, after](Milliseconds at) { next = at > after ? std::min(next, at) : next; };
    for (const Unit &unit : m_units) {
        take(unit.breaker.isDead() ? unit.breaker.probeAt() : unit.plan.nextDue(after));
        take(unit.restUntil);
    }
    take(m_scan.dueAt());
    return std::min({next, m_readBacks.nextAfter(after), m_owed.nextEnd(after)});
}

std::optional<Job> Scheduler::nextJob()
{
    auto follow = m_isFresh ? nextFollow(true) : std::nullopt;
    if (!follow)
        follow = nextFollow(false);
    if (follow)
        return follow;
    advancePlans();
    if (m_writesInARow < kWritesInARow || !(pollWaits() || repeatWaits())) {
        if (auto job = nextWrite()) {
            ++m_writesInARow;
            noteRisk(*job);
            return job;
        }
    }
    if (auto job = nextDiagnosis())
        return job;
    auto job = nextPoll();
    if (job ? job->purpose != Purpose::Write : m_jobs.isIdle())
        m_writesInARow = 0;
    return job;
}

std::optional<Job> Scheduler::nextFollow(bool isRepeat)
{
    return m_jobs.takeFollow(
        [this, isRepeat](const Job &job) { return job.isRepeat == isRepeat && isReady(job); });
}

bool Scheduler::repeatWaits() const
{
    return m_jobs.hasFollow([this](const Job &job) { return job.isRepeat && isReady(job); });
}

/// All of them are alone.
bool Scheduler::isReady(const Job &follow) const
{
    return m_jobs.countOf(follow.unit) == 0 && !m_units[follow.unit].isResting(m_clock.monotonic())
        && isDistinct(follow);
}

bool Scheduler::isDistinct(int unit, const QByteArray &request) const
{
    return m_owed.mayGo(m_units[unit].device->unit, request, m_clock.monotonic());
}

void Scheduler::noteOwed(int unit, const Job &job, const Answer &answer)
{
    const Milliseconds now = m_clock.monotonic();
    if (answer.ending == Ending::Silence || answer.ending == Ending::Lost)
        m_owed.silent(unit, job.request, job.sentAt, now);
    else
        m_owed.answered(unit, job.request, answer.ending == Ending::Exception, job.sentAt, now);
}

/// Asks again, alone in its unit, when the good units have had their turn.
void Scheduler::repeat(Job job)
{
    job.alone = job.isRepeat = true;
    m_goodTurns = m_units.countOf(UnitState::Good);
    m_jobs.follow(std::move(job));
}

void Scheduler::advancePlans()
{
    const Milliseconds now = m_clock.monotonic();
    for (int i = 0; i < m_units.size(); ++i) {
        Unit &unit = m_units[i];
        if (unit.breaker.isDead())
            continue;
        const int skipped = unit.plan.advance(now);
        m_counters.countSkipped(i, skipped);
        unit.counted |= skipped > 0;
    }
}

bool Scheduler::pollWaits(bool goodOnly)
{
    const Milliseconds now = m_clock.monotonic();
    for (int i = 0; i < m_units.size(); ++i) {
        Unit &unit = m_units[i];
        const bool counts = goodOnly ? unit.isGood() : !unit.breaker.isDead();
        if (counts && m_rules.mayRead(i, now) && distinctPoll(i))
            return true;
    }
    return false;
}

std::optional<Job> Scheduler::nextPoll()
{
    if (m_goodTurns > 0) {
        if (auto job = pollInTurn(true)) {
            --m_goodTurns;
            return job;
        }
    }
    auto job = m_rules.mayRisk() ? nextFollow(true) : std::nullopt;
    if (!job)
        job = pollInTurn(!m_rules.mayRisk());
    if (job)
        noteRisk(*job);
    return job;
}

void Scheduler::noteRisk(const Job &job)
{
    if (m_rules.isRisky(job))
        m_goodTurns = m_units.countOf(UnitState::Good);
}

bool Scheduler::isItsTurn(int unit)
{
    return !m_units[unit].breaker.hasFailed()
        || (m_rules.mayRisk() && (m_goodTurns == 0 || !pollWaits(true)));
}

std::optional<Job> Scheduler::pollInTurn(bool goodOnly)
{
    const int count = m_units.size();
    for (int i = 1; i <= count; ++i) {
        const int unit = (m_lastUnit + i) % count;
        if (goodOnly && m_units[unit].breaker.state() != UnitState::Good)
            continue;
        if (auto job = pollOf(unit)) {
            m_lastUnit = unit;
            return job;
        }
    }
    return std::nullopt;
}

/// What is more urgent and not distinct keeps its place.
std::optional<PollPlan::Poll> Scheduler::distinctPoll(int index)
{
    PollPlan &plan = m_units[index].plan;
    const Milliseconds now = m_clock.monotonic();
    const bool mayAllGo = m_owed.mayAllGo(m_units[index].device->unit, now);
    const auto mayGo = [this, index, mayAllGo](const PollPlan::Poll &poll) {
        const ReadBlock &read = poll.read;
        return mayAllGo
            || isDistinct(index, readRequest(read.table, read.address, read.count).value());
    };
    QList<int> passed = m_jobs.blocksOf(index);
    auto poll = plan.next(now, passed);
    while (poll && !mayGo(*poll)) {
        plan.passOver(poll->id);
        passed.append(poll->id);
        poll = plan.next(now, passed);
    }
    return poll;
}

std::optional<Job> Scheduler::pollOf(int index)
{
    Unit &unit = m_units[index];
    const bool dead = unit.breaker.isDead();
    const Milliseconds now = m_clock.monotonic();
    if (dead && now < unit.breaker.probeAt())
        return std::nullopt;
    if (!m_rules.mayRead(index, m_clock.monotonic())
        || (m_writesInARow < kWritesInARow && writeWaits(index)) || inquiryWaits(index))
        return std::nullopt;
    if (auto job = identityJob(index))
        return job;
    const auto poll = dead ? unit.plan.probe() : distinctPoll(index);
    if (!poll || (poll->once && m_jobs.countOf(index) > 0))
        return std::nullopt; // a read that may be silent is alone
    Job job = readJob(dead ? Purpose::Probe : Purpose::Poll, index, poll->read);
    job.block = poll->id;
    job.excused = poll->excused;
    job.alone = dead || poll->once;
    job.retries = poll->once ? 0 : job.retries;
    return isDistinct(job) ? std::optional(job) : std::nullopt; // a probe may not be
}

bool Scheduler::writeWaits(int unit)
{
    const auto isOfUnit = [this, unit](const ReadBacks::Item &item) {
        return item.unit == unit && isDistinct(readBackJob(item));
    };
    if (m_readBacks.isDue(m_clock.monotonic(), isOfUnit))
        return true;
    const WriteQueue::Item *next = firstWrite();
    return next && next->unit == unit && !m_jobs.isWriting();
}

bool Scheduler::inquiryWaits(int unit) const
{
    return m_inquiries.isNext(unit) && !m_jobs.isDiagnosing()
        && isDistinct(unit, m_inquiries.request());
}

/// But not the polls that are to be asked alone on the next link.
void Scheduler::dropJobs(const QString &why)
{
    m_counters.setBusy(false, m_clock.monotonic());
    for (const Job &job : m_jobs.takeInFlight())
        abandon(job, why, true);
    for (const Job &job : m_jobs.takeFollows()) {
        if (job.solo && job.writes.isEmpty() && job.purpose != Purpose::Diagnose)
            m_jobs.follow(job);
        else
            abandon(job, why, job.isRepeat);
    }
    m_inquiries.drop(why);
    m_scan.drop(why);
}

} // namespace mws::modbus
