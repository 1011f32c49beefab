// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/dispatched.h"

#include <QPointer>
#include <QSignalSpy>
#include <QThread>
#include <QTimer>
#include <thread>

using namespace mws;

namespace
{

void later(const std::function<void()> &action)
{
    QMetaObject::invokeMethod(qApp, action, Qt::QueuedConnection);
}

} // namespace

/// Calls, waits and timers on the dispatcher.
class EpollDispatcherTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(qobject_cast<EpollDispatcher *>(QAbstractEventDispatcher::instance()));
    }

    void callsFromAnotherThreadComeInOrder()
    {
        constexpr int count = 20000;
        QList<int> numbers;
        QEventLoop loop;
        std::thread other([&] {
            for (int i = 0; i < count; ++i) {
                later([&numbers, i] { numbers.append(i); });
                if (i % 1000 == 0)
                    std::this_thread::yield();
            }
            later([&loop] { loop.quit(); });
        });
        loop.exec();
        other.join();
        QCOMPARE(numbers.size(), count);
        for (int i = 0; i < count; ++i)
            QCOMPARE(numbers.at(i), i);
    }

    void aCallBackAndForthIsNeverLost()
    {
        QThread thread;
        auto *dispatcher = new EpollDispatcher;
        thread.setEventDispatcher(dispatcher);
        QObject there;
        there.moveToThread(&thread);
        thread.start();
        int rounds = 0;
        for (; rounds < 2000; ++rounds) {
            bool done = false;
            QMetaObject::invokeMethod(
                &there, [&done] { done = true; }, Qt::BlockingQueuedConnection);
            QVERIFY(done);
        }
        thread.quit();
        QVERIFY(thread.wait(60000));
        QCOMPARE(rounds, 2000);
    }

    void wakeUpAndInterruptEndAWait()
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        for (const bool interrupts : {false, true}) {
            std::thread other([dispatcher, interrupts] {
                if (interrupts)
                    dispatcher->interrupt();
                else
                    dispatcher->wakeUp();
            });
            turn(QEventLoop::WaitForMoreEvents); // for ever, if it does not come
            other.join();
            turn();
        }
    }

    void aWakeUpBeforeTheWaitCounts()
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        dispatcher->wakeUp();
        turn(QEventLoop::WaitForMoreEvents); // for ever, if it is forgotten
        dispatcher->interrupt();
        turn(QEventLoop::WaitForMoreEvents);
    }

    void aWakeUpThatANestedTurnTookCounts()
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        int nested = 0;
        const auto askAndTurn = [dispatcher, &nested] {
            dispatcher->wakeUp();
            turn();
            ++nested;
        };
        const auto once = Qt::ConnectionType(Qt::DirectConnection | Qt::SingleShotConnection);
        turn();
        turn(); // nobody has called any more
        connect(
            dispatcher, &QAbstractEventDispatcher::awake, this, [&] { later(askAndTurn); }, once);
        turn(QEventLoop::WaitForMoreEvents); // for ever, if it waits for another call
        QCOMPARE(nested, 1);
    }

    void aThreadEndsFromOutsideAndFromInside()
    {
        for (int i = 0; i < 50; ++i) {
            QThread thread;
            thread.setEventDispatcher(new EpollDispatcher);
            thread.start();
            if (i % 2 == 0) {
                thread.quit();
            } else {
                QObject *there = new QObject;
                there->moveToThread(&thread);
                connect(&thread, &QThread::finished, there, &QObject::deleteLater);
                QMetaObject::invokeMethod(
                    there, [] { QThread::currentThread()->exit(3); }, Qt::QueuedConnection);
            }
            QVERIFY(thread.wait(60000));
        }
    }

    void deleteLaterWorksInANestedLoopOnlyForItsOwn()
    {
        QPointer<QObject> outer = new QObject;
        QPointer<QObject> inner;
        bool outerLived = false;
        QEventLoop outerLoop;
        later([&] {
            outer->deleteLater();
            QEventLoop loop;
            later([&] {
                inner = new QObject;
                inner->deleteLater();
                later([&] { loop.quit(); });
            });
            loop.exec();
            outerLived = !outer.isNull();
            later([&] { outerLoop.quit(); });
        });
        outerLoop.exec();
        QTRY_VERIFY(outer.isNull());
        QVERIFY(inner.isNull());
        QVERIFY(outerLived);
    }

    void quitEndsTheInnermostLoop()
    {
        QEventLoop outer;
        bool innerEnded = false;
        later([&] {
            QEventLoop inner;
            later([&inner] { inner.quit(); });
            inner.exec();
            innerEnded = outer.isRunning();
            later([&outer] { outer.quit(); });
        });
        outer.exec();
        QVERIFY(innerEnded);
    }

    void timersRunInANestedLoopButNotInThemselves()
    {
        QTimer first;
        QTimer second;
        int inFirst = 0;
        int most = 0;
        int seconds = 0;
        QEventLoop nested;
        connect(&first, &QTimer::timeout, this, [&] {
            most = std::max(most, ++inFirst);
            nested.exec();
            --inFirst;
            first.stop();
        });
        connect(&second, &QTimer::timeout, this, [&] {
            if (inFirst > 0 && ++seconds == 20)
                nested.quit();
        });
        first.start(1);
        second.start(1);
        QTRY_COMPARE(seconds, 20);
        QCOMPARE(most, 1);
        second.stop();
    }

    void timersAreNotEarly_data()
    {
        QTest::addColumn<Qt::TimerType>("type");
        QTest::newRow("precise") << Qt::PreciseTimer;
        QTest::newRow("coarse") << Qt::CoarseTimer;
    }

    void timersAreNotEarly()
    {
        QFETCH(const Qt::TimerType, type);
        QTimer timer;
        timer.setTimerType(type);
        timer.setSingleShot(true);
        for (const int interval : {1, 5, 40}) {
            QSignalSpy fired(&timer, &QTimer::timeout);
            QElapsedTimer clock;
            clock.start();
            timer.start(interval);
            QVERIFY(timer.remainingTime() >= 0 && timer.remainingTime() <= interval * 21 / 20 + 1);
            QVERIFY(fired.wait(60000));
            QVERIFY(clock.nsecsElapsed() >= interval * 1000000LL);
            QCOMPARE(timer.remainingTime(), -1);
        }
    }

    void timersAreListedAndDieWithTheirObject()
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        auto object = std::make_unique<QObject>();
        const int id = object->startTimer(30000, Qt::VeryCoarseTimer);
        object->startTimer(20000);
        QCOMPARE(dispatcher->registeredTimers(object.get()).size(), 2);
        QVERIFY(dispatcher->remainingTime(id) > 20000);
        object->killTimer(id);
        QCOMPARE(dispatcher->registeredTimers(object.get()).size(), 1);
        const QObject *address = object.get();
        object.reset();
        QVERIFY(dispatcher->registeredTimers(const_cast<QObject *>(address)).isEmpty());
        QCOMPARE(dispatcher->remainingTime(id), -1);
    }
};

int main(int argc, char **argv)
{
    return runDispatched<EpollDispatcherTest>(argc, argv);
}

#include "tst_epolldispatcher.moc"
