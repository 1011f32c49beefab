// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/busy.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using Outcome = FieldWriteResult::Outcome;

/// Several requests in flight over one link: what is together, what stays alone, and that one unit
/// does not cost the others their slots.
class WindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAreInFlightTogether_data()
    {
        QTest::addColumn<int>("window");
        for (const int window : {1, 2, 4, 16})
            QTest::addRow("%d", window) << window;
    }

    void readsAreInFlightTogether()
    {
        QFETCH(int, window);
        Busy bench(1, 20, window);
        bench.start();
        bench.line->latency = 40ms;
        bench.run(10s);
        QCOMPARE(bench.line->mostInFlight, window);
        for (int i = 1; i < 20; ++i)
            QCOMPARE(bench.quality(tagOf(1, i)), Quality::Good);
        QCOMPARE(bench.unit(1).timeouts, quint64(0));
        QCOMPARE(bench.unit(1).good + quint64(window) >= bench.unit(1).requests, true);
    }

    void oneBlockIsAskedOnlyOnceAtATime()
    {
        Busy bench(1, 5);
        bench.start();
        bench.line->latency = 90ms;
        bench.run(3s);
        QHash<int, Milliseconds> last;
        for (const SentRequest &request : bench.line->sent()) {
            if (last.contains(request.address()))
                QVERIFY(request.at - last.value(request.address()) >= 90ms);
            last.insert(request.address(), request.at);
        }
        QVERIFY(bench.line->mostInFlight > 1);
    }

    void row25SlowUnitTakesOneSlot()
    {
        Busy bench(3, 10);
        bench.start();
        bench.line->slow = {{1, 400ms}};
        bench.run(200ms); // the second round has no fixed distance from the first
        bench.line->forget();
        bench.run(10s);
        QCOMPARE(mostWithin(bench.line->sentTo(1), 400ms), 1);
        for (const int unit : {2, 3}) {
            QVERIFY(mostWithin(bench.line->sentTo(unit), 2ms) > 1);
            QVERIFY(longestGap(bench.line->sentTo(unit)) <= 102ms);
        }
        for (const int unit : {1, 2, 3})
            QCOMPARE(bench.unit(unit).timeouts, quint64(0));
    }

    /// It has many requests on the wire when it begins to be slow.
    void row25UnitThatBecomesSlowLeavesSlots()
    {
        Busy bench(3, 20, 4);
        bench.start();
        bench.run(3s);
        bench.line->slow = {{1, 400ms}};
        bench.run(1s);
        bench.line->forget();
        bench.run(5s);
        QCOMPARE(mostWithin(bench.line->sentTo(1), 400ms), 1);
        for (const int unit : {2, 3})
            QVERIFY(longestGap(bench.line->sentTo(unit)) <= 102ms);
    }

    void row1SilentUnitLeavesSlots()
    {
        Busy bench(3, 20, 4);
        bench.start();
        bench.run(3s);
        bench.line->silent = {1};
        bench.line->forget();
        bench.run(5s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        for (const int unit : {2, 3})
            QVERIFY(longestGap(bench.line->sentTo(unit)) <= 102ms);
        QCOMPARE(bench.line->opens(), 1);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
    }

    /// The requests that one pause of the device costs count as one failure.
    void shortPauseDoesNotKill()
    {
        Busy bench(2, 20);
        bench.connection.retries = 1;
        bench.start();
        bench.run(3s);
        QVERIFY(bench.line->mostInFlight > 4);
        bench.line->silent = {1};
        bench.run(100ms); // one round
        bench.line->silent.clear();
        bench.published.clear();
        bench.run(3s);
        QVERIFY(bench.unit(1).timeouts > 0);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        for (int i = 1; i < 20; ++i)
            QCOMPARE(bench.times(tagOf(1, i), Quality::BadCommunication), 0);
    }

    void deadOnlyAfterThreeFailuresInARow()
    {
        Busy bench(2, 20);
        bench.start();
        bench.run(3s);
        bench.line->silent = {1};
        bench.run(1400ms);
        QVERIFY(bench.unit(1).timeouts > 3);
        QVERIFY(bench.unit(1).state != UnitState::Dead);
        bench.run(900ms); // the first is asked again alone, and that counts
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
    }

    void lostLinkEndsEverythingInFlight()
    {
        Busy bench(2, 20);
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        const WriteId id = bench.write(a(), Value(quint64(9)));
        const auto isSent = [&bench] { return !writesIn(bench.line->sent()).isEmpty(); };
        while (!isSent())
            bench.run(1ms);
        bench.line->breakLink();
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.quality(tagOf(2, 3)), Quality::BadCommunication);
        bench.run(5s);
        QCOMPARE(bench.quality(tagOf(2, 3)), Quality::Good);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.answers, 1);
    }

    void silentGatewayIsOpenedAnew()
    {
        Busy bench(4, 10);
        bench.start();
        bench.run(2s);
        bench.line->silent = {1, 2, 3, 4};
        bench.run(10s);
        QVERIFY(bench.line->opens() > 1);
        bench.line->silent.clear();
        bench.run(20s); // the next probe comes after up to 16 s
        for (const int unit : {1, 2, 3, 4})
            QCOMPARE(bench.unit(unit).state, UnitState::Good);
    }

    void detailAndLateAnswersAreShown()
    {
        Busy bench(1, 1);
        bench.start();
        bench.run(100ms);
        QCOMPARE(bench.scheduler->link().detail, QStringLiteral("fake"));
        Q_EMIT bench.line->lateAnswer(240ms);
        Q_EMIT bench.line->lateAnswer(90ms);
        bench.run(2s);
        QVERIFY(bench.scheduler->link().detail.startsWith(QStringLiteral("fake, ")));
        QVERIFY(bench.scheduler->link().detail.contains(QStringLiteral("240 ms late")));
        bench.line->breakLink();
        QCOMPARE(bench.scheduler->link().detail, QString());
        bench.run(3s);
        QCOMPARE(bench.scheduler->link().detail, QStringLiteral("fake"));
    }

    void stopWithRequestsInFlight()
    {
        Busy bench(2, 20);
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.runUntilBusy(16);
        const WriteId id = bench.write(a(), Value(quint64(9)));
        bench.scheduler->stop();
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QCOMPARE(bench.answers, 1);
        QVERIFY(!bench.line->isOpen());
    }

    /// An answer within a third of the timeout gives a slot, one after half of it takes all but
    /// one.
    void slotsStayWithAnswersBetween_data()
    {
        QTest::addColumn<Milliseconds>("latency");
        QTest::addColumn<int>("together");
        QTest::newRow("less than a third") << Milliseconds(160) << 4;
        QTest::newRow("less than half") << Milliseconds(240) << 4;
        QTest::newRow("more than half") << Milliseconds(260) << 1;
    }

    void slotsStayWithAnswersBetween()
    {
        QFETCH(Milliseconds, latency);
        QFETCH(int, together);
        Busy bench(1, 10, 4);
        bench.start();
        bench.run(3s);
        bench.line->latency = latency;
        bench.run(3s);
        bench.line->forget();
        bench.run(5s);
        QCOMPARE(mostWithin(bench.line->sent(), latency), together);
    }

    void slotsDoNotGrowWithAnswersBetween()
    {
        Busy bench(1, 10, 4);
        bench.start();
        bench.line->latency = 180ms;
        bench.run(10s);
        QCOMPARE(bench.line->mostInFlight, 1);
    }

    /// With nobody left who would have to wait, all slots are for probes.
    void deadUnitsAreProbedTogether()
    {
        Busy bench(16, 1);
        bench.start();
        for (int unit = 1; unit <= 16; ++unit)
            bench.line->silent.insert(unit);
        bench.run(200s);
        Milliseconds quiet = bench.clock.monotonic() - bench.line->sent().last().at;
        for (int i = 0; i < 120 && quiet < 31s; ++i) {
            bench.run(1s);
            quiet = bench.clock.monotonic() - bench.line->sent().last().at;
        }
        QVERIFY(quiet >= 31s);
        bench.line->forget();
        bench.scheduler->refresh(bench.scheduler->tags());
        bench.run(400ms);
        for (int unit = 1; unit <= 16; ++unit)
            QCOMPARE(bench.line->sentTo(unit).size(), 1);
    }

    void gapIsKeptBetweenRequests()
    {
        Busy bench(1, 20);
        bench.connection.requestGapMs = 10;
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        QCOMPARE(mostWithin(bench.line->sent(), 10ms), 1);
        QVERIFY(bench.line->mostInFlight > 1);
    }
};

QTEST_GUILESS_MAIN(WindowTest)
#include "tst_window.moc"
