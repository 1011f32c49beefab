// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr int kWritesInARow = 4;

/// A gateway speaks for a device that it cannot reach.
bool isGatewayException(quint8 code)
{
    return code == 10 || code == 11;
}

} // namespace

bool Scheduler::hasSlot() const
{
    const auto isSolo = [](const Job &job) { return job.solo; };
    return m_jobs.empty()
        || (int(m_jobs.size()) < m_connection.window()
            && std::none_of(m_jobs.cbegin(), m_jobs.cend(), isSolo)
            && std::none_of(m_follows.cbegin(), m_follows.cend(), isSolo));
}

void Scheduler::startNext()
{
    while (m_open && hasSlot() && m_clock.monotonic() >= m_life.readyAt()) {
        auto job = nextJob();
        if (!job)
            return;
        send(std::move(*job));
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
    for (const ReadBack &readBack : m_readBacks)
        take(readBack.at);
    take(m_owed.nextEnd(after));
    return next;
}

std::optional<Scheduler::Job> Scheduler::nextJob()
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
    if (job ? job->purpose != Purpose::Write : m_jobs.empty())
        m_writesInARow = 0;
    return job;
}

std::optional<Scheduler::Job> Scheduler::nextFollow(bool isRepeat)
{
    const auto isNext
        = [this, isRepeat](const Job &job) { return job.isRepeat == isRepeat && isReady(job); };
    const auto found = std::find_if(m_follows.begin(), m_follows.end(), isNext);
    if (found == m_follows.end())
        return std::nullopt;
    Job job = std::move(*found);
    m_follows.erase(found);
    return job;
}

bool Scheduler::repeatWaits() const
{
    return std::any_of(m_follows.cbegin(), m_follows.cend(),
                       [this](const Job &job) { return job.isRepeat && isReady(job); });
}

/// All of them are alone.
bool Scheduler::isReady(const Job &follow) const
{
    return busySlots(follow.unit) == 0 && !isResting(follow.unit) && isDistinct(follow);
}

bool Scheduler::isDistinct(const Job &job) const
{
    return m_owed.mayGo(m_units[size_t(job.unit)].device->unit, job.request, m_clock.monotonic());
}

void Scheduler::noteOwed(const Job &job, const Answer &answer)
{
    const int unit = m_units[size_t(job.unit)].device->unit;
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
    m_goodTurns = unitsThatAre(UnitState::Good);
    m_follows.push_back(std::move(job));
}

void Scheduler::advancePlans()
{
    const Milliseconds now = m_clock.monotonic();
    for (int i = 0; i < int(m_units.size()); ++i) {
        Unit &unit = m_units[size_t(i)];
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
    for (int i = 0; i < int(m_units.size()); ++i) {
        Unit &unit = m_units[size_t(i)];
        const bool counts
            = goodOnly ? unit.breaker.state() == UnitState::Good : !unit.breaker.isDead();
        if (counts && mayRead(i) && unit.plan.next(now, askedOf(i)))
            return true;
    }
    return false;
}

std::optional<Scheduler::Job> Scheduler::nextPoll()
{
    if (m_goodTurns > 0) {
        if (auto job = pollInTurn(true)) {
            --m_goodTurns;
            return job;
        }
    }
    auto job = mayRisk() ? nextFollow(true) : std::nullopt;
    if (!job)
        job = pollInTurn(!mayRisk());
    if (job)
        noteRisk(*job);
    return job;
}

bool Scheduler::isRisky(const Job &job) const
{
    return job.isRepeat || m_units[size_t(job.unit)].breaker.hasFailed();
}

void Scheduler::noteRisk(const Job &job)
{
    if (isRisky(job))
        m_goodTurns = unitsThatAre(UnitState::Good);
}

bool Scheduler::isItsTurn(int unit)
{
    return !m_units[size_t(unit)].breaker.hasFailed()
        || (mayRisk() && (m_goodTurns == 0 || !pollWaits(true)));
}

/// The last slot is for units that answer, so that they need not wait for a timeout.
bool Scheduler::mayRisk() const
{
    const auto risky = std::count_if(m_jobs.cbegin(), m_jobs.cend(),
                                     [this](const Job &job) { return isRisky(job); });
    return risky == 0 || risky + 1 < m_connection.window() || unitsThatAre(UnitState::Good) == 0;
}

std::optional<Scheduler::Job> Scheduler::pollInTurn(bool goodOnly)
{
    const int count = int(m_units.size());
    for (int i = 1; i <= count; ++i) {
        const int unit = (m_lastUnit + i) % count;
        if (goodOnly && m_units[size_t(unit)].breaker.state() != UnitState::Good)
            continue;
        if (auto job = pollOf(unit)) {
            m_lastUnit = unit;
            return job;
        }
    }
    return std::nullopt;
}

std::optional<Scheduler::Job> Scheduler::pollOf(int index)
{
    Unit &unit = m_units[size_t(index)];
    const bool dead = unit.breaker.isDead();
    const Milliseconds now = m_clock.monotonic();
    if (dead && now < unit.breaker.probeAt())
        return std::nullopt;
    if (!mayRead(index) || (m_writesInARow < kWritesInARow && writeWaits(index))
        || diagnosisWaits(index))
        return std::nullopt;
    if (auto job = identityJob(index))
        return job;
    const auto poll = dead ? unit.plan.probe() : unit.plan.next(now, askedOf(index));
    if (!poll || (poll->once && busySlots(index) > 0))
        return std::nullopt; // a read that may be silent is alone
    Job job = readJob(dead ? Purpose::Probe : Purpose::Poll, index, poll->read);
    job.block = poll->id;
    job.excused = poll->excused;
    job.alone = dead || poll->once;
    job.retries = poll->once ? 0 : job.retries;
    return job;
}

QList<int> Scheduler::askedOf(int unit) const
{
    QList<int> blocks;
    for (const Job &job : m_jobs) {
        if (job.unit == unit)
            blocks.append(job.block);
    }
    return blocks;
}

int Scheduler::busySlots(int unit) const
{
    return int(std::count_if(m_jobs.cbegin(), m_jobs.cend(),
                             [unit](const Job &job) { return job.unit == unit; }));
}

bool Scheduler::isExclusive(const Job &job)
{
    return job.alone || (job.purpose != Purpose::Poll && job.purpose != Purpose::Probe);
}

bool Scheduler::isReserved(int unit) const
{
    const auto isOf = [unit](const Job &job) { return job.unit == unit; };
    const auto holds = [unit](const Job &job) { return job.unit == unit && isExclusive(job); };
    return std::any_of(m_follows.cbegin(), m_follows.cend(), isOf)
        || std::any_of(m_jobs.cbegin(), m_jobs.cend(), holds);
}

bool Scheduler::mayRead(int unit) const
{
    if (isReserved(unit) || isResting(unit))
        return false;
    const int busy = busySlots(unit);
    if (busy == 0)
        return true;
    int idle = 0; // others that must find a slot when they need one
    for (int i = 0; i < int(m_units.size()); ++i)
        idle += i != unit && !m_units[size_t(i)].breaker.isDead() && busySlots(i) == 0;
    return busy < m_units[size_t(unit)].slots && m_connection.window() - int(m_jobs.size()) > idle;
}

bool Scheduler::mayWrite(int unit) const
{
    return busySlots(unit) == 0 && !isReserved(unit) && !isResting(unit);
}

bool Scheduler::isWriting() const
{
    const auto writes = [](const Job &job) {
        return job.purpose == Purpose::PreRead || job.purpose == Purpose::Write;
    };
    return std::any_of(m_jobs.cbegin(), m_jobs.cend(), writes)
        || std::any_of(m_follows.cbegin(), m_follows.cend(), writes);
}

bool Scheduler::writeWaits(int unit) const
{
    const Milliseconds now = m_clock.monotonic();
    const auto isDue = [unit, now](const ReadBack &readBack) {
        return readBack.unit == unit && readBack.at <= now;
    };
    if (std::any_of(m_readBacks.cbegin(), m_readBacks.cend(), isDue))
        return true;
    const WriteQueue::Item *next = m_queue.first([this](const WriteQueue::Item &item) {
        return !m_units[size_t(item.unit)].breaker.isDead();
    });
    return next && next->unit == unit && !isWriting();
}

bool Scheduler::isFailure(const Answer &answer)
{
    return answer.ending == Ending::Silence || isGatewayException(answer.exception);
}

bool Scheduler::isKnownFailure(Unit &unit, const Job &job, const Answer &answer)
{
    if (!isFailure(answer))
        return false;
    if (job.sentAt < unit.failedAt)
        return true;
    unit.failedAt = m_clock.monotonic();
    return false;
}

void Scheduler::resize(Unit &unit, const Job &job, const Answer &answer)
{
    const Milliseconds trip = m_clock.monotonic() - job.sentAt;
    const Milliseconds timeout(m_connection.responseTimeoutMs);
    if (isFailure(answer) || 2 * trip > timeout)
        unit.slots = 1;
    else if (3 * trip < timeout && unit.slots < m_connection.window())
        ++unit.slots;
}

void Scheduler::noteSharing(Job &job)
{
    job.shared = false;
    for (Job &other : m_jobs) {
        if (other.unit == job.unit)
            other.shared = job.shared = true;
    }
}

void Scheduler::followWith(std::optional<Job> job)
{
    if (job)
        m_follows.push_back(*job);
}

/// Requests of a unit by which the link broke that it may leave unanswered.
bool Scheduler::mayBreakLink(const Job &job) const
{
    const Unit &unit = m_units[size_t(job.unit)];
    return unit.breaksLink && (job.alone || unit.breaker.state() != UnitState::Good);
}

/// But not the polls that are to be asked alone on the next link.
void Scheduler::dropJobs(const QString &why)
{
    m_counters.setBusy(false, m_clock.monotonic());
    for (const Job &job : std::exchange(m_jobs, {}))
        abandon(job, why, true);
    for (const Job &job : std::exchange(m_follows, {})) {
        if (job.solo && job.writes.isEmpty())
            m_follows.push_back(job);
        else
            abandon(job, why, job.isRepeat);
    }
    dropDiagnoses(why);
}

} // namespace mws::modbus
