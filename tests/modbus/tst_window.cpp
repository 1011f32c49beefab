// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;

QString fast()
{
    return QStringLiteral("fast");
}

QString tagOf(int unit, int i)
{
    return QStringLiteral("u%1_%2").arg(unit).arg(i);
}

/// Units with blocks of one register each; "a" is the first of unit 1.
class Busy : public Bench
{
public:
    explicit Busy(int units, int blocks, int window = 16)
        : Bench(units)
    {
        connection.maxInFlight = window;
        for (int unit = 1; unit <= units; ++unit) {
            for (int i = 0; i < blocks; ++i)
                addTag(unit == 1 && i == 0 ? a() : tagOf(unit, i), unit, 10 * i, fast());
        }
    }
    /// Until a round of polls has just begun and so many requests are on the wire.
    void runUntilBusy(int requests)
    {
        while (line->inFlight() > 0)
            run(1ms);
        while (line->inFlight() < requests)
            run(1ms);
    }
};

Milliseconds longestGap(const QList<SentRequest> &requests)
{
    Milliseconds longest{0};
    for (qsizetype i = 1; i < requests.size(); ++i)
        longest = std::max(longest, requests[i].at - requests[i - 1].at);
    return longest;
}

/// The most requests that were sent within a time that long.
int mostWithin(const QList<SentRequest> &requests, Milliseconds time)
{
    int most = 0;
    for (const SentRequest &first : requests) {
        most = std::max(
            most,
            int(std::count_if(requests.cbegin(), requests.cend(), [&](const SentRequest &other) {
                return other.at >= first.at && other.at < first.at + time;
            })));
    }
    return most;
}

/// Whether nothing else of the unit was on the wire while the request was.
bool wasAlone(const QList<SentRequest> &sent, const SentRequest &request, Milliseconds latency)
{
    return std::none_of(sent.cbegin(), sent.cend(), [&](const SentRequest &other) {
        const bool isSame = other.at == request.at && other.pdu == request.pdu;
        return !isSame && other.unit == request.unit && other.at < request.at + latency
            && other.at + latency > request.at;
    });
}

} // namespace

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

    void row22WriteIsAloneInItsUnit()
    {
        Busy bench(2, 6); // slots are left
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.line->forget();
        bench.runUntilBusy(12);
        const WriteId id = bench.write(a(), Value(quint64(77)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 1);
        QVERIFY(wasAlone(bench.line->sent(), writes.first(), 40ms));
        QVERIFY(!bench.line->sentTo(2).isEmpty());
    }

    void row22OldValueNeverComesBack_data()
    {
        QTest::addColumn<int>("window");
        QTest::addColumn<RegisterWrite>("how");
        QTest::addColumn<bool>("isBit");
        for (const int window : {1, 2, 4, 8, 16}) {
            QTest::addRow("FC 6, %d", window) << window << RegisterWrite::Single << false;
            QTest::addRow("FC 23, %d", window) << window << RegisterWrite::ReadWrite << false;
            QTest::addRow("FC 22, %d", window) << window << RegisterWrite::Single << true;
        }
    }

    /// A read that is on the wire when the write comes brings the old value.
    void row22OldValueNeverComesBack()
    {
        QFETCH(int, window);
        QFETCH(RegisterWrite, how);
        QFETCH(bool, isBit);
        Busy bench(1, 10, window);
        bench.data.devices[0].registerWrite = how;
        bench.data.tags[0].write.readBackMs = 0;
        if (isBit) {
            bench.data.tags[0].type = DataType::Bool;
            bench.data.tags[0].bit = 3;
        }
        bench.start();
        bench.line->latency = std::min(40ms, 4ms * window); // so that rounds come to an end
        bench.line->writeLatency = 2ms;
        bench.run(3s);
        for (quint64 number = 1; number <= 30; number += 3) {
            const Value value = isBit ? Value(number % 2 == 1) : Value(number);
            bench.runUntilBusy(std::min(window, 10));
            bench.run(Milliseconds(int(number)));
            bench.line->forget();
            bench.published.clear();
            const WriteId id = bench.write(a(), value);
            bench.run(1s);
            QCOMPARE(bench.result(id).outcome, Outcome::Ok);
            const Milliseconds acknowledged = writesIn(bench.line->sent()).first().at + 2ms;
            for (const Bench::Published &sample : std::as_const(bench.published)) {
                if (sample.tag == bench.index(a()) && sample.at > acknowledged)
                    QCOMPARE(sample.now.value, value);
            }
            QCOMPARE(bench.value(a()).value, value);
        }
    }

    void row23ReadAndWriteOfARegisterBelongTogether()
    {
        Busy bench(1, 10);
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        Tag &bit = bench.addTag(b(), 1, 500, fast());
        bit.type = DataType::Bool;
        bit.bit = 3;
        bench.start();
        bench.line->latency = 40ms;
        bench.run(3s);
        bench.line->registers[1][500] = 0x8001;
        bench.runUntilBusy(11);
        bench.line->forget();
        const WriteId id = bench.write(b(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1][500], quint16(0x8009));
        const QList<SentRequest> sent = bench.line->sent();
        const SentRequest write = writesIn(sent).first();
        QVERIFY(wasAlone(sent, write, 40ms));
        const auto isBefore = [&write](const SentRequest &request) {
            return request.at < write.at && request.at + 40ms >= write.at;
        };
        QCOMPARE(std::count_if(sent.cbegin(), sent.cend(), isBefore), 1);
        const auto preRead = std::find_if(sent.cbegin(), sent.cend(), isBefore);
        QCOMPARE(preRead->address(), 500);
        QVERIFY(wasAlone(sent, *preRead, 40ms));
    }

    void writesKeepTheirOrder()
    {
        Busy bench(3, 5);
        bench.start();
        bench.line->slow = {{1, 100ms}};
        bench.run(3s);
        bench.line->forget();
        (void)bench.write(a(), Value(quint64(1)));
        (void)bench.write(tagOf(2, 0), Value(quint64(2)));
        (void)bench.write(tagOf(3, 0), Value(quint64(3)));
        (void)bench.write(tagOf(1, 1), Value(quint64(4)));
        bench.run(2s);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 4);
        QList<int> units;
        for (const SentRequest &write : writes)
            units.append(write.unit);
        QCOMPARE(units, QList<int>({1, 2, 3, 1}));
        QVERIFY(writes[1].at >= writes[0].at + 100ms);
        QVERIFY(writes[3].at >= writes[2].at + bench.line->latency);
    }

    /// A unit that is polled without a pause still takes a write soon.
    void writeIsNotStarved()
    {
        Busy bench(1, 60, 4);
        bench.start();
        bench.line->latency = 30ms;
        bench.run(3s);
        bench.runUntilBusy(4);
        bench.line->forget();
        const Milliseconds asked = bench.clock.monotonic();
        (void)bench.write(a(), Value(quint64(5)));
        bench.run(1s);
        const QList<SentRequest> writes = writesIn(bench.line->sent());
        QCOMPARE(writes.size(), 1);
        QVERIFY(writes.first().at - asked <= 2 * bench.line->latency);
    }

    /// At most four writes in a row while a poll waits.
    void pollsAreNotStarved()
    {
        Busy bench(1, 60, 4);
        for (int i = 0; i < 60; ++i)
            bench.data.tags[i].write.momentary = true; // all writes are kept, none is read back
        bench.start();
        bench.line->latency = 30ms;
        bench.run(3s);
        bench.line->forget();
        for (quint64 i = 0; i < 40; ++i)
            (void)bench.write(a(), Value(i));
        bench.run(3s);
        int inARow = 0;
        for (const SentRequest &request : bench.line->sent()) {
            inARow = isWrite(request) ? inARow + 1 : 0;
            QVERIFY(inARow <= 4);
        }
        QCOMPARE(writesIn(bench.line->sent()).size(), 40);
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
