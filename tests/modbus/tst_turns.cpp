// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

QString tagOf(int unit, int i = 0)
{
    return QStringLiteral("u%1_%2").arg(unit).arg(i);
}

/// Units that are polled more often than the response timeout passes: after each request that
/// nobody answers all the others are due.
class Crowd : public Bench
{
public:
    explicit Crowd(int units)
        : Bench(units)
    {
        for (int unit = 1; unit <= units; ++unit)
            addTag(tagOf(unit), unit, 10, QStringLiteral("fast"));
    }
};

QList<int> unitsOf(const QList<SentRequest> &sent)
{
    QList<int> units;
    for (const SentRequest &request : sent)
        units.append(request.unit);
    return units;
}

QByteArray show(const QList<int> &numbers)
{
    QByteArray text;
    for (const int number : numbers)
        text += QByteArray::number(number) + ' ';
    return text;
}

} // namespace

/// Who is asked next where not all can be.
class TurnsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachRepeatWaitsForTheGoodUnits()
    {
        Crowd bench(3);
        bench.connection.retries = 2;
        bench.start();
        bench.run(5s);
        bench.line->silent = {2};
        bench.line->forget();
        while (bench.unit(2).state == UnitState::Good)
            bench.run(10ms);
        const QList<int> units = unitsOf(bench.line->sent());
        const auto first = units.indexOf(2);
        QCOMPARE(units.count(2), 3);
        for (int i = 1; i <= 2; ++i) {
            const QList<int> between = units.mid(first + 3 * (i - 1) + 1, 2);
            QVERIFY2(between == (QList<int>{1, 3}) || between == (QList<int>{3, 1}), show(units));
            QVERIFY2(units.at(first + 3 * i) == 2, show(units));
        }
    }

    /// However many die or are dead.
    void betweenTwoThatFailTheGoodUnitsAreAsked()
    {
        Crowd bench(6);
        bench.start();
        bench.run(5s);
        bench.line->silent = {2, 3, 5, 6};
        bench.run(3s); // at first they are taken for good
        bench.line->forget();
        bench.run(120s);
        const auto &sent = bench.line->sent();
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        for (qsizetype i = 1; i < sent.size(); ++i) {
            const bool follow = bench.line->silent.contains(sent[i - 1].unit)
                && bench.line->silent.contains(sent[i].unit);
            QVERIFY2(!follow, show(unitsOf(sent.mid(std::max<qsizetype>(0, i - 10), 20))));
        }
    }

    void writesLeaveRoomForARepeat()
    {
        Bench bench(2);
        bench.connection.retries = 2;
        for (int i = 0; i < 30; ++i)
            bench.addTag(tagOf(1, i), 1, 30 * i, QStringLiteral("slow"));
        bench.addTag(tagOf(2), 2, 10, QStringLiteral("fast"));
        bench.start();
        bench.run(1s);
        bool writes = true; // while the first request is on its way
        bench.line->override
            = [&](const SentRequest &request) -> std::optional<modbus::TransportReply> {
            if (request.unit != 2)
                return std::nullopt;
            for (int i = 0; i < 30 && writes; ++i)
                bench.write(tagOf(1, i), Value(quint64(i)));
            writes = false;
            return modbus::TransportReply();
        };
        bench.line->forget();
        bench.run(2s);
        const QList<int> units = unitsOf(bench.line->sent());
        const auto first = units.indexOf(2);
        const auto second = units.indexOf(2, first + 1);
        QVERIFY2(first >= 0 && second == first + 5, show(units)); // four writes
    }

    /// What is left of a late round comes before the rounds that began after it: it is not put
    /// off for each period that has passed meanwhile.
    void aLateRoundKeepsItsPlace()
    {
        Crowd bench(1);
        bench.addTag(tagOf(1, 1), 1, 20, QStringLiteral("fast"));
        for (int i = 0; i < 20; ++i)
            bench.addTag(tagOf(1, 2 + i), 1, 100 + 30 * i); // 1200 ms of each second
        bench.start();
        bench.line->latency = 60ms;
        bench.run(10s);
        bench.published.clear();
        const quint64 skipped = bench.unit(1).skippedPolls;
        bench.run(60s);
        for (int i = 0; i < 20; ++i) {
            const int reads = bench.times(tagOf(1, 2 + i), Quality::Good);
            QVERIFY2(reads >= 29 && reads <= 31, show({i, reads}));
        }
        QVERIFY(bench.times(tagOf(1), Quality::Good) >= 60);
        QVERIFY(bench.unit(1).skippedPolls >= skipped + 30); // every other round of the second
    }

    void aDeadUnitIsProbedEverMoreRarely()
    {
        Bench bench(2);
        bench.addTag(tagOf(1), 1, 10, QStringLiteral("slow"));
        for (int i = 0; i < 10; ++i)
            bench.addTag(tagOf(2, i), 2, 10 + i);
        bench.start();
        bench.run(200s);
        QCOMPARE(bench.line->sentTo(2).last().count(), 10);
        bench.line->silent = {2};
        while (bench.unit(2).state != UnitState::Dead)
            bench.run(10ms);
        Milliseconds before = bench.line->sentTo(2).last().at;
        bench.line->forget();
        bench.run(400s);
        const auto probes = bench.line->sentTo(2);
        QVERIFY(probes.size() >= 8);
        const Milliseconds delays[] = {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s};
        for (size_t i = 0; i < std::size(delays); ++i) {
            const Milliseconds gap = probes.at(qsizetype(i)).at - before - 500ms; // the timeout
            before = probes.at(qsizetype(i)).at;
            QVERIFY2(gap >= delays[i] && gap <= delays[i] + 10ms, show({int(i), int(gap.count())}));
            QCOMPARE(probes.at(qsizetype(i)).count(), 1); // of one tag, not of all ten
        }
    }
};

QTEST_GUILESS_MAIN(TurnsTest)
#include "tst_turns.moc"
