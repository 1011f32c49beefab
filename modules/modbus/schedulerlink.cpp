// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/log.h"
#include "modbus/scheduler.h"

#include <QScopedValueRollback>
#include <algorithm>

namespace mws::modbus
{

void Scheduler::onOpened()
{
    m_opening = false;
    m_open = m_isFresh = true;
    if (m_link.state != LinkState::Idle)
        m_counters.countOpened();
    const Milliseconds now = m_clock.monotonic();
    m_keeper.opened(now);
    m_life.opened(now);
    if (m_link.state != LinkState::Idle)
        m_late = Milliseconds(0);
    if (m_link.state != LinkState::Connected && m_link.state != LinkState::Idle) {
        for (Unit &unit : m_units) {
            unit.plan.resume(now);
            if (m_keeper.brokeInUse())
                unit.breaker.rest(now + LinkKeeper::kLivesOn);
        }
        m_strayLogged = false;
    }
    setLink(LinkState::Connected, {});
    publishLinkUp(); // it was Connected all the time when it was opened anew
    tick();
}

void Scheduler::onClosed(const QString &reason)
{
    loseLink(reason);
    tick();
}

/// No backoff: it is for what may take long.
void Scheduler::onReturned()
{
    if (!m_running || m_open || m_opening)
        return;
    m_keeper.start(m_clock.monotonic());
    tick();
}

void Scheduler::onStrayFrame(StrayReason reason, int unitId)
{
    const int unit = m_units.withId(unitId);
    m_counters.countStray({unit, nullptr}, reason);
    tell(m_signs.stray(reason, unit));
    if (!std::exchange(m_strayLogged, true)) {
        qCWarning(lcField) << "link" << m_connection.id
                           << "brings answers that are late, damaged or from other units";
    }
}

void Scheduler::onLateAnswer(Milliseconds by)
{
    if (m_late == Milliseconds(0))
        qCWarning(lcField) << "link" << m_connection.id << "brings answers" << by.count()
                           << "ms after the response timeout";
    m_late = std::max(m_late, by);
}

QString Scheduler::linkDetail() const
{
    QStringList parts{m_transport->detail()};
    if (m_late > Milliseconds(0))
        parts.append(tr("answers come up to %1 ms late, the response timeout is too short")
                         .arg(m_late.count()));
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

void Scheduler::settleLost(Job job, Answer answer)
{
    m_keeper.broke(m_clock.monotonic());
    const bool isAlone = std::exchange(m_open, false) && m_jobs.isIdle();
    const bool isGuilty = isAlone && !m_units[job.unit].isBroadcast
        && (job.isFirst || m_units[job.unit].mayBreakLink(job));
    if (!isGuilty && job.isPoll()) {
        job.solo = job.alone = job.isRepeat = true;
        m_jobs.followFirst(std::move(job));
        return;
    }
    if (isGuilty) {
        m_units[job.unit].breaksLink = true;
        if (!job.excused)
            rate(job.unit, answer);
        answer.ending = Ending::Silence;
    }
    conclude(job, answer);
}

void Scheduler::loseLink(const QString &reason)
{
    const QScopedValueRollback<bool> inside(m_inside, true);
    const Milliseconds now = m_clock.monotonic();
    const bool isInUse = m_keeper.lost(now, m_open); // a dead unit may be the cause
    m_open = m_opening = false;
    dropJobs(reason);
    dropReadBacks(reason, [](const ReadBacks::Item &) { return true; });
    m_scales.forget(tags());
    for (int i = 0; i < m_units.size(); ++i) {
        Unit &unit = m_units[i];
        const UnitState before = unit.breaker.state();
        unit.breaker.linkLost();
        if (!isInUse)
            unit.breaker.probeSoon(now); // the next link may reach it
        unit.masks.forgetSilences();
        onUnitState(i, before);
    }
    for (const Unit &unit : m_units) {
        if (m_link.state != LinkState::Failed)
            publishBad(unit.plan.tags(), {Quality::BadCommunication, 0});
    }
    setLink(LinkState::Failed, reason);
}

void Scheduler::reopenSilentLink()
{
    const Milliseconds now = m_clock.monotonic();
    if (!m_open || !m_keeper.isSilent(now, m_units.areDead())
        || m_units.countOf(UnitState::Good) > 0 || !m_jobs.isIdle() || m_jobs.isWriting())
        return;
    qCInfo(lcField) << "link" << m_connection.id << "is opened anew: no device answers";
    m_keeper.reopen(now);
    m_transport->close();
    m_open = false;
    publishLinkUp();
    for (int i = 0; i < m_units.size(); ++i) {
        m_units[i].breaker.probeSoon(now); // the new link may reach it
        if (std::exchange(m_units[i].answers, false))
            publish(m_counterTags.onlineOf(i, false, m_clock.now()));
    }
}

void Scheduler::wakeIdleLink()
{
    if (isIdle() && !m_opening && isWanted())
        m_keeper.wake(m_clock.monotonic());
}

void Scheduler::restIdleLink()
{
    if (!m_open || !m_life.mayRest())
        return;
    const Milliseconds now = m_clock.monotonic();
    if (isWanted()) {
        m_life.needed();
        return;
    }
    m_life.idle(now);
    if (now < m_life.restAt())
        return;
    m_keeper.rest();
    m_transport->close();
    m_open = false;
    setLink(LinkState::Idle, {});
}

/// Something is due, under way or soon to come.
bool Scheduler::isWanted()
{
    if (!m_jobs.isIdle() || m_jobs.hasFollows() || !m_queue.isEmpty() || !m_readBacks.isEmpty()
        || !m_inquiries.isEmpty() || m_scan.isRunning())
        return true;
    const Milliseconds now = m_clock.monotonic();
    const bool waits = std::any_of(m_units.begin(), m_units.end(), [now](const Unit &unit) {
        return unit.restUntil > now || (unit.breaker.isDead() && unit.breaker.probeAt() <= now);
    });
    advancePlans();
    return waits || now < m_life.readyAt() || pollWaits();
}

void Scheduler::noteRequest(Unit &unit)
{
    const Milliseconds now = m_clock.monotonic();
    m_life.requested(now);
    unit.requested(now);
}

void Scheduler::setLink(LinkState state, const QString &reason)
{
    const QString detail = state == LinkState::Connected ? linkDetail() : QString();
    if (m_link.state == state && m_link.reason == reason && m_link.detail == detail)
        return;
    const bool rests = state == LinkState::Idle || m_link.state == LinkState::Idle;
    if (m_link.state != state) {
        m_link.since = m_clock.now();
        if (!rests || state == LinkState::Failed) // the others are as usual as polls
            qCInfo(lcField) << "link" << m_connection.id
                            << (state == LinkState::Connected ? "connected" : "failed:") << reason;
    }
    m_link.state = state;
    m_link.reason = reason;
    m_link.detail = detail;
    publishLinkUp();
    Q_EMIT linkChanged(m_link);
}

} // namespace mws::modbus
