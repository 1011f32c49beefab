// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/log.h"
#include "modbus/scheduler.h"

#include <QScopedValueRollback>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr Milliseconds kFirstBackoff{1000};
constexpr Milliseconds kLastBackoff{30000};
constexpr Milliseconds kFirstSilentDelay{5000};
constexpr Milliseconds kLastSilentDelay{60000};
constexpr int kSilentUntilReopen = 3;
constexpr Milliseconds kLivesOn{
    5000}; ///< after a link that broke in use it must, for the first backoff

} // namespace

Milliseconds Scheduler::jittered(Milliseconds delay)
{
    return delay - Milliseconds(m_random() % quint64(delay.count() / 5 + 1));
}

void Scheduler::resetBackoff()
{
    m_silentDelay = kFirstSilentDelay;
    m_brokeInUse = false;
    m_backoff = kFirstBackoff;
}

void Scheduler::noteAnswer()
{
    m_silentDelay = kFirstSilentDelay;
    m_hasAnswered = true;
}

void Scheduler::judgeLife()
{
    const bool livedOn = m_clock.monotonic() - m_openedAt >= kLivesOn;
    if (std::exchange(m_hasAnswered, false) && (livedOn || !m_brokeInUse))
        resetBackoff();
}

void Scheduler::openLink()
{
    m_opening = true;
    m_transport->open();
}

void Scheduler::onOpened()
{
    m_opening = false;
    m_open = m_isFresh = true;
    if (m_link.state != LinkState::Idle)
        m_counters.countOpened();
    m_silent = 0;
    m_openedAt = m_clock.monotonic();
    m_life.opened(m_openedAt);
    m_owed.opened();
    if (m_link.state != LinkState::Idle)
        m_late = Milliseconds(0);
    if (m_link.state != LinkState::Connected && m_link.state != LinkState::Idle) {
        for (Unit &unit : m_units) {
            unit.plan.resume(m_openedAt);
            if (m_brokeInUse)
                unit.breaker.rest(m_openedAt + kLivesOn);
        }
        m_strayLogged = false;
    }
    setLink(LinkState::Connected, {});
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
    resetBackoff();
    m_openAt = m_clock.monotonic();
    tick();
}

void Scheduler::onStrayFrame(StrayReason reason, int unitId)
{
    const int unit = indexOfUnit(unitId);
    m_counters.countStray({unit, nullptr}, reason);
    noteStray(reason, unit);
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
    judgeLife();
    const bool isAlone = std::exchange(m_open, false) && m_jobs.empty();
    m_openAt = Milliseconds::max(); // until closed() comes
    m_brokeInUse = true;
    const bool isGuilty
        = isAlone && !isBroadcast(m_units[size_t(job.unit)]) && (job.isFirst || mayBreakLink(job));
    const bool isPoll = job.purpose == Purpose::Poll || job.purpose == Purpose::Probe;
    if (!isGuilty && isPoll) {
        job.solo = job.alone = job.isRepeat = true;
        m_follows.insert(m_follows.begin(), std::move(job));
        return;
    }
    if (isGuilty) {
        m_units[size_t(job.unit)].breaksLink = true;
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
    const bool isInUse = m_openAt == Milliseconds::max(); // a dead unit may be the cause
    judgeLife();
    if (m_open && !isInUse)
        m_brokeInUse = false;
    m_open = m_opening = false;
    m_openAt = now + jittered(m_backoff);
    m_backoff = std::min(2 * m_backoff, kLastBackoff);
    dropJobs(reason);
    dropReadBacks(reason, [](const ReadBack &) { return true; });
    m_scales.forget(tags());
    for (int i = 0; i < int(m_units.size()); ++i) {
        Unit &unit = m_units[size_t(i)];
        const UnitState before = unit.breaker.state();
        unit.breaker.linkLost();
        if (!isInUse)
            unit.breaker.probeSoon(now); // the next link may reach it
        unit.maskSilences = 0;
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
    const bool allDead = std::all_of(m_units.cbegin(), m_units.cend(), [this](const Unit &unit) {
        return unit.breaker.isDead() || isBroadcast(unit);
    });
    if (m_silent < (allDead ? 1 : kSilentUntilReopen) || unitsThatAre(UnitState::Good) > 0
        || now < m_silentReopenAt || !m_jobs.empty() || isWriting())
        return;
    qCInfo(lcField) << "link" << m_connection.id << "is opened anew: no device answers";
    m_silentReopenAt = now + m_silentDelay;
    m_silentDelay = std::min(2 * m_silentDelay, kLastSilentDelay);
    judgeLife();
    m_transport->close();
    m_open = false;
    m_openAt = now;
    for (int i = 0; i < int(m_units.size()); ++i) {
        m_units[size_t(i)].breaker.probeSoon(now); // the new link may reach it
        if (std::exchange(m_units[size_t(i)].answers, false))
            publishOnline(i);
    }
}

void Scheduler::wakeIdleLink()
{
    if (isIdle() && !m_opening && isWanted())
        m_openAt = m_clock.monotonic();
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
    if (std::exchange(m_hasAnswered, false))
        resetBackoff(); // it ended well, however short it was
    m_transport->close();
    m_open = false;
    m_openAt = Milliseconds::max(); // until it is wanted
    setLink(LinkState::Idle, {});
}

/// Something is due, under way or soon to come.
bool Scheduler::isWanted()
{
    if (!m_jobs.empty() || !m_follows.empty() || !m_queue.isEmpty() || !m_readBacks.isEmpty()
        || !m_diagnoses.isEmpty())
        return true;
    const Milliseconds now = m_clock.monotonic();
    const bool waits = std::any_of(m_units.cbegin(), m_units.cend(), [now](const Unit &unit) {
        return unit.restUntil > now || (unit.breaker.isDead() && unit.breaker.probeAt() <= now);
    });
    advancePlans();
    return waits || now < m_life.readyAt() || pollWaits();
}

void Scheduler::noteRequest(Unit &unit)
{
    const Milliseconds now = m_clock.monotonic();
    m_life.requested(now);
    if (unit.device->requestGapMs > 0)
        unit.restUntil = now + Milliseconds(unit.device->requestGapMs);
}

bool Scheduler::isBroadcast(const Unit &unit) const
{
    return m_connection.isBroadcast(unit.device->unit);
}

bool Scheduler::isResting(int unit) const
{
    return m_clock.monotonic() < m_units[size_t(unit)].restUntil;
}

int Scheduler::unitsThatAre(UnitState state) const
{
    return int(std::count_if(m_units.cbegin(), m_units.cend(),
                             [state](const Unit &unit) { return unit.breaker.state() == state; }));
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
    const bool wasUp = isLinkUp();
    m_link.state = state;
    m_link.reason = reason;
    m_link.detail = detail;
    if (isLinkUp() != wasUp)
        publishOnline(-1);
    Q_EMIT linkChanged(m_link);
}

} // namespace mws::modbus
