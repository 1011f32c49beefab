// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadlinetimer.h"

#include <QSignalSpy>
#include <QTest>

using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

using Clock = DeadlineTimer::Clock;

/// A timer and how often it fired.
struct Alarm {
    DeadlineTimer timer;
    QSignalSpy fired{&timer, &QTimer::timeout};
};

} // namespace

class DeadlineTimerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesOnceAndNeverEarly()
    {
        Alarm alarm;
        for (const auto time : {-5ms, 0ms, 1ms, 30ms}) {
            const auto deadline = Clock::now() + time;
            alarm.timer.fireBy(deadline);
            QCOMPARE(alarm.fired.size(), 0);
            QVERIFY(alarm.fired.wait());
            QVERIFY(Clock::now() >= deadline);
            QVERIFY(!alarm.timer.isActive());
            alarm.fired.clear();
        }
    }

    void anEarlierDeadlineCounts()
    {
        Alarm alarm;
        alarm.timer.fireBy(Clock::now() + 60s);
        alarm.timer.fireBy(Clock::now() + 20ms);
        QVERIFY(alarm.fired.wait());
    }

    void aLaterDeadlineLeavesItAsItIs()
    {
        Alarm alarm;
        alarm.timer.fireBy(Clock::now() + 20ms);
        const int id = alarm.timer.timerId();
        alarm.timer.fireBy(Clock::now() + 60s);
        QCOMPARE(alarm.timer.timerId(), id);
        QVERIFY(alarm.fired.wait());
        alarm.timer.fireBy(Clock::now() + 20ms); // that of before is forgotten
        QVERIFY(alarm.fired.wait());
    }

    void afterAStopAnyDeadlineCounts()
    {
        Alarm alarm;
        alarm.timer.fireBy(Clock::now() + 1ms);
        alarm.timer.stop();
        const auto deadline = Clock::now() + 30ms;
        alarm.timer.fireBy(deadline);
        QVERIFY(alarm.fired.wait());
        QVERIFY(Clock::now() >= deadline);
    }
};

QTEST_GUILESS_MAIN(DeadlineTimerTest)
#include "tst_deadlinetimer.moc"
