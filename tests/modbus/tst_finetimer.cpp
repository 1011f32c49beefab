// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/finetimer.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <sys/resource.h>

using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// No file descriptor can be opened while it lives.
class NoDescriptors
{
public:
    NoDescriptors()
    {
        getrlimit(RLIMIT_NOFILE, &m_before);
        const rlimit none{0, m_before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &m_before); }

private:
    rlimit m_before{};
};

} // namespace

class FineTimerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firesOnceAndNeverEarly()
    {
        FineTimer timer;
        QSignalSpy fired(&timer, &FineTimer::timeout);
        for (const auto time : {0us, 1us, 300us, 1750us, 4011us}) {
            QElapsedTimer clock;
            clock.start();
            timer.start(time);
            QVERIFY(timer.isActive());
            QCOMPARE(fired.size(), 0);
            QVERIFY(fired.wait());
            QVERIFY(clock.nsecsElapsed() >= std::chrono::nanoseconds(time).count());
            QVERIFY(!timer.isActive());
            QTest::qWait(10);
            QCOMPARE(fired.size(), 1);
            fired.clear();
        }
    }

    void aNewStartReplacesTheOld()
    {
        FineTimer timer;
        QSignalSpy fired(&timer, &FineTimer::timeout);
        QElapsedTimer clock;
        clock.start();
        timer.start(100us);
        QTest::qSleep(2); // it has run out, but nobody has looked
        timer.start(30ms);
        QVERIFY(fired.wait());
        QVERIFY(clock.elapsed() >= 32);
        QCOMPARE(fired.size(), 1);
    }

    void aStoppedTimerIsSilent()
    {
        FineTimer timer;
        QSignalSpy fired(&timer, &FineTimer::timeout);
        timer.stop();
        timer.start(100us);
        QTest::qSleep(2);
        timer.stop();
        QVERIFY(!timer.isActive());
        QTest::qWait(20);
        QCOMPARE(fired.size(), 0);
    }

    void mayBeStartedWhenItFires()
    {
        FineTimer timer;
        int count = 0;
        connect(&timer, &FineTimer::timeout, this, [&] {
            if (++count < 5)
                timer.start(50us);
        });
        timer.start(50us);
        QTRY_COMPARE(count, 5);
        QVERIFY(!timer.isActive());
    }

    /// Both have run out when the event loop looks.
    void aRestartInTheSameTurnIsNotCutShort()
    {
        FineTimer timers[2];
        int fired = 0;
        for (int i = 0; i < 2; ++i) {
            connect(&timers[i], &FineTimer::timeout, this, [&, i] {
                ++fired;
                timers[1 - i].start(60s);
            });
            timers[i].start(100us);
        }
        QTest::qSleep(2);
        QTRY_COMPARE(fired, 1);
        QTest::qWait(20);
        QCOMPARE(fired, 1);
    }

    void worksWithoutDescriptors()
    {
        FineTimer timer;
        QSignalSpy fired(&timer, &FineTimer::timeout);
        {
            const NoDescriptors none;
            timer.start(1500us);
        }
        QVERIFY(fired.wait());
        QVERIFY(!timer.isActive());
        {
            const NoDescriptors none;
            timer.start(1500us);
            timer.stop();
        }
        QTest::qWait(20);
        QCOMPARE(fired.size(), 1);
    }
};

QTEST_GUILESS_MAIN(FineTimerTest)
#include "tst_finetimer.moc"
