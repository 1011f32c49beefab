// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractEventDispatcher>
#include <chrono>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace mws
{

/// The timers of one event dispatcher, ordered by the time they are due. None is ever early. A
/// coarse timer may be late by up to 5 % of its interval and a very coarse one by up to a second,
/// so that several fire together; that does not add up over the periods.
class TimerQueue
{
public:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;
    using TimerInfo = QAbstractEventDispatcher::TimerInfo;

    /// Fires every interval of milliseconds, with 0 each time that fire() is called.
    void add(int id, qint64 interval, Qt::TimerType type, QObject *object, Time now);
    bool remove(int id); ///< false: there is none
    bool removeOf(const QObject *object); ///< false: it has none
    void clear();

    [[nodiscard]] QList<TimerInfo> timersOf(const QObject *object) const;
    [[nodiscard]] std::optional<Time> due(int id) const;
    /// When fire() has something to do; none when there is no timer that could fire. A timer whose
    /// event is being handled does not fire again before that is over.
    [[nodiscard]] std::optional<Time> next() const;
    /// Sends its event to the object of each timer that is due, at most once each; gives how many.
    int fire(Time now);

private:
    struct Timer {
        std::chrono::milliseconds interval{0};
        Qt::TimerType type = Qt::PreciseTimer;
        QObject *object = nullptr;
        quint64 serial = 0; ///< an id can be used again
        Time exact; ///< when it would be due without rounding
        Time due;
        bool firing = false;
    };
    using Timers = std::unordered_map<int, Timer>;

    void schedule(int id, Timer &timer, Time exact);
    void erase(Timers::iterator timer);
    bool send(int id, quint64 serial, Time now);

    Timers m_timers;
    std::set<std::pair<Time, int>> m_order; ///< due, id
    quint64 m_serial = 0;
};

} // namespace mws
