// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The main thread of this program runs on the dispatcher, and so does everything Qt Test waits
// with.

#include "core/epolldispatcher.h"

#include <QCoreApplication>
#include <QPointer>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QTemporaryFile>
#include <QTest>
#include <QThread>
#include <QTimer>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace mws;

namespace
{

/// Two connected sockets; each end is closed once.
class Pair
{
public:
    Pair()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, m_ends) != 0)
            qFatal("no sockets");
    }
    ~Pair() { closeBoth(); }

    void closeBoth()
    {
        for (int &end : m_ends) {
            if (end >= 0)
                ::close(end);
            end = -1;
        }
    }
    [[nodiscard]] int near() const { return m_ends[0]; }
    void say() const { QCOMPARE(::write(m_ends[1], "x", 1), 1); }
    void hear() const
    {
        char byte = 0;
        QCOMPARE(::read(m_ends[0], &byte, 1), 1);
    }

private:
    int m_ends[2] = {-1, -1};
};

/// Two ends of a TCP connection, which know urgent data.
void connectTcp(int (&ends)[2])
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), size), 0);
    QCOMPARE(::listen(listener, 1), 0);
    QCOMPARE(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size), 0);
    ends[0] = ::socket(AF_INET, SOCK_STREAM, 0);
    QCOMPARE(::connect(ends[0], reinterpret_cast<sockaddr *>(&address), size), 0);
    ends[1] = ::accept(listener, nullptr, nullptr);
    ::close(listener);
}

void turn(QEventLoop::ProcessEventsFlags flags = QEventLoop::AllEvents)
{
    QAbstractEventDispatcher::instance()->processEvents(flags);
}

void later(const std::function<void()> &action)
{
    QMetaObject::invokeMethod(qApp, action, Qt::QueuedConnection);
}

} // namespace

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

    void zeroTimersLeaveRoomForSockets()
    {
        const Pair pair;
        QTimer zero;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        int turns = 0;
        int heard = 0;
        connect(&zero, &QTimer::timeout, this, [&] {
            ++turns;
            if (turns % 10 == 0)
                pair.say();
        });
        connect(&notifier, &QSocketNotifier::activated, this, [&] {
            pair.hear();
            ++heard;
        });
        zero.start(0);
        QTRY_VERIFY(heard >= 5);
        QVERIFY(turns >= 50);
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

    void readAndWriteOfOneSocket()
    {
        const Pair pair;
        QSocketNotifier read(pair.near(), QSocketNotifier::Read);
        QSocketNotifier write(pair.near(), QSocketNotifier::Write);
        QSignalSpy reads(&read, &QSocketNotifier::activated);
        QSignalSpy writes(&write, &QSocketNotifier::activated);
        turn();
        QCOMPARE(writes.size(), 1);
        QCOMPARE(reads.size(), 0);
        pair.say();
        turn();
        QCOMPARE(writes.size(), 2);
        QCOMPARE(reads.size(), 1);
        write.setEnabled(false);
        turn();
        QCOMPARE(writes.size(), 2);
        QCOMPARE(reads.size(), 2); // nobody has read it
        read.setEnabled(false);
        write.setEnabled(true);
        turn();
        QCOMPARE(writes.size(), 3);
        QCOMPARE(reads.size(), 2);
    }

    void aDisabledNotifierIsSilentAndComesBack()
    {
        const Pair pair;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        pair.say();
        turn();
        QCOMPARE(activated.size(), 1);
        notifier.setEnabled(false);
        bool over = false;
        int turns = 0;
        QTimer::singleShot(30, Qt::PreciseTimer, this, [&over] { over = true; });
        while (!over) {
            turn(QEventLoop::WaitForMoreEvents);
            ++turns;
        }
        QVERIFY2(turns < 10, "a socket that nobody watches keeps the loop busy");
        QCOMPARE(activated.size(), 1);
        notifier.setEnabled(true);
        turn();
        QCOMPARE(activated.size(), 2);
    }

    void urgentDataActivatesException()
    {
        int ends[2];
        connectTcp(ends);
        QSocketNotifier exception(ends[0], QSocketNotifier::Exception);
        QSignalSpy activated(&exception, &QSocketNotifier::activated);
        turn();
        QCOMPARE(activated.size(), 0);
        QCOMPARE(::send(ends[1], "!", 1, MSG_OOB), 1);
        QTRY_VERIFY(!activated.isEmpty());
        exception.setEnabled(false);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void aClosedPeerActivatesRead()
    {
        int ends[2];
        connectTcp(ends);
        QSocketNotifier read(ends[0], QSocketNotifier::Read);
        QSignalSpy activated(&read, &QSocketNotifier::activated);
        ::close(ends[1]);
        QTRY_VERIFY(!activated.isEmpty());
        read.setEnabled(false);
        ::close(ends[0]);
    }

    void aNotifierThatAnotherDeletesIsNotActivated()
    {
        const Pair pairs[2];
        std::unique_ptr<QSocketNotifier> notifiers[2];
        int activated = 0;
        for (int i = 0; i < 2; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                ++activated;
                pairs[i].hear();
                notifiers[1 - i].reset();
            });
            pairs[i].say();
        }
        turn();
        turn();
        QCOMPARE(activated, 1);
    }

    void aDescriptorThatIsUsedAgainIsANewOne()
    {
        Pair pairs[2];
        std::unique_ptr<QSocketNotifier> notifiers[2];
        std::unique_ptr<Pair> replacement;
        std::unique_ptr<QSocketNotifier> watching;
        int stale = 0;
        for (int i = 0; i < 2; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                pairs[i].hear();
                if (replacement)
                    return;
                const int old = pairs[1 - i].near();
                notifiers[1 - i].reset();
                pairs[1 - i].closeBoth();
                replacement = std::make_unique<Pair>();
                QCOMPARE(replacement->near(), old);
                watching = std::make_unique<QSocketNotifier>(old, QSocketNotifier::Read);
                connect(watching.get(), &QSocketNotifier::activated, this, [&stale] { ++stale; });
            });
            pairs[i].say();
        }
        turn();
        QVERIFY(watching);
        turn();
        QCOMPARE(stale, 0);
        replacement->say();
        QTRY_VERIFY(stale > 0);
    }

    void excludedSocketsComeAfterwards()
    {
        const Pair pair;
        QSocketNotifier notifier(pair.near(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        pair.say();
        turn(QEventLoop::ExcludeSocketNotifiers);
        QTimer::singleShot(1, this, [] {});
        turn(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
        QCOMPARE(activated.size(), 0);
        turn();
        QCOMPARE(activated.size(), 1);
    }

    void socketsThatAreReadyTogetherAreServedInANestedLoop()
    {
        const Pair pairs[3];
        std::unique_ptr<QSocketNotifier> notifiers[3];
        int heard = 0;
        QEventLoop nested;
        for (int i = 0; i < 3; ++i) {
            notifiers[i]
                = std::make_unique<QSocketNotifier>(pairs[i].near(), QSocketNotifier::Read);
            connect(notifiers[i].get(), &QSocketNotifier::activated, this, [&, i] {
                pairs[i].hear();
                if (++heard == 1)
                    nested.exec();
                else if (heard == 3)
                    nested.quit();
            });
            pairs[i].say();
        }
        turn();
        QCOMPARE(heard, 3);
    }

    void aFileIsAlwaysReady()
    {
        QTemporaryFile file;
        QVERIFY(file.open());
        QSocketNotifier notifier(file.handle(), QSocketNotifier::Read);
        QSignalSpy activated(&notifier, &QSocketNotifier::activated);
        turn(QEventLoop::WaitForMoreEvents);
        turn(QEventLoop::WaitForMoreEvents);
        QCOMPARE(activated.size(), 2);
        notifier.setEnabled(false);
        turn();
        QCOMPARE(activated.size(), 2);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication::setEventDispatcher(new EpollDispatcher);
    QCoreApplication application(argc, argv);
    EpollDispatcherTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_epolldispatcher.moc"
