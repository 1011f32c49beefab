// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/linkcounters.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// Those of Counter::Requests to Counter::Garbage that are not 0.
QMap<Counter, quint64> counted(const RequestCounters &counters)
{
    QMap<Counter, quint64> map;
    for (int i = int(Counter::Requests); i <= int(Counter::Garbage); ++i) {
        const quint64 count = valueOf(counters, Counter(i)).toUInt64().value_or(0);
        if (count > 0)
            map.insert(Counter(i), count);
    }
    return map;
}

using Counted = QMap<Counter, quint64>;

ReadBlock readOf(int address, int count)
{
    return {Table::HoldingRegister, address, count, {}};
}

void addCounter(Bench &bench, const char *id, int unit, Counter counter, bool ofLink)
{
    Tag &tag = bench.addTag(QLatin1String(id), unit, 0);
    tag.counter = counter;
    tag.ofLink = ofLink;
}

} // namespace

/// What the scheduler counts, over a line in the time of a fake clock.
class CountersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsInLinkUnitAndRead()
    {
        LinkCounters counters(2);
        const ReadBlock read = readOf(10, 4);
        counters.countSent({1, &read});
        counters.countAnswer({1, &read}, 7ms);
        counters.countSent({1, nullptr});
        counters.countAnswer({1, nullptr}, 9ms, 3);
        counters.countStray({-1, nullptr}, StrayReason::Foreign);
        QCOMPARE(counted(counters.link().counters),
                 (Counted{{Counter::Requests, 2},
                          {Counter::Good, 1},
                          {Counter::Exceptions, 1},
                          {Counter::Foreign, 1}}));
        QCOMPARE(counted(counters.unit(0).counters), Counted());
        QCOMPARE(counted(counters.unit(1).counters),
                 (Counted{{Counter::Requests, 2}, {Counter::Good, 1}, {Counter::Exceptions, 1}}));
        const QList<BlockDiagnostics> blocks = counters.unit(1).blocks;
        QCOMPARE(blocks.size(), 1);
        QCOMPARE(blocks[0].address, 10);
        QCOMPARE(blocks[0].count, 4);
        QCOMPARE(counted(blocks[0].counters),
                 (Counted{{Counter::Requests, 1}, {Counter::Good, 1}}));
    }

    void memoryForReadsIsBounded()
    {
        LinkCounters counters(1);
        const ReadBlock kept = readOf(60000, 1);
        for (int i = 0; i < 5000; ++i) {
            const ReadBlock read = readOf(i, 1);
            counters.countSent({0, &read});
            counters.countSent({0, &kept});
        }
        const QList<BlockDiagnostics> blocks = counters.unit(0).blocks;
        QCOMPARE(blocks.size(), 512);
        QCOMPARE(blocks.last().address, 60000);
        QCOMPARE(blocks.last().counters.requests, 5000);
        QCOMPARE(blocks.first().address, 5000 - 511);
    }

    void goodPolls()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 2, 20, QStringLiteral("fast"));
        bench.start();
        bench.line->slow = {{1, 5ms}, {2, 30ms}};
        bench.run(2000ms);
        const LinkDiagnostics link = bench.scheduler->linkDiagnostics();
        QCOMPARE(link.connection, QStringLiteral("line"));
        QCOMPARE(link.counters.requests, quint64(bench.line->sent().size()));
        QVERIFY(link.counters.requests > 30);
        QCOMPARE(counted(link.counters).keys(), (QList{Counter::Requests, Counter::Good}));
        QCOMPARE(link.counters.trips.min(), 5ms);
        QCOMPARE(link.counters.trips.max(), 30ms);
        QCOMPARE(link.reconnects, 0);
        QCOMPARE(link.skippedPolls, 0);
        QCOMPARE_GE(link.busLoad, 0.3); // 35 of 100 ms
        QCOMPARE_LE(link.busLoad, 0.4);
        const QList<UnitDiagnostics> units = bench.scheduler->unitDiagnostics();
        QCOMPARE(units.size(), 2);
        QCOMPARE(units[0].device, QStringLiteral("u1"));
        QCOMPARE(units[0].counters.requests, quint64(bench.line->sentTo(1).size()));
        QCOMPARE(units[0].counters.trips.averageMs(), 5.0);
        QCOMPARE(units[1].counters.trips.min(), 30ms);
        QCOMPARE(units[1].blocks.size(), 1);
        QCOMPARE(units[1].blocks[0].address, 20);
        QCOMPARE(units[1].blocks[0].counters.good, units[1].counters.good);
        QCOMPARE(bench.unit(1).good, units[0].counters.good);
    }

    void exceptionsAndTimeoutsOfOneUnit()
    {
        Bench bench(3);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 20);
        bench.addTag(QStringLiteral("c"), 3, 30);
        bench.start();
        bench.line->silent.insert(2);
        bench.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.unit != 3)
                return std::nullopt;
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(1900ms);
        const QList<UnitDiagnostics> units = bench.scheduler->unitDiagnostics();
        QCOMPARE(counted(units[0].counters).keys(), (QList{Counter::Requests, Counter::Good}));
        QCOMPARE(counted(units[1].counters).keys(), (QList{Counter::Requests, Counter::Timeouts}));
        QCOMPARE(counted(units[2].counters).keys(),
                 (QList{Counter::Requests, Counter::Exceptions}));
        QVERIFY(units[2].counters.exceptions[6] > 0);
        QCOMPARE(units[2].counters.exceptions[6], units[2].counters.allExceptions());
        QCOMPARE(units[2].blocks[0].counters.exceptions, units[2].counters.exceptions);
    }

    void wrongAnswersByTheirFault_data()
    {
        QTest::addColumn<QByteArray>("pdu");
        QTest::addColumn<int>("counter");
        QTest::newRow("other function")
            << QByteArray::fromHex("04020000") << int(Counter::WrongFunction);
        QTest::newRow("unknown function")
            << QByteArray::fromHex("42020000") << int(Counter::WrongFunction);
        QTest::newRow("too few") << QByteArray::fromHex("0300") << int(Counter::WrongLength);
        QTest::newRow("too many") << QByteArray::fromHex("030400000000")
                                  << int(Counter::WrongLength);
        QTest::newRow("not as long as it says")
            << QByteArray::fromHex("030200") << int(Counter::WrongLength);
    }
    void wrongAnswersByTheirFault()
    {
        QFETCH(QByteArray, pdu);
        QFETCH(int, counter);
        Quiet bench;
        bench.begin();
        bench.scheduler->resetCounters();
        bool done = false;
        bench.line->override = [&](const SentRequest &) -> std::optional<TransportReply> {
            if (std::exchange(done, true))
                return std::nullopt;
            return TransportReply{TransportReply::Status::Answer, pdu, {}};
        };
        bench.scheduler->refresh({bench.index(a())});
        bench.settle();
        const Counted all = counted(bench.scheduler->linkDiagnostics().counters);
        QCOMPARE(all.value(Counter(counter)), 1);
        QCOMPARE(all.value(Counter::Requests), all.value(Counter::Good) + 1);
        QCOMPARE(all.keys(), (QList{Counter::Requests, Counter::Good, Counter(counter)}));
        QCOMPARE(counted(bench.scheduler->unitDiagnostics()[0].counters), all);
    }

    void wrongEcho()
    {
        Quiet bench;
        bench.begin();
        bench.scheduler->resetCounters();
        bench.line->override = [](const SentRequest &request) -> std::optional<TransportReply> {
            if (!isWrite(request))
                return std::nullopt;
            return TransportReply{
                TransportReply::Status::Answer, QByteArray::fromHex("06000a0001"), {}};
        };
        const WriteId id = bench.write(a(), Value(77));
        bench.settle();
        QCOMPARE(bench.result(id).outcome, FieldWriteResult::Outcome::Timeout);
        const Counted all = counted(bench.scheduler->linkDiagnostics().counters);
        QCOMPARE(all.value(Counter::WrongEcho), 1);
        QCOMPARE(all.value(Counter::Timeouts), 0);
    }

    void strayFramesOfTheTransport()
    {
        Quiet bench;
        bench.begin();
        bench.scheduler->resetCounters();
        Q_EMIT bench.line->strayFrame(StrayReason::Late, 1);
        Q_EMIT bench.line->strayFrame(StrayReason::Foreign, -1);
        Q_EMIT bench.line->strayFrame(StrayReason::WrongUnit, 99); // no device of ours
        QCOMPARE(counted(bench.scheduler->linkDiagnostics().counters),
                 (Counted{{Counter::WrongUnit, 1}, {Counter::Foreign, 1}, {Counter::Late, 1}}));
        QCOMPARE(counted(bench.scheduler->unitDiagnostics()[0].counters),
                 (Counted{{Counter::Late, 1}}));
    }

    void skippedPolls()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.start();
        bench.run(1000ms);
        QCOMPARE(bench.scheduler->linkDiagnostics().skippedPolls, 0);
        bench.line->slow.insert(1, 250ms);
        bench.run(1000ms);
        const quint64 skipped = bench.scheduler->unitDiagnostics()[0].skippedPolls;
        QCOMPARE_GE(skipped, 5ULL);
        QCOMPARE(bench.scheduler->linkDiagnostics().skippedPolls, skipped);
        QCOMPARE(bench.unit(1).skippedPolls, skipped);
        QCOMPARE_GE(bench.scheduler->linkDiagnostics().busLoad, 0.9);
    }

    void writesThatWait()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("slow"));
        bench.addTag(b(), 2, 20, QStringLiteral("slow"));
        bench.start();
        bench.settle();
        bench.write(a(), Value(1)); // is sent at once
        bench.write(b(), Value(2));
        QCOMPARE(bench.scheduler->linkDiagnostics().queuedWrites, 1);
        QCOMPARE(bench.scheduler->unitDiagnostics()[0].queuedWrites, 0);
        QCOMPARE(bench.scheduler->unitDiagnostics()[1].queuedWrites, 1);
        bench.settle();
        QCOMPARE(bench.scheduler->linkDiagnostics().queuedWrites, 0);
    }

    void reconnects()
    {
        Quiet bench;
        bench.begin();
        QCOMPARE(bench.scheduler->linkDiagnostics().reconnects, 0);
        bench.line->breakLink();
        bench.run(5000ms);
        QVERIFY(bench.line->isOpen());
        QCOMPARE(bench.scheduler->linkDiagnostics().reconnects, 1);
        bench.scheduler->resetCounters();
        QCOMPARE(bench.scheduler->linkDiagnostics().reconnects, 0);
        bench.line->breakLink();
        bench.run(5000ms);
        QCOMPARE(bench.scheduler->linkDiagnostics().reconnects, 1);
    }

    void asTags()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        addCounter(bench, "timeouts", 1, Counter::Timeouts, false);
        addCounter(bench, "good", 1, Counter::Good, false);
        addCounter(bench, "good2", 2, Counter::Good, false);
        addCounter(bench, "allGood", 2, Counter::Good, true);
        addCounter(bench, "load", 2, Counter::BusLoad, true);
        addCounter(bench, "p95", 1, Counter::RoundTripP95, false);
        addCounter(bench, "reconnects", 1, Counter::Reconnects, true);
        bench.start();
        QCOMPARE(bench.value(QStringLiteral("timeouts")).value, Value(quint64(0))); // at once
        bench.run(1050ms);
        const quint64 good = bench.unit(1).good;
        QVERIFY(good >= 9);
        QCOMPARE_GE(bench.value(QStringLiteral("good")).value.toDouble(), double(good) - 1);
        QCOMPARE(bench.value(QStringLiteral("good2")).value, Value(quint64(0)));
        QCOMPARE(bench.value(QStringLiteral("allGood")).value,
                 bench.value(QStringLiteral("good")).value);
        QCOMPARE(bench.value(QStringLiteral("p95")).value, Value(2.0));
        QVERIFY(bench.value(QStringLiteral("load")).value.toDouble() > 0.01);
        QVERIFY(bench.line->sentTo(2).isEmpty()); // nothing to read there
        for (const SentRequest &request : bench.line->sentTo(1))
            QCOMPARE(request.address(), 10);
        bench.line->breakLink();
        bench.run(5000ms);
        QCOMPARE(bench.value(QStringLiteral("reconnects")).value, Value(quint64(1)));
        for (const Bench::Published &sample : std::as_const(bench.published)) {
            if (bench.project->tag(sample.tag).isCounter())
                QCOMPARE(sample.now.state.quality, Quality::Good);
        }
        QCOMPARE_GE(bench.times(QStringLiteral("timeouts"), Quality::Good), 6);
        QCOMPARE_LE(bench.times(QStringLiteral("timeouts"), Quality::Good), 8);
    }

    void exceptionsByCodeAsTags()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        addCounter(bench, "six", 1, Counter::Exception6, false);
        addCounter(bench, "six2", 2, Counter::Exception6, false);
        addCounter(bench, "two", 1, Counter::Exception2, false);
        addCounter(bench, "allSix", 2, Counter::Exception6, true);
        bench.start();
        bench.line->override = [](const SentRequest &) {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8306"), {}};
        };
        bench.run(1950ms);
        bench.line->override = nullptr;
        bench.run(1100ms);
        const quint64 exceptions = bench.unit(1).exceptions;
        QVERIFY(exceptions > 1);
        QCOMPARE(bench.value(QStringLiteral("six")).value, Value(exceptions));
        QCOMPARE(bench.value(QStringLiteral("allSix")).value, Value(exceptions));
        QCOMPARE(bench.value(QStringLiteral("six2")).value, Value(quint64(0)));
        QCOMPARE(bench.value(QStringLiteral("two")).value, Value(quint64(0)));
    }

    void resetBeginsAnew()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.start();
        bench.run(1000ms);
        QVERIFY(bench.unit(1).requests > 5);
        bench.scheduler->resetCounters();
        QCOMPARE(counted(bench.scheduler->linkDiagnostics().counters), Counted());
        QCOMPARE(bench.scheduler->unitDiagnostics()[0].blocks.size(), 0);
        QCOMPARE(bench.unit(1).requests, 0);
        QCOMPARE(bench.unit(1).roundTripMs, 0.0);
        bench.run(1000ms);
        QVERIFY(bench.unit(1).requests > 5);
        QCOMPARE(bench.unit(1).roundTripMs, 2.0);
    }
};

QTEST_GUILESS_MAIN(CountersTest)
#include "tst_counters.moc"
