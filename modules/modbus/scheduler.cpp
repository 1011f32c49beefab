// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

#include "core/log.h"
#include "modbus/codec.h"
#include "modbus/requests.h"

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

LinkCounters::Whose whoseOf(const Job &job)
{
    return {job.unit, job.purpose == Job::Purpose::Poll ? &job.read : nullptr};
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
    , m_signs(connection.id, clock)
    , m_counterTags(m_project)
    , m_jobs(connection.window())
    , m_rules(m_units, m_jobs)
    , m_maker(*m_project, m_scales, m_units, m_queue)
    , m_scan(*m_project, m_connection, m_clock)
{
    for (const Device &device : m_project->devices()) {
        if (device.connection != connection.id || !device.enabled)
            continue;
        const int number = m_units.size();
        m_units.add(Unit(device, *m_project, connection.isBroadcast(device.unit), clock.now()));
        m_signs.addUnit(device.id);
        m_counterTags.add(device.id, number);
        const PollPlan &plan = m_units[number].plan;
        for (const TagIndex tag : plan.tags() + plan.writeOnly())
            m_unitOf.insert(tag, number);
        m_scales.add(*m_project, m_project->tagsOf(device.id));
    }
    m_counters = LinkCounters(size_t(m_units.size()));
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
    const Milliseconds now = m_clock.monotonic();
    m_keeper.start(now);
    m_flushAt = now + kFlushEvery;
    m_counters.takeLoad(now);
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
    (void)m_jobs.takeFollows();
    dropReadBacks(why, [](const ReadBacks::Item &) { return true; });
    refuse(m_queue.takeAll([](const auto &) { return true; }), Refusal::Expired, why);
}

QList<UnitStatus> Scheduler::units() const
{
    QList<UnitStatus> list;
    for (int i = 0; i < m_units.size(); ++i)
        list.append(statusOf(i));
    return list;
}

void Scheduler::refresh(const QList<TagIndex> &tags)
{
    QList<TagIndex> hopeless;
    for (const TagIndex tag : tags) {
        Unit &unit = m_units[m_unitOf.value(tag)];
        if (unit.isBroadcast)
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
    if (!m_jobs.isDiagnosing())
        m_inquiries.expire(now);
    m_scan.expire();
    if (now >= m_flushAt)
        flushCounters();
    wakeIdleLink();
    if (!m_open && !m_opening && now >= m_keeper.openAt()) {
        m_opening = true;
        m_transport->open();
    }
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
        next = std::min(next, m_keeper.openAt());
    if (isIdle() || (m_open && m_jobs.hasSlot()))
        next = std::min(next, m_life.readyAt() > since ? m_life.readyAt() : nextStart(since));
    if (m_open)
        next = std::min(next, m_life.restAt());
    next = std::clamp(next, now + Milliseconds(1), now + kFlushEvery);
    if (m_wake.isActive() && m_wakeAt > now && m_wakeAt <= next)
        return; // it fires, and is started again
    m_wakeAt = next;
    m_wake.start(next - now);
}

Job Scheduler::readJob(Purpose purpose, int unit, const ReadBlock &read) const
{
    Job job;
    job.purpose = purpose;
    job.unit = unit;
    job.read = read;
    job.request = readRequest(read.table, read.address, read.count).value();
    if (m_units[unit].breaker.state() == UnitState::Good)
        job.retries = m_connection.retries;
    return job;
}

void Scheduler::send(Job job)
{
    const bool isWrite = job.purpose == Purpose::Write;
    if (isWrite && !mayGo(job)) {
        giveBack(job);
        return;
    }
    job.solo = job.solo || m_units[job.unit].mayBreakLink(job);
    if (job.solo && !m_jobs.isIdle()) {
        m_jobs.follow(std::move(job)); // until the link is free
        return;
    }
    Unit &unit = m_units[job.unit];
    if (!isWrite) // that is counted when it has ended: it may not leave
        m_counters.countSent(whoseOf(job));
    unit.counted = true;
    job.outdated.clear();
    job.isFirst = std::exchange(m_isFresh, false);
    job.sentAt = m_clock.monotonic();
    m_counters.setBusy(true, job.sentAt);
    noteRequest(unit);
    Transport::MayGo may;
    if (isWrite)
        may = [this, job] { return mayGo(job); };
    job.id = m_transport->send(unit.device->unit, job.request,
                               Milliseconds(m_connection.responseTimeoutMs), may);
    if (job.isPoll())
        m_inquiries.notePoll();
    m_jobs.start(std::move(job));
}

void Scheduler::onFinished(const TransportReply &reply)
{
    auto job = m_jobs.finish(reply.request);
    if (!job)
        return;
    m_counters.setBusy(!m_jobs.isIdle(), m_clock.monotonic());
    if (job->purpose == Purpose::Scan)
        settleScan(*job, reply);
    else
        settle(std::move(*job), reply);
    tick();
}

void Scheduler::settle(Job job, const TransportReply &reply)
{
    const QScopedValueRollback<bool> inside(m_inside, true);
    if (job.purpose == Purpose::Write) {
        if (reply.status == TransportReply::Status::Withheld || reply.unsent) {
            settleUnsent(job, reply);
            return;
        }
        m_counters.countSent(whoseOf(job));
        m_signs.written(job.unit);
        for (const FieldWrite &write : std::as_const(job.writes))
            tell(m_signs.newWriter(job.unit, write.newWriter));
    }
    const Answer answer = Answer::of(job.request, reply);
    Unit &unit = m_units[job.unit];
    noteRequest(unit);
    const bool known = unit.isKnownFailure(job, answer, m_clock.monotonic());
    count(unit, job, answer);
    if (unit.isBroadcast && answer.ending != Ending::Lost) {
        m_life.broadcast(m_clock.monotonic());
        conclude(job, answer); // it says nothing about any device
        return;
    }
    noteOwed(unit.device->unit, job, answer);
    if (answer.ending != Ending::Data && answer.ending != Ending::Exception && !known)
        m_keeper.unanswered();
    if (answer.ending == Ending::Lost) {
        settleLost(std::move(job), answer);
        return;
    }
    if (job.solo && answer.ending == Ending::Silence)
        unit.breaksLink = false;
    if (answer.isFailure() && !m_maker.isMasked(job))
        unit.masks.forgetSilences();
    unit.resize(answer, m_clock.monotonic() - job.sentAt,
                Milliseconds(m_connection.responseTimeoutMs), m_connection.window());
    if (known)
        return; // its block is still due
    const bool repeats = answer.ending == Ending::Silence && job.retries > 0
        && (job.purpose != Purpose::Write
            || (!answer.invalid && m_maker.mayGo(job, true, m_clock.monotonic())));
    if (repeats || (job.shared && answer.isFailure())) {
        job.retries -= repeats ? 1 : 0;
        repeat(std::move(job));
        return;
    }
    if (!job.excused || !answer.isFailure())
        rate(job.unit, answer);
    conclude(job, answer);
    reopenSilentLink();
}

void Scheduler::count(Unit &unit, const Job &job, const Answer &answer)
{
    const LinkCounters::Whose whose = whoseOf(job);
    unit.status.invalid += answer.invalid;
    if (!job.excused)
        m_signs.asked(job.unit, answer.ending == Ending::Exception);
    if (answer.fault) {
        m_counters.countStray(whose, *answer.fault);
        tell(m_signs.stray(*answer.fault, job.unit));
    } else if (answer.ending == Ending::Silence && !answer.invalid) {
        m_counters.countTimeout(whose);
    }
    if (answer.ending != Ending::Data && answer.ending != Ending::Exception)
        return;
    m_keeper.answered();
    const Milliseconds trip = m_clock.monotonic() - job.sentAt;
    m_counters.countAnswer(whose, trip, answer.exception);
    const bool first = m_counters.ofUnit(job.unit).trips.count() == 1;
    double &average = unit.status.roundTripMs;
    average += (first ? 1 : kSmoothing) * (double(trip.count()) - average);
}

void Scheduler::rate(int index, const Answer &answer)
{
    Unit &unit = m_units[index];
    const UnitState before = unit.breaker.state();
    if (answer.ending == Ending::Lost) {
        unit.breaker.brokeLink(m_clock.monotonic());
    } else if (answer.isFailure()) {
        unit.breaker.failed(m_clock.monotonic());
    } else {
        unit.breaker.answered();
        unit.status.lastAnswer = m_clock.now();
    }
    if (before == UnitState::Good && unit.breaker.hasFailed())
        m_goodTurns = m_units.countOf(UnitState::Good);
    onUnitState(index, before);
}

void Scheduler::onUnitState(int index, UnitState before)
{
    Unit &unit = m_units[index];
    const UnitState now = unit.breaker.state();
    if (now == before)
        return;
    unit.status.state = now;
    unit.status.since = m_clock.now();
    if (before == UnitState::Dead)
        unit.plan.restart(m_clock.monotonic());
    if (now == UnitState::Good && before != UnitState::Suspect) {
        publish(samplesOfLeftOut(unit.plan, *m_project));
        unit.asksIdentity = unit.device->identity;
    }
    if (now == UnitState::Dead) {
        m_jobs.dropReads(index);
        qCWarning(lcField) << "device" << unit.device->id << "does not answer";
        publishBad(unit.plan.tags(), kNoCommunication);
        m_scales.forget(unit.plan.tags());
    }
    unit.counted = false;
    if (unit.updateAnswers())
        publish(m_counterTags.onlineOf(index, unit.answers, m_clock.now()));
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
        m_inquiries.take(answer);
        break;
    case Purpose::Scan:
        break; // settleScan() is the end of those
    }
    if (m_units[job.unit].breaker.isDead()) {
        const QString why = tr("The device does not answer.");
        const auto isOfUnit = [&job](const auto &item) { return item.unit == job.unit; };
        refuse(m_queue.takeAll(isOfUnit), Refusal::Expired, why);
        dropReadBacks(tr("It could not be read back: %1").arg(why), isOfUnit);
    }
}

void Scheduler::concludePoll(const Job &job, const Answer &answer)
{
    Unit &unit = m_units[job.unit];
    const Milliseconds now = m_clock.monotonic();
    switch (answer.ending) {
    case Ending::Data:
        unit.plan.succeeded(job.block, now);
        publishPoll(job, answer.pdu);
        break;
    case Ending::Exception:
        if (answer.isFailure()) {
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

void Scheduler::tell(const SignWatch::Raised &sign)
{
    if (sign)
        Q_EMIT signChanged(*sign);
}

void Scheduler::flushCounters()
{
    m_flushAt = m_clock.monotonic() + kFlushEvery;
    m_counters.takeLoad(m_clock.monotonic());
    for (const FieldSign &sign : m_signs.takeDue())
        Q_EMIT signChanged(sign);
    publishCounters();
    dropRevoked();
    if (m_open && m_link.state == LinkState::Connected)
        setLink(LinkState::Connected, {}); // answers may be late by now
    for (int i = 0; i < m_units.size(); ++i) {
        if (std::exchange(m_units[i].counted, false))
            Q_EMIT unitChanged(statusOf(i));
    }
    tellLessons();
}

} // namespace mws::modbus
