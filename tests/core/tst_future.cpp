// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/future.h"

#include <QTest>
#include <QThread>
#include <atomic>
#include <optional>
#include <thread>
#include <vector>

using namespace mws;

/// Results that come later, perhaps from another thread.
class FutureTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aResultIsWaitedFor()
    {
        Promise<QString> promise;
        const Future<QString> future = promise.future();
        QVERIFY(!future.isFinished());
        std::thread other([promise] { promise.finish(QStringLiteral("here")); });
        QCOMPARE(future.result(), QStringLiteral("here"));
        QVERIFY(future.isFinished());
        other.join();
        promise.finish(QStringLiteral("late"));
        QCOMPARE(future.result(), QStringLiteral("here"));
        QCOMPARE(Future<int>::ready(7).result(), 7);
    }

    void continuationsRunOnceBeforeAndAfter()
    {
        Promise<int> promise;
        const Future<int> future = promise.future();
        QList<int> seen;
        future.then([&seen](int value) { seen.append(value); });
        const Future<QString> text = future.then([](int value) { return QString::number(value); });
        QVERIFY(seen.isEmpty());
        promise.finish(3);
        QCOMPARE(seen, QList<int>{3});
        QCOMPARE(text.result(), QStringLiteral("3"));
        future.then([&seen](const int &value) { seen.append(value + 1); });
        QCOMPARE(seen, (QList<int>{3, 4}));
    }

    /// What QFuture gets wrong: the two threads meet in every round, at different moments.
    void attachingWhileTheResultArrivesRunsItOnce()
    {
        constexpr int kRounds = 200000;
        std::atomic<int> turn{0};
        std::vector<Promise<int>> promises(kRounds);
        std::thread other([&turn, &promises] {
            for (int i = 0; i < kRounds; ++i) {
                while (turn.load() <= i) { }
                promises[size_t(i)].finish(i);
            }
        });
        std::atomic<int> runs{0};
        for (int i = 0; i < kRounds; ++i) {
            const Future<int> future = promises[size_t(i)].future();
            turn.store(i + 1);
            for (int pause = i % 97; pause > 0; --pause)
                std::atomic_signal_fence(std::memory_order_seq_cst);
            future.then([&runs](int) { ++runs; });
            future.waitForFinished();
        }
        other.join();
        QTRY_COMPARE(runs.load(), kRounds);
    }

    void aContextGetsItInItsThread()
    {
        QThread thread;
        QObject context;
        context.moveToThread(&thread);
        thread.start();
        Promise<int> promise;
        const Future<bool> inThread = promise.future().then(
            &context, [&thread](int) { return QThread::currentThread() == &thread; });
        promise.finish(1);
        QVERIFY(inThread.result());
        QVERIFY(promise.future()
                    .then(&context, [&thread](int) { return QThread::currentThread() == &thread; })
                    .result());
        QMetaObject::invokeMethod(
            &context, [&context] { context.moveToThread(nullptr); }, Qt::BlockingQueuedConnection);
        thread.quit();
        QVERIFY(thread.wait(10000));
    }

    void aPoolRunsIt()
    {
        QThreadPool pool;
        Promise<int> promise;
        const Future<bool> elsewhere = promise.future().then(&pool, [](int value) {
            return value == 2 && QThread::currentThread() != QCoreApplication::instance()->thread();
        });
        QVERIFY(!elsewhere.isFinished());
        promise.finish(2);
        QVERIFY(elsewhere.result());
    }

    void inTheOwnThreadItComesAtOnceOrInALaterTurn()
    {
        int atOnce = 0;
        int later = 0;
        const Future<int> future = Future<int>::ready(5);
        future.then(this, [&atOnce](int value) { atOnce = value; });
        QCOMPARE(atOnce, 5);
        whenDone(future, this, [&later](int value) { later = value; });
        QCOMPARE(later, 0);
        QTRY_COMPARE(later, 5);
    }

    void aContextThatIsGoneIsNotCalled()
    {
        Promise<int> promise;
        auto context = std::make_unique<QObject>();
        bool called = false;
        const Future<int> next = promise.future().then(context.get(), [&called](int value) {
            called = true;
            return value;
        });
        whenDone(promise.future(), context.get(), [&called](int) { called = true; });
        context.reset();
        promise.finish(1);
        QCoreApplication::processEvents();
        QVERIFY(!called);
        QVERIFY(next.isFinished()); // without a result
    }

    void aPromiseThatIsNotKeptEndsWhatFollows()
    {
        std::optional<Promise<int>> promise(std::in_place);
        const Future<int> future = promise->future();
        bool called = false;
        const Future<int> next = future.then([&called](int value) {
            called = true;
            return value;
        });
        bool told = false;
        future.whenOver(this, [&told](const int *result) { told = result == nullptr; });
        std::optional<Promise<int>> copy(*promise);
        promise.reset();
        QVERIFY(!future.isFinished());
        copy.reset();
        QVERIFY(future.isFinished());
        QVERIFY(next.isFinished());
        QVERIFY(!called);
        QTRY_VERIFY(told);
    }

    void allAreGathered()
    {
        Promise<int> first;
        std::optional<Promise<int>> second(std::in_place);
        const auto all
            = Future<int>::all({first.future(), second->future(), Future<int>::ready(3)});
        second.reset();
        QVERIFY(!all.isFinished());
        first.finish(1);
        QCOMPARE(all.result(), (QList<std::optional<int>>{1, std::nullopt, 3}));
        QVERIFY(Future<int>::all({}).result().isEmpty());
    }

    void theInnerFutureIsUnwrapped()
    {
        Promise<int> outer;
        Promise<QString> inner;
        const Future<QString> future
            = outer.future().then([&inner](int) { return inner.future(); }).unwrap();
        outer.finish(1);
        QVERIFY(!future.isFinished());
        inner.finish(QStringLiteral("in"));
        QCOMPARE(future.result(), QStringLiteral("in"));
    }
};

QTEST_GUILESS_MAIN(FutureTest)
#include "tst_future.moc"
