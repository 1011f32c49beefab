// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>
#include <algorithm>
#include <array>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

const QString kFast = QStringLiteral("fast");
const QString kSlow = QStringLiteral("slow");

Milliseconds periodOf(const QString &pollClass)
{
    return pollClass == kFast ? 1s : 60s;
}

/// Devices with two reads in each class.
ProjectPtr fleet(int devices, const QStringList &classes)
{
    ProjectData data;
    data.pollClasses = {{kFast, 1000, 3}, {kSlow, 60000, 3}};
    for (int d = 0; d < devices; ++d) {
        Device device;
        device.id = QStringLiteral("meter-%1").arg(d);
        device.holeRegisters = 0;
        data.devices.append(device);
        for (int i = 0; i < 2 * classes.size(); ++i) {
            Tag tag;
            tag.id = tag.path = QStringLiteral("a/%1-%2").arg(d).arg(i);
            tag.device = device.id;
            tag.address = 10 * i;
            tag.pollClass = classes[i / 2];
            data.tags.append(tag);
        }
    }
    return std::make_shared<const Project>(std::move(data));
}

PollPlan planOf(const ProjectPtr &project, int device)
{
    return {*project, project->devices().at(device)};
}

/// Asks for all that is due and has it answered at once. Returns how much that was.
int answerAll(PollPlan &plan, Milliseconds now)
{
    int answered = 0;
    for (auto poll = plan.next(now); poll; poll = plan.next(now), ++answered)
        plan.succeeded(poll->id, now);
    return answered;
}

/// From the first round of a device with one class to the second.
Milliseconds secondRound(PollPlan &plan, Milliseconds start)
{
    plan.restart(start);
    plan.advance(start);
    answerAll(plan, start);
    return plan.nextDue() - start;
}

/// As many as were sent within some 50 ms.
int mostAtOnce(const QList<SentRequest> &sent)
{
    int most = 0;
    for (qsizetype first = 0, i = 0; i < sent.size(); ++i) {
        while (sent[i].at - sent[first].at >= 50ms)
            ++first;
        most = std::max(most, int(i - first) + 1);
    }
    return most;
}

} // namespace

/// When the polls of devices that start together fall due.
class PollPhasesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allIsReadAtOnceAndThenNothingForAPeriod()
    {
        const ProjectPtr project = fleet(50, {kFast});
        for (int d = 0; d < 50; ++d) {
            PollPlan plan = planOf(project, d);
            plan.restart(5s);
            QCOMPARE(plan.advance(5s), 0);
            QCOMPARE(answerAll(plan, 5s), 2);
            QCOMPARE(plan.advance(6s - 1ms), 0);
            QCOMPARE(answerAll(plan, 6s - 1ms), 0);
            QCOMPARE(plan.advance(7s), 0);
            QCOMPARE(answerAll(plan, 7s), 2);
        }
    }

    void secondRoundsFillThePeriod_data()
    {
        QTest::addColumn<QString>("pollClass");
        QTest::newRow("fast") << kFast;
        QTest::newRow("slow") << kSlow;
    }

    void secondRoundsFillThePeriod()
    {
        QFETCH(QString, pollClass);
        const Milliseconds period = periodOf(pollClass);
        const ProjectPtr project = fleet(1000, {pollClass});
        std::array<int, 10> tenths{};
        for (int d = 0; d < 1000; ++d) {
            PollPlan plan = planOf(project, d);
            const Milliseconds phase = secondRound(plan, 0ms) - period;
            QVERIFY(phase >= 0ms && phase < period);
            ++tenths[size_t(10 * phase / period)];
        }
        const auto [fewest, most] = std::minmax_element(tenths.cbegin(), tenths.cend());
        QVERIFY2(*fewest >= 60 && *most <= 140, qPrintable(QString::number(*most)));
    }

    void fromThenOnTheyKeepThePeriod()
    {
        const ProjectPtr project = fleet(50, {kFast});
        for (int d = 0; d < 50; ++d) {
            PollPlan plan = planOf(project, d);
            Milliseconds due = secondRound(plan, 0ms);
            for (int round = 0; round < 100; ++round) {
                QCOMPARE(plan.advance(due), 0);
                QCOMPARE(answerAll(plan, due), 2);
                QVERIFY(plan.nextDue() == due + 1s);
                due = plan.nextDue();
            }
        }
    }

    void aDeviceHasThePlaceOfEveryStart()
    {
        const ProjectPtr project = fleet(2, {kSlow});
        PollPlan plan = planOf(project, 0);
        const Milliseconds phase = secondRound(plan, 0ms);
        QVERIFY(secondRound(plan, 12345ms) == phase);
        PollPlan again = planOf(project, 0);
        QVERIFY(secondRound(again, 777ms) == phase);
        PollPlan other = planOf(project, 1);
        QVERIFY(secondRound(other, 0ms) != phase);
    }

    void theClassesOfADeviceHavePlacesOfTheirOwn()
    {
        const ProjectPtr fast = fleet(100, {kFast});
        const ProjectPtr slow = fleet(100, {kSlow});
        int close = 0; // less than 5 % apart: 10 of 100 by chance
        for (int d = 0; d < 100; ++d) {
            PollPlan a = planOf(fast, d);
            PollPlan b = planOf(slow, d);
            close += std::chrono::abs(60 * secondRound(a, 0ms) - secondRound(b, 0ms)) < 3s;
        }
        QVERIFY2(close < 25, qPrintable(QString::number(close)));
    }

    void aRoundThatTakesTooLongIsSkippedAsEver()
    {
        const ProjectPtr project = fleet(1, {kFast});
        PollPlan plan = planOf(project, 0);
        plan.restart(0ms);
        QCOMPARE(plan.advance(0ms), 0);
        const Milliseconds second = plan.nextDue();
        QCOMPARE(plan.advance(second - 1ms), 0);
        QCOMPARE(plan.advance(second), 1);
        QCOMPARE(plan.advance(second + 3500ms), 3);
        QVERIFY(plan.nextDue() == second + 4s);
    }

    void whatSomebodyAsksForComesBeforeALateClass()
    {
        const ProjectPtr project = fleet(1, {kFast, kSlow}); // tags 0 and 1 are fast
        PollPlan plan = planOf(project, 0);
        const auto wanted
            = [&plan](Milliseconds now) { return plan.next(now)->read.tags.first().tag; };
        plan.restart(0s);
        for (Milliseconds now{0}; now < 29s; now += 1s) {
            plan.advance(now);
            while (wanted(now) < 2)
                plan.succeeded(plan.next(now)->id, now);
        }
        plan.advance(40s);
        QCOMPARE(wanted(40s), TagIndex(2)); // for 40 s
        plan.refresh(1);
        QCOMPARE(wanted(40s), TagIndex(1));
    }

    /// A class that wants twice what the line can do; another has its turn when its time is over.
    void slowClassIsReadBesidesOneThatFillsTheLine()
    {
        Bench bench;
        for (int i = 0; i < 20; ++i)
            bench.addTag(QStringLiteral("fast%1").arg(i), 1, 2 * i, kFast); // 200 ms each 100 ms
        for (int i = 0; i < 20; ++i)
            bench.addTag(QStringLiteral("slow%1").arg(i), 1, 500 + 2 * i, kSlow);
        bench.start();
        bench.line->latency = 10ms;
        bench.run(600s);
        QHash<int, int> polls;
        for (const SentRequest &request : bench.line->sent())
            ++polls[request.address()];
        QCOMPARE(polls.size(), 40);
        for (auto it = polls.cbegin(); it != polls.cend(); ++it) {
            const int due = it.key() >= 500 ? 8 : 2900; // in 10 minutes; the line can do 3000
            QVERIFY2(*it >= due, qPrintable(QStringLiteral("%1: %2").arg(it.key()).arg(*it)));
        }
    }

    void unitsOfOneLineAreSpreadAndReadAtOnceWhenItComesBack()
    {
        constexpr int units = 20;
        Bench bench(units);
        for (int unit = 1; unit <= units; ++unit)
            bench.addTag(QStringLiteral("t%1").arg(unit), unit, 10);
        bench.start();
        bench.run(50ms); // 20 requests of 2 ms
        QCOMPARE(bench.line->sent().size(), units);
        bench.run(3s);
        bench.line->forget();
        bench.run(10s);
        QCOMPARE(bench.line->sent().size(), 10 * units);
        const int most = mostAtOnce(bench.line->sent());
        QVERIFY2(most < units / 3, qPrintable(QString::number(most)));
        bench.line->breakLink();
        bench.run(10s);
        bench.line->forget();
        bench.line->breakLink();
        for (int i = 0; i < 5000 && bench.line->sent().isEmpty(); ++i)
            bench.run(1ms);
        bench.run(50ms);
        QSet<int> asked;
        for (const SentRequest &request : bench.line->sent())
            asked.insert(request.unit);
        QCOMPARE(asked.size(), units);
        // The one that was on its way when the link broke is asked alone before its round.
        QVERIFY(bench.line->sent().size() <= units + 1);
        for (int unit = 1; unit <= units; ++unit)
            QCOMPARE(bench.unit(unit).skippedPolls, quint64(0));
    }
};

QTEST_GUILESS_MAIN(PollPhasesTest)
#include "tst_pollphases.moc"
