// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "field/busymeter.h"
#include "field/counters.h"
#include "project/names.h"

#include <QTest>
#include <algorithm>
#include <random>

using namespace mws;
using namespace std::chrono_literals;

/// The parts that counters are made of.
class CountersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noTripYet()
    {
        const TripTimes trips;
        QCOMPARE(trips.count(), 0);
        QCOMPARE(trips.min(), 0ms);
        QCOMPARE(trips.max(), 0ms);
        QCOMPARE(trips.averageMs(), 0.0);
        QCOMPARE(trips.p95(), 0ms);
    }

    void shortTripsAreExact()
    {
        TripTimes trips;
        for (int ms = 0; ms < 16; ++ms) {
            TripTimes one;
            one.add(Milliseconds(ms));
            QCOMPARE(one.p95(), Milliseconds(ms));
            trips.add(Milliseconds(ms));
        }
        QCOMPARE(trips.min(), 0ms);
        QCOMPARE(trips.max(), 15ms);
        QCOMPARE(trips.averageMs(), 7.5);
        QCOMPARE(trips.p95(), 15ms);
    }

    void fiveOfAHundredMayTakeLonger()
    {
        TripTimes trips;
        for (int i = 0; i < 95; ++i)
            trips.add(10ms);
        for (int i = 0; i < 5; ++i)
            trips.add(900ms);
        QCOMPARE(trips.p95(), 10ms);
        trips.add(900ms);
        QCOMPARE_GE(trips.p95(), 800ms);
    }

    void p95IsNearTheSortedOne()
    {
        std::mt19937 random(4711);
        std::lognormal_distribution<double> distribution(4, 1.2);
        TripTimes trips;
        std::vector<qint64> sorted;
        for (int i = 0; i < 10000; ++i) {
            const auto ms = qint64(distribution(random));
            sorted.push_back(ms);
            trips.add(Milliseconds(ms));
        }
        std::sort(sorted.begin(), sorted.end());
        const auto exact = double(sorted[9499]);
        QCOMPARE_GE(double(trips.p95().count()), exact);
        QCOMPARE_LE(double(trips.p95().count()), exact * 1.125);
    }

    void longestAndImpossibleTrips()
    {
        TripTimes trips;
        trips.add(-5ms);
        QCOMPARE(trips.max(), 0ms);
        trips.add(10h);
        QCOMPARE(trips.max(), 10h);
        QCOMPARE_LE(trips.p95(), 10h);
        TripTimes edge;
        edge.add(131071ms);
        QCOMPARE(edge.p95(), 131071ms);
    }

    void busyShare()
    {
        BusyMeter meter;
        QCOMPARE(meter.take(1000ms), 0.0);
        meter.set(true, 1200ms);
        meter.set(true, 1300ms);
        meter.set(false, 1450ms);
        QCOMPARE(meter.take(2000ms), 0.25);
        QCOMPARE(meter.take(2000ms), 0.0);
        meter.set(true, 2500ms);
        QCOMPARE(meter.take(3000ms), 0.5);
        QCOMPARE(meter.take(4000ms), 1.0);
    }

    void everyReasonHasItsCounter()
    {
        for (size_t i = 0; i < kStrayReasons; ++i) {
            RequestCounters counters;
            counters.count(StrayReason(i));
            for (int c = int(Counter::Damaged); c <= int(Counter::Garbage); ++c) {
                const bool isIt = c - int(Counter::Damaged) == int(i);
                QCOMPARE(valueOf(counters, Counter(c)), Value(quint64(isIt ? 1 : 0)));
            }
        }
        QVERIFY(valueOf({}, Counter::BusLoad).isNone());
        QVERIFY(valueOf({}, Counter::None).isNone());
    }

    void exceptionsByCode()
    {
        RequestCounters counters;
        for (const int code : {2, 2, 11, 12, 255})
            counters.countException(quint8(code));
        QCOMPARE(counters.exceptions[2], 2);
        QCOMPARE(counters.exceptions[11], 1);
        QCOMPARE(counters.exceptions[0], 2);
        QCOMPARE(valueOf(counters, Counter::Exceptions), Value(quint64(5)));
    }

    void everyExceptionCodeHasItsCounter()
    {
        for (int code = 0; code <= 255; ++code) {
            RequestCounters counters;
            counters.countException(quint8(code));
            const QString own = code >= 1 && code <= 11 ? QStringLiteral("exception%1").arg(code)
                                                        : QStringLiteral("exceptionOther");
            for (int c = int(Counter::Exception1); c <= int(Counter::ExceptionOther); ++c) {
                const quint64 expected = nameOf(Counter(c)) == own ? 1 : 0;
                QCOMPARE(valueOf(counters, Counter(c)), Value(expected));
            }
        }
    }
};

QTEST_GUILESS_MAIN(CountersTest)
#include "tst_counters.moc"
