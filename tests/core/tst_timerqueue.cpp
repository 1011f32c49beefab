// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/timerqueue.h"

#include <QTest>
#include <functional>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

/// Notes which timers fired.
class Listener final : public QObject
{
public:
    QList<int> fired;
    std::function<void(int)> onTimer = [](int) {};

protected:
    void timerEvent(QTimerEvent *event) override
    {
        fired.append(event->timerId());
        onTimer(event->timerId());
    }
};

} // namespace

class TimerQueueTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_queue.clear();
        m_listener = std::make_unique<Listener>();
    }

    void firesInOrderAndNeverEarly()
    {
        add(1, 30);
        add(2, 10);
        add(3, 25);
        QVERIFY(m_queue.next() == m_start + 10ms);
        QCOMPARE(m_queue.fire(m_start + 10ms - 1ns), 0);
        QCOMPARE(m_queue.fire(m_start + 10ms), 1);
        QCOMPARE(m_queue.fire(m_start + 30ms), 3); // the second again
        QCOMPARE(m_listener->fired, (QList<int>{2, 2, 3, 1}));
    }

    void keepsThePeriodAndSkipsWhatWasMissed()
    {
        add(1, 10);
        m_queue.fire(m_start + 13ms);
        QVERIFY(m_queue.due(1) == m_start + 20ms);
        m_queue.fire(m_start + 77ms);
        QCOMPARE(m_listener->fired.size(), 2);
        QVERIFY(m_queue.due(1) == m_start + 87ms);
    }

    void coarseTimersMeetWithinFivePercent()
    {
        for (int i = 0; i < 40; ++i)
            m_queue.add(i, 1000, Qt::CoarseTimer, m_listener.get(), m_start + i * 1ms);
        std::set<TimerQueue::Time> moments;
        for (int i = 0; i < 40; ++i) {
            const auto late = *m_queue.due(i) - (m_start + i * 1ms + 1000ms);
            QVERIFY(late >= 0ns && late <= 50ms);
            moments.insert(*m_queue.due(i));
        }
        QVERIFY(moments.size() <= 3);
    }

    void roundingDoesNotAddUp()
    {
        m_queue.add(1, 250, Qt::CoarseTimer, m_listener.get(), m_start);
        for (int i = 0; i < 1000; ++i)
            m_queue.fire(*m_queue.next());
        const auto expected = m_start + 1001 * 250ms;
        QVERIFY(*m_queue.due(1) >= expected && *m_queue.due(1) <= expected + 13ms);
    }

    void veryCoarseTimersMeetAtWholeSeconds()
    {
        m_queue.add(1, 3300, Qt::VeryCoarseTimer, m_listener.get(), m_start);
        const auto due = *m_queue.due(1);
        QVERIFY(due.time_since_epoch() % 1s == 0ns);
        QVERIFY(due >= m_start + 3300ms && due < m_start + 4300ms);
    }

    void zeroTimersFireOncePerTurn()
    {
        add(1, 0);
        add(2, 0);
        QCOMPARE(m_queue.fire(m_start), 2);
        QCOMPARE(m_queue.fire(m_start), 2);
        QCOMPARE(m_listener->fired.size(), 4);
    }

    void aStoppedTimerDoesNotFireInTheSameTurn()
    {
        add(1, 10);
        add(2, 11);
        m_listener->onTimer = [this](int) { m_queue.remove(2); };
        QCOMPARE(m_queue.fire(m_start + 20ms), 1);
        QVERIFY(!m_queue.due(2));
    }

    void anIdThatIsUsedAgainIsANewTimer()
    {
        add(1, 10);
        add(2, 11);
        m_listener->onTimer = [this](int id) {
            if (id == 1)
                m_queue.add(2, 0, Qt::PreciseTimer, m_listener.get(), m_start + 15ms);
        };
        QCOMPARE(m_queue.fire(m_start + 20ms), 1);
        QCOMPARE(m_listener->fired, QList<int>{1});
    }

    void aTimerDoesNotInterruptItself()
    {
        add(1, 10);
        add(2, 15);
        m_listener->onTimer = [this](int id) {
            if (id != 1)
                return;
            m_queue.fire(m_start + 40ms);
            m_queue.fire(m_start + 60ms);
        };
        m_queue.fire(m_start + 10ms);
        QCOMPARE(m_listener->fired, (QList<int>{1, 2, 2}));
        m_listener->onTimer = [](int) {};
        m_queue.fire(m_start + 200ms);
        QCOMPARE(m_listener->fired.count(1), 2);
    }

    void aZeroTimerThatRunsALoopDoesNotKeepItBusy()
    {
        add(1, 0);
        add(2, 50);
        std::optional<TimerQueue::Time> inside;
        m_listener->onTimer = [this, &inside](int) { inside = m_queue.next(); };
        m_queue.fire(m_start);
        QVERIFY(inside == m_start + 50ms);
        QVERIFY(m_queue.next() == m_start);
    }

    void handlersMayRemoveEverything()
    {
        for (int i = 1; i < 20; ++i)
            add(i, i);
        m_listener->onTimer = [this](int) { m_queue.clear(); };
        QCOMPARE(m_queue.fire(m_start + 20ms), 1);
        QVERIFY(!m_queue.next());
    }

    void removesAndListsByObject()
    {
        Listener other;
        add(1, 10);
        m_queue.add(2, 20, Qt::CoarseTimer, &other, m_start);
        m_queue.add(3, 30, Qt::PreciseTimer, &other, m_start);
        QCOMPARE(m_queue.timersOf(&other).size(), 2);
        QVERIFY(m_queue.removeOf(&other));
        QVERIFY(!m_queue.removeOf(&other));
        QVERIFY(!m_queue.remove(2));
        QCOMPARE(m_queue.timersOf(m_listener.get()).constFirst().interval, 10);
    }

private:
    void add(int id, qint64 interval)
    {
        m_queue.add(id, interval, Qt::PreciseTimer, m_listener.get(), m_start);
    }

    const TimerQueue::Time m_start{5000s};
    TimerQueue m_queue;
    std::unique_ptr<Listener> m_listener;
};

QTEST_GUILESS_MAIN(TimerQueueTest)
#include "tst_timerqueue.moc"
