// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/timerqueue.h"

#include <QSocketNotifier>
#include <array>
#include <atomic>
#include <vector>

namespace mws
{

/// An event dispatcher for a thread with many sockets and timers: the cost of a turn goes by what
/// happens and not by what is watched (epoll, an ordered set of timers). For QThread, by
/// setEventDispatcher() before start(); not for the main thread of a program with a user interface.
/// Only wakeUp() and interrupt() are thread-safe.
class EpollDispatcher final : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int id) override;
    bool unregisterTimers(QObject *object) override;
    [[nodiscard]] QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int id) override;
    void wakeUp() override;
    void interrupt() override;
    void closingDown() override;

private:
    using Nanoseconds = std::chrono::nanoseconds;
    enum class State { Running, Waiting, Woken };

    /// One file descriptor with its notifiers.
    struct Watch {
        std::array<QSocketNotifier *, 3> notifiers{}; ///< by QSocketNotifier::Type
        quint32 wanted = 0;
        quint32 applied = 0; ///< what the epoll knows
        quint32 serial = 0; ///< the number of a descriptor can be used again
        bool alwaysReady = false; ///< a file: the epoll does not take it
    };
    struct Ready {
        int descriptor = -1;
        quint32 serial = 0;
        quint32 events = 0;
    };

    void change(int descriptor, Watch &watch);
    void applyChanges();
    void apply(int descriptor, Watch &watch);
    void wait(bool mayWait, bool notifiers, bool timers);
    [[nodiscard]] std::optional<Nanoseconds> timeLeft(bool timers) const;
    void waitForSockets(std::optional<Nanoseconds> time);
    void waitForWakeUp(std::optional<Nanoseconds> time) const;
    void drainWakeUps() const;
    int activateNotifiers();
    int activate(const Ready &ready);

    int m_epoll = -1;
    int m_wakeUps = -1; ///< an eventfd, written only while the thread waits
    std::atomic<State> m_state = State::Running;
    std::atomic<bool> m_interrupted = false;
    quint64 m_turns = 0; ///< of processEvents()
    std::unordered_map<int, Watch> m_watches; ///< by descriptor
    std::vector<int> m_changed; ///< descriptors whose Watch may not be applied
    std::vector<int> m_files; ///< descriptors that are always ready
    std::vector<Ready> m_ready; ///< not handled yet, last first
    quint32 m_serial = 0;
    TimerQueue m_timers;
};

} // namespace mws
