// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/timerqueue.h"

#include <QCoreApplication>
#include <QTimerEvent>
#include <bit>
#include <vector>

namespace mws
{

namespace
{

using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr int kCoarseShare = 20; ///< 5 %

/// Timers become due at whole multiples of this.
TimerQueue::Clock::duration granularity(milliseconds interval, Qt::TimerType type)
{
    if (type == Qt::VeryCoarseTimer)
        return 1s;
    if (type == Qt::CoarseTimer && interval.count() >= kCoarseShare)
        return milliseconds(std::bit_floor(quint64(interval.count() / kCoarseShare)));
    return 1ns;
}

TimerQueue::Time roundedUp(TimerQueue::Time time, TimerQueue::Clock::duration step)
{
    const auto over = time.time_since_epoch() % step;
    return over.count() == 0 ? time : time + (step - over);
}

} // namespace

void TimerQueue::add(int id, qint64 interval, Qt::TimerType type, QObject *object, Time now)
{
    remove(id);
    Timer &timer = m_timers[id];
    timer.interval = milliseconds(interval);
    timer.type = type;
    timer.object = object;
    timer.serial = ++m_serial;
    schedule(id, timer, now + timer.interval);
}

void TimerQueue::schedule(int id, Timer &timer, Time exact)
{
    timer.exact = exact;
    timer.due = roundedUp(exact, granularity(timer.interval, timer.type));
    m_order.insert({timer.due, id});
}

void TimerQueue::erase(Timers::iterator timer)
{
    m_order.erase({timer->second.due, timer->first});
    m_timers.erase(timer);
}

bool TimerQueue::remove(int id)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end())
        return false;
    erase(found);
    return true;
}

bool TimerQueue::removeOf(const QObject *object)
{
    const size_t before = m_timers.size();
    for (auto it = m_timers.begin(); it != m_timers.end();) {
        const auto timer = it++;
        if (timer->second.object == object)
            erase(timer);
    }
    return m_timers.size() < before;
}

void TimerQueue::clear()
{
    m_timers.clear();
    m_order.clear();
}

QList<TimerQueue::TimerInfo> TimerQueue::timersOf(const QObject *object) const
{
    QList<TimerInfo> list;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            list.append({id, int(timer.interval.count()), timer.type});
    }
    return list;
}

std::optional<TimerQueue::Time> TimerQueue::due(int id) const
{
    const auto found = m_timers.find(id);
    return found == m_timers.end() ? std::nullopt : std::optional(found->second.due);
}

std::optional<TimerQueue::Time> TimerQueue::next() const
{
    for (const auto &[due, id] : m_order) {
        if (!m_timers.at(id).firing)
            return due;
    }
    return std::nullopt;
}

int TimerQueue::fire(Time now)
{
    std::vector<std::pair<int, quint64>> due;
    for (auto it = m_order.cbegin(); it != m_order.cend() && it->first <= now; ++it)
        due.emplace_back(it->second, m_timers.at(it->second).serial);
    int sent = 0;
    for (const auto &[id, serial] : due)
        sent += send(id, serial, now);
    return sent;
}

bool TimerQueue::send(int id, quint64 serial, Time now)
{
    const auto found = m_timers.find(id);
    if (found == m_timers.end() || found->second.serial != serial || found->second.due > now)
        return false; // what was before has stopped it, or has fired it in a nested event loop
    Timer &timer = found->second;
    if (timer.firing && timer.interval == 0ms)
        return false;
    m_order.erase({timer.due, id});
    const Time following = timer.exact + timer.interval;
    schedule(id, timer, following > now ? following : now + timer.interval);
    if (timer.firing)
        return false;
    timer.firing = true;
    QTimerEvent event(id);
    QCoreApplication::sendEvent(timer.object, &event);
    const auto after = m_timers.find(id);
    if (after != m_timers.end() && after->second.serial == serial)
        after->second.firing = false;
    return true;
}

} // namespace mws
