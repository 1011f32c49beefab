// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include "core/log.h"
#include "modbus/requests.h"

#include <QRandomGenerator>
#include <QScopedValueRollback>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr Milliseconds kFlushEvery{1000};
constexpr double kSmoothing = 0.125; ///< weight of the newest round trip

const QualityState kNoCommunication{Quality::BadCommunication, 0};

QList<TagIndex> tagsOf(const ReadBlock &read)
{
    QList<TagIndex> tags;
    for (const BlockTag &item : read.tags)
        tags.append(item.tag);
    return tags;
}

} // namespace

Scheduler::Scheduler(ProjectPtr project, const Connection &connection,
                     std::unique_ptr<Transport> transport, const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_connection(connection)
    , m_transport(std::move(transport))
    , m_clock(clock)
    , m_wake(this)
    , m_link{connection.id, LinkState::Connecting, {}, clock.now()}
    , m_life(connection)
    , m_owed(connection)
    , m_random(QRandomGenerator::global()->generate())
    , m_signs(connection.id)
{
    for (const Device &device : m_project->devices()) {
        if (device.connection != connection.id || !device.enabled)
            continue;
        m_units.push_back({&device, PollPlan(*m_project, device), {}, {}});
        m_units.back().status.device = device.id;
        m_units.back().status.since = clock.now();
        const PollPlan &plan = m_units.back().plan;
        for (const TagIndex tag : plan.tags() + plan.writeOnly())
            m_unitOf.insert(tag, int(m_units.size()) - 1);
        m_scales.add(*m_project, m_project->tagsOf(device.id));
    }
    m_counters = LinkCounters(m_units.size());
    findCounterTags();
    m_wake.setSingleShot(true);
    m_wake.setTimerType(Qt::PreciseTimer);
    connect(&m_wake, &QTimer::timeout, this, &Scheduler::tick);
    connect(m_transport.get(), &Transport::opened, this, &Scheduler::onOpened);
    connect(m_transport.get(), &Transport::closed, this, &Scheduler::onClosed);
    connect(m_transport.get(), &Transport::returned, this, &Scheduler::onReturned);
    connect(m_transport.get(), &Transport::finished, this, &Scheduler::onFinished);
    connect(m_transport.get(), &Transport::strayFrame, this, &Scheduler::onStrayFrame);
    connect(m_transport.get(), &Transport::lateAnswer, this, &Scheduler::onLateAnswer);
}

Scheduler::~Scheduler() = default;

void Scheduler::start()
{
    m_running = true;
    m_openAt = m_clock.monotonic();
    resetBackoff();
    m_flushAt = m_openAt + kFlushEvery;
    m_counters.takeLoad(m_openAt);
    for (const Unit &unit : m_units) {
        for (const TagIndex tag : unit.plan.unreadable())
            qCWarning(lcField) << "device" << unit.device->id << "tag" << m_project->tag(tag).id
                               << "is not read: mwsctl check tells what is wrong with it";
        publishBad(unit.plan.unreadable(), {Quality::BadConfiguration, 0});
    }
    publishCounters();
    tick();
}

void Scheduler::stop()
{
    m_running = false;
    m_wake.stop();
    m_transport->close();
    m_open = m_opening = false;
    tellLessons();
    const QString why = tr("The station stops.");
    dropJobs(why);
    m_follows.clear();
    dropReadBacks(why, [](const ReadBack &) { return true; });
    refuse(m_queue.takeAll([](const auto &) { return true; }), Refusal::Expired, why);
}

QList<UnitStatus> Scheduler::units() const
{
    QList<UnitStatus> list;
    for (int i = 0; i < int(m_units.size()); ++i)
        list.append(statusOf(i));
    return list;
}

void Scheduler::refresh(const QList<TagIndex> &tags)
{
    QList<TagIndex> hopeless;
    for (const TagIndex tag : tags) {
        Unit &unit = m_units[size_t(m_unitOf.value(tag))];
        if (isBroadcast(unit))
            continue;
        unit.plan.refresh(tag);
        if (unit.breaker.isDead())
            unit.breaker.probeSoon(m_clock.monotonic());
        if ((!m_open && !isIdle()) || unit.breaker.isDead())
            hopeless.append(tag);
    }
    publishBad(hopeless, kNoCommunication);
    tick();
}

void Scheduler::tick()
{
    if (!m_running)
        return;
    if (m_inside) {
        m_again = true; // a receiver of our signals asks for something
        return;
    }
    const QScopedValueRollback<bool> inside(m_inside, true);
    const Milliseconds now = m_clock.monotonic();
    expire();
    expireDiagnoses();
    if (now >= m_flushAt)
        flushCounters();
    wakeIdleLink();
    if (!m_open && !m_opening && now >= m_openAt)
        openLink();
    startNext();
    restIdleLink();
    arm(now);
}

/// What was due before that time has been sent, or waits for something else to end.
void Scheduler::arm(Milliseconds since)
{
    const Milliseconds now = m_clock.monotonic();
    Milliseconds next = std::min(m_flushAt, m_queue.nextExpiry());
    if (std::exchange(m_again, false))
        next = now;
    if (!m_open && !m_opening)
        next = std::min(next, m_openAt);
    if (isIdle() || (m_open && hasSlot()))
        next = std::min(next, m_life.readyAt() > since ? m_life.readyAt() : nextStart(since));
    if (m_open)
        next = std::min(next, m_life.restAt());
    next = std::clamp(next, now + Milliseconds(1), now + kFlushEvery);
    if (m_wake.isActive() && m_wakeAt > now && m_wakeAt <= next)
        return; // it fires, and is started again
    m_wakeAt = next;
    m_wake.start(next - now);
}

Scheduler::Job Scheduler::readJob(Purpose purpose, int unit, const ReadBlock &read) const
{
    Job job;
    job.purpose = purpose;
    job.unit = unit;
    job.read = read;
    job.request = readRequest(read.table, read.address, read.count).value();
    if (m_units[size_t(unit)].breaker.state() == UnitState::Good)
        job.retries = m_connection.retries;
    return job;
}

void Scheduler::send(Job job)
{
    if (job.purpose == Purpose::Write && isTooLate(job))
        return;
    job.solo = job.solo || mayBreakLink(job);
    if (job.solo && !m_jobs.empty()) {
        m_follows.push_back(std::move(job)); // until the link is free
        return;
    }
    if (!isDistinct(job)) {
        job.isRepeat |= job.purpose != Purpose::Write; // it takes turns with the good units
        m_follows.push_back(std::move(job));
        return;
    }
    Unit &unit = m_units[size_t(job.unit)];
    m_counters.countSent(whoseOf(job));
    unit.counted = true;
    unit.writesSent += job.purpose == Purpose::Write;
    noteSharing(job);
    job.outdated.clear();
    job.isFirst = std::exchange(m_isFresh, false);
    job.sentAt = m_clock.monotonic();
    m_counters.setBusy(true, job.sentAt);
    noteRequest(unit);
    job.id = m_transport->send(unit.device->unit, job.request,
                               Milliseconds(m_connection.responseTimeoutMs));
    m_diagnosed = m_diagnosed && job.purpose != Purpose::Poll && job.purpose != Purpose::Probe;
    m_jobs.push_back(std::move(job));
}

void Scheduler::onFinished(const TransportReply &reply)
{
    const auto found = std::find_if(m_jobs.begin(), m_jobs.end(),
                                    [&reply](const Job &job) { return job.id == reply.request; });
    if (found == m_jobs.end())
        return;
    Job job = std::move(*found);
    m_jobs.erase(found);
    m_counters.setBusy(!m_jobs.empty(), m_clock.monotonic());
    settle(std::move(job), reply);
    tick();
}

void Scheduler::settle(Job job, const TransportReply &reply)
{
    const QScopedValueRollback<bool> inside(m_inside, true);
    const Answer answer = judge(job, reply);
    Unit &unit = m_units[size_t(job.unit)];
    noteRequest(unit);
    const bool known = isKnownFailure(unit, job, answer);
    count(unit, job, answer);
    if (isBroadcast(unit) && answer.ending != Ending::Lost) {
        m_life.broadcast(m_clock.monotonic());
        conclude(job, answer); // it says nothing about any device
        return;
    }
    noteOwed(job, answer);
    if (answer.ending == Ending::Data || answer.ending == Ending::Exception)
        m_silent = 0;
    else if (!known)
        ++m_silent;
    if (answer.ending == Ending::Lost) {
        settleLost(std::move(job), answer);
        return;
    }
    if (job.solo && answer.ending == Ending::Silence)
        unit.breaksLink = false;
    if (isFailure(answer) && !isBitMask(job))
        unit.maskSilences = 0;
    resize(unit, job, answer);
    if (known)
        return; // its block is still due
    const bool repeats = answer.ending == Ending::Silence && job.retries > 0
        && (job.purpose != Purpose::Write || (!answer.invalid && mayGo(job, true)));
    if (repeats || (job.shared && isFailure(answer))) {
        job.retries -= repeats ? 1 : 0;
        repeat(std::move(job));
        return;
    }
    if (!job.excused || !isFailure(answer))
        rate(job.unit, answer);
    conclude(job, answer);
    reopenSilentLink();
}

Scheduler::Answer Scheduler::judge(const Job &job, const TransportReply &reply) const
{
    if (reply.status == TransportReply::Status::LinkLost)
        return {Ending::Lost, 0, {}, reply.detail, false};
    if (reply.status == TransportReply::Status::Sent)
        return {Ending::Sent, 0, {}, {}, false};
    if (reply.status != TransportReply::Status::Answer)
        return {
            Ending::Silence, 0, {}, reply.detail, reply.status == TransportReply::Status::Invalid};
    const ResponseCheck check = checkResponse(job.request, reply.pdu);
    if (check.verdict == ResponseCheck::Verdict::Data)
        return {Ending::Data, 0, reply.pdu, {}, false};
    if (check.verdict == ResponseCheck::Verdict::Exception)
        return {Ending::Exception, check.exception, {}, exceptionText(check.exception), false};
    return {Ending::Silence, 0, {}, check.reason, true, check.fault};
}

void Scheduler::count(Unit &unit, const Job &job, const Answer &answer)
{
    const LinkCounters::Whose whose = whoseOf(job);
    unit.status.invalid += answer.invalid;
    unit.asked += !job.excused;
    unit.refused += !job.excused && answer.ending == Ending::Exception;
    if (answer.fault) {
        m_counters.countStray(whose, *answer.fault);
        noteStray(*answer.fault, job.unit);
    } else if (answer.ending == Ending::Silence && !answer.invalid) {
        m_counters.countTimeout(whose);
    }
    if (answer.ending != Ending::Data && answer.ending != Ending::Exception)
        return;
    noteAnswer();
    const Milliseconds trip = m_clock.monotonic() - job.sentAt;
    m_counters.countAnswer(whose, trip, answer.exception);
    const bool first = m_counters.ofUnit(job.unit).trips.count() == 1;
    double &average = unit.status.roundTripMs;
    average += (first ? 1 : kSmoothing) * (double(trip.count()) - average);
}

void Scheduler::rate(int index, const Answer &answer)
{
    Unit &unit = m_units[size_t(index)];
    const UnitState before = unit.breaker.state();
    if (answer.ending == Ending::Lost) {
        unit.breaker.brokeLink(m_clock.monotonic());
    } else if (isFailure(answer)) {
        unit.breaker.failed(m_clock.monotonic());
    } else {
        unit.breaker.answered();
        unit.status.lastAnswer = m_clock.now();
    }
    if (before == UnitState::Good && unit.breaker.hasFailed())
        m_goodTurns = unitsThatAre(UnitState::Good);
    onUnitState(index, before);
}

void Scheduler::onUnitState(int index, UnitState before)
{
    Unit &unit = m_units[size_t(index)];
    const UnitState now = unit.breaker.state();
    if (now == before)
        return;
    unit.status.state = now;
    unit.status.since = m_clock.now();
    if (before == UnitState::Dead)
        unit.plan.restart(m_clock.monotonic());
    if (now == UnitState::Good && before != UnitState::Suspect)
        publishLessons(unit);
    if (now == UnitState::Good && before != UnitState::Suspect)
        unit.asksIdentity = unit.device->identity;
    if (now == UnitState::Dead) {
        std::erase_if(m_follows, [index](const Job &job) {
            return job.unit == index && job.writes.isEmpty();
        });
        qCWarning(lcField) << "device" << unit.device->id << "does not answer";
        publishBad(unit.plan.tags(), kNoCommunication);
        m_scales.forget(unit.plan.tags());
    }
    unit.counted = false;
    noteAnswers(index);
    Q_EMIT unitChanged(statusOf(index));
}

void Scheduler::conclude(const Job &job, const Answer &answer)
{
    switch (job.purpose) {
    case Purpose::Poll:
    case Purpose::Probe:
        concludePoll(job, answer);
        break;
    case Purpose::PreRead:
        concludePreRead(job, answer);
        break;
    case Purpose::Write:
        concludeWrite(job, answer);
        break;
    case Purpose::ReadBack:
        concludeReadBack(job, answer);
        break;
    case Purpose::Identity:
        concludeIdentity(job, answer);
        break;
    case Purpose::Diagnose:
        concludeDiagnosis(answer);
        break;
    }
    if (m_units[size_t(job.unit)].breaker.isDead()) {
        const QString why = tr("The device does not answer.");
        const auto isOfUnit = [&job](const auto &item) { return item.unit == job.unit; };
        refuse(m_queue.takeAll(isOfUnit), Refusal::Expired, why);
        dropReadBacks(tr("It could not be read back: %1").arg(why), isOfUnit);
    }
}

void Scheduler::concludePoll(const Job &job, const Answer &answer)
{
    Unit &unit = m_units[size_t(job.unit)];
    const Milliseconds now = m_clock.monotonic();
    switch (answer.ending) {
    case Ending::Data:
        unit.plan.succeeded(job.block, now);
        publishPoll(job, answer.pdu);
        break;
    case Ending::Exception:
        if (isFailure(answer)) {
            unit.plan.failed(job.block, now);
            publishBad(tagsOf(job.read), kNoCommunication);
        } else {
            publishBad(unit.plan.refused(job.block, answer.exception, now),
                       {Quality::BadDeviceException, answer.exception});
        }
        break;
    case Ending::Silence:
        unit.plan.failed(job.block, now);
        if (job.purpose == Purpose::Poll)
            publishBad(tagsOf(job.read), kNoCommunication);
        break;
    case Ending::Lost:
    case Ending::Sent:
        break;
    }
}

void Scheduler::publishBad(const QList<TagIndex> &tags, QualityState state)
{
    ValueBatch batch;
    for (const TagIndex tag : tags)
        batch.append({tag, {{}, state, {}}});
    if (!batch.isEmpty())
        Q_EMIT valuesRead(batch);
}

void Scheduler::flushCounters()
{
    m_flushAt = m_clock.monotonic() + kFlushEvery;
    m_counters.takeLoad(m_clock.monotonic());
    watchRates();
    publishCounters();
    if (m_open && m_link.state == LinkState::Connected)
        setLink(LinkState::Connected, {}); // answers may be late by now
    for (int i = 0; i < int(m_units.size()); ++i) {
        if (std::exchange(m_units[size_t(i)].counted, false))
            Q_EMIT unitChanged(statusOf(i));
    }
    tellLessons();
}

} // namespace mws::modbus
