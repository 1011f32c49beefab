// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/epolldispatcher.h"

#include <QCoreApplication>
#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace mws
{

namespace
{

constexpr std::array<quint32, 3> kEvents{EPOLLIN, EPOLLOUT, EPOLLPRI}; ///< by type of notifier
constexpr quint32 kAlways = EPOLLHUP | EPOLLERR;
constexpr size_t kEventsPerTurn = 512;

timespec toTimespec(std::chrono::nanoseconds time)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return {seconds.count(), (time - seconds).count()};
}

/// As epoll_wait() with nanoseconds; whole milliseconds on a kernel before 5.11.
int epollWait(int epoll, std::array<epoll_event, kEventsPerTurn> &events,
              std::optional<std::chrono::nanoseconds> time)
{
    const timespec left = toTimespec(time.value_or(std::chrono::nanoseconds(0)));
    const int count
        = ::epoll_pwait2(epoll, events.data(), int(events.size()), time ? &left : nullptr, nullptr);
    if (count >= 0 || (errno != ENOSYS && errno != EPERM))
        return count;
    constexpr std::chrono::milliseconds longest(60000);
    const int wait = time
        ? int(std::min(longest, std::chrono::ceil<std::chrono::milliseconds>(*time)).count())
        : -1;
    return ::epoll_wait(epoll, events.data(), int(events.size()), wait);
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wakeUps(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (m_epoll < 0 || m_wakeUps < 0)
        qFatal("No file descriptor is left for an event loop.");
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = quint64(m_wakeUps); // with serial 0, which no Watch has
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wakeUps, &event);
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_wakeUps);
    ::close(m_epoll);
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    const bool timers = !flags.testFlag(QEventLoop::X11ExcludeTimers);
    const bool notifiers = !flags.testFlag(QEventLoop::ExcludeSocketNotifiers);
    const quint64 turn = ++m_turns;
    m_interrupted = false;
    // From before this turn too: it may stand for the end of the loop. Who posts an event from here
    // on says Woken again.
    const bool woken = m_state.exchange(State::Running) == State::Woken;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    if (m_interrupted)
        return false;
    const bool nested = m_turns != turn; // and may have taken a call that was for this turn
    wait(flags.testFlag(QEventLoop::WaitForMoreEvents) && !woken && !nested, notifiers, timers);
    int handled = 0;
    if (notifiers)
        handled += activateNotifiers();
    if (timers)
        handled += m_timers.fire(TimerQueue::Clock::now());
    return handled > 0;
}

void EpollDispatcher::wait(bool mayWait, bool notifiers, bool timers)
{
    if (notifiers && !m_ready.empty())
        return; // those that a handler left, which runs this loop
    applyChanges();
    if (mayWait)
        Q_EMIT aboutToBlock();
    State running = State::Running;
    const bool mustNotWait = !mayWait || (notifiers && !m_files.empty())
        || !m_state.compare_exchange_strong(running, State::Waiting);
    const auto time = mustNotWait ? Nanoseconds(0) : timeLeft(timers);
    if (notifiers)
        waitForSockets(time);
    else
        waitForWakeUp(time);
    State waiting = State::Waiting;
    m_state.compare_exchange_strong(waiting, State::Running);
}

std::optional<EpollDispatcher::Nanoseconds> EpollDispatcher::timeLeft(bool timers) const
{
    const auto next = timers ? m_timers.next() : std::nullopt;
    if (!next)
        return std::nullopt;
    return std::max(Nanoseconds(0), Nanoseconds(*next - TimerQueue::Clock::now()));
}

void EpollDispatcher::waitForSockets(std::optional<Nanoseconds> time)
{
    std::array<epoll_event, kEventsPerTurn> events;
    const int count = epollWait(m_epoll, events, time);
    for (int i = count - 1; i >= 0; --i) {
        const quint64 data = events[size_t(i)].data.u64;
        if (data == quint64(m_wakeUps))
            drainWakeUps();
        else
            m_ready.push_back({int(quint32(data)), quint32(data >> 32), events[size_t(i)].events});
    }
    for (const int descriptor : m_files)
        m_ready.push_back({descriptor, m_watches.at(descriptor).serial, EPOLLIN | EPOLLOUT});
}

void EpollDispatcher::waitForWakeUp(std::optional<Nanoseconds> time) const
{
    const timespec left = toTimespec(time.value_or(Nanoseconds(0)));
    pollfd watched{m_wakeUps, POLLIN, 0};
    if (::ppoll(&watched, 1, time ? &left : nullptr, nullptr) > 0)
        drainWakeUps();
}

void EpollDispatcher::drainWakeUps() const
{
    eventfd_t count = 0;
    ::eventfd_read(m_wakeUps, &count);
}

int EpollDispatcher::activateNotifiers()
{
    int handled = 0;
    while (!m_ready.empty()) {
        const Ready ready = m_ready.back();
        m_ready.pop_back();
        handled += activate(ready);
    }
    return handled;
}

int EpollDispatcher::activate(const Ready &ready)
{
    int handled = 0;
    for (size_t type = 0; type < kEvents.size(); ++type) {
        const auto found = m_watches.find(ready.descriptor);
        if (found == m_watches.end() || found->second.serial != ready.serial)
            return handled; // what was before closed it
        QSocketNotifier *notifier = found->second.notifiers[type];
        if (!notifier || !(ready.events & (kEvents[type] | kAlways)))
            continue;
        QEvent event(QEvent::SockAct);
        QCoreApplication::sendEvent(notifier, &event);
        ++handled;
    }
    return handled;
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = int(notifier->socket());
    Watch &watch = m_watches[descriptor];
    if (watch.serial == 0)
        watch.serial = ++m_serial == 0 ? ++m_serial : m_serial;
    QSocketNotifier *&place = watch.notifiers.at(size_t(notifier->type()));
    if (place && place != notifier)
        qWarning("Descriptor %d has two notifiers of one type; the first is dropped.", descriptor);
    place = notifier;
    change(descriptor, watch);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const auto descriptor = int(notifier->socket());
    const auto found = m_watches.find(descriptor);
    if (found == m_watches.end())
        return;
    QSocketNotifier *&place = found->second.notifiers.at(size_t(notifier->type()));
    if (place == notifier)
        place = nullptr;
    change(descriptor, found->second);
}

void EpollDispatcher::change(int descriptor, Watch &watch)
{
    watch.wanted = 0;
    for (size_t type = 0; type < kEvents.size(); ++type)
        watch.wanted |= watch.notifiers[type] ? kEvents[type] : 0;
    if (watch.wanted != 0) {
        m_changed.push_back(descriptor);
        return;
    }
    // At once: the descriptor may be closed next, and its number used again.
    apply(descriptor, watch);
    std::erase(m_files, descriptor);
    m_watches.erase(descriptor);
}

void EpollDispatcher::applyChanges()
{
    for (const int descriptor : m_changed) {
        const auto found = m_watches.find(descriptor);
        if (found != m_watches.end())
            apply(descriptor, found->second);
    }
    m_changed.clear();
}

void EpollDispatcher::apply(int descriptor, Watch &watch)
{
    if (watch.wanted == watch.applied || watch.alwaysReady)
        return;
    epoll_event event{};
    event.events = watch.wanted;
    event.data.u64 = quint64(watch.serial) << 32 | quint32(descriptor);
    const int action = watch.wanted == 0 ? EPOLL_CTL_DEL
        : watch.applied == 0             ? EPOLL_CTL_ADD
                                         : EPOLL_CTL_MOD;
    watch.applied = watch.wanted;
    if (::epoll_ctl(m_epoll, action, descriptor, &event) == 0 || errno != EPERM)
        return;
    watch.alwaysReady = true;
    m_files.push_back(descriptor);
}

void EpollDispatcher::registerTimer(int id, qint64 interval, Qt::TimerType type, QObject *object)
{
    m_timers.add(id, interval, type, object, TimerQueue::Clock::now());
}

bool EpollDispatcher::unregisterTimer(int id)
{
    return m_timers.remove(id);
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    return m_timers.removeOf(object);
}

QList<EpollDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    return m_timers.timersOf(object);
}

int EpollDispatcher::remainingTime(int id)
{
    const auto due = m_timers.due(id);
    if (!due)
        return -1;
    const auto left = *due - TimerQueue::Clock::now();
    return std::max(0, int(std::chrono::ceil<std::chrono::milliseconds>(left).count()));
}

void EpollDispatcher::wakeUp()
{
    if (m_state.exchange(State::Woken) == State::Waiting)
        ::eventfd_write(m_wakeUps, 1);
}

void EpollDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

void EpollDispatcher::closingDown()
{
    m_timers.clear();
    for (auto &[descriptor, watch] : m_watches) {
        watch.wanted = 0;
        apply(descriptor, watch);
    }
    m_watches.clear();
    m_changed.clear();
    m_files.clear();
    m_ready.clear();
}

} // namespace mws
