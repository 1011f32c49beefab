// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;

constexpr int kSetpoints = 20;
constexpr Milliseconds kTimeout{500};
constexpr Milliseconds kPeriod{100};

QString setpoint(int i)
{
    return QStringLiteral("s%1").arg(i);
}

/// Unit 1 has setpoints and is hardly polled, unit 2 is polled all the time.
class Plant : public Bench
{
public:
    Plant()
        : Bench(2)
    {
        for (int i = 0; i < kSetpoints; ++i)
            addTag(setpoint(i), 1, 30 * i, QStringLiteral("slow"));
        addTag(other(), 2, 10, QStringLiteral("fast"));
    }
    void begin()
    {
        start();
        run(5s);
        line->forget();
    }
    QList<WriteId> writeAll()
    {
        QList<WriteId> ids;
        for (int i = 0; i < kSetpoints; ++i)
            ids.append(write(setpoint(i), Value(quint64(i))));
        return ids;
    }
    /// Of unit 2.
    [[nodiscard]] Milliseconds longestGap() const
    {
        Milliseconds longest{0};
        const QList<SentRequest> polls = line->sentTo(2);
        for (qsizetype i = 1; i < polls.size(); ++i)
            longest = std::max(longest, polls[i].at - polls[i - 1].at);
        return longest;
    }

    static QString other() { return QStringLiteral("other"); }
};

} // namespace

/// A device that dies while writes or read-backs of it wait.
class DyingWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readBacksOfADeadUnitAreAnsweredAtOnce()
    {
        Plant bench;
        bench.begin();
        const QList<WriteId> ids = bench.writeAll();
        bench.run(200ms);
        QCOMPARE(writesIn(bench.line->sent()).size(), kSetpoints);
        QCOMPARE(bench.answers, 0);
        bench.line->silent = {1};
        bench.line->forget();
        while (bench.unit(1).state != UnitState::Dead)
            bench.run(1ms);
        QCOMPARE(bench.line->sentTo(1).size(), 3);
        QCOMPARE(bench.answers, kSetpoints);
        for (const WriteId id : ids) {
            QCOMPARE(bench.result(id).outcome, Outcome::Unverified);
            QVERIFY(!bench.result(id).detail.isEmpty());
        }
    }

    void theOthersKeepTheirRate()
    {
        Plant bench;
        bench.begin();
        bench.writeAll();
        bench.run(200ms);
        bench.line->silent = {1};
        bench.line->forget();
        bench.run(10s);
        const auto &sent = bench.line->sent();
        for (qsizetype i = 1; i < sent.size(); ++i)
            QVERIFY(sent[i - 1].unit != 1 || sent[i].unit != 1);
        QVERIFY(bench.longestGap() <= kTimeout + kPeriod + 10ms);
    }

    void theBreakersDelayIsThatOfOneDeath()
    {
        Plant bench;
        bench.begin();
        bench.writeAll();
        bench.run(200ms);
        bench.line->silent = {1};
        bench.line->forget();
        while (bench.unit(1).state != UnitState::Dead)
            bench.run(1ms);
        const Milliseconds diedAt = bench.clock.monotonic();
        bench.line->forget();
        bench.run(10s);
        const Milliseconds delays[] = {1s, 2s, 4s};
        const QList<SentRequest> probes = bench.line->sentTo(1);
        QCOMPARE(probes.size(), 3);
        Milliseconds endedAt = diedAt;
        for (int i = 0; i < 3; ++i) {
            const Milliseconds gap = probes[i].at - endedAt;
            QVERIFY(gap >= delays[i] - 2ms && gap <= delays[i] + 10ms);
            endedAt = probes[i].at + kTimeout;
        }
    }

    void writesToAUnitThatFailsTakeTurns()
    {
        Plant bench;
        bench.begin();
        bench.line->silent = {1};
        bench.writeAll();
        bench.run(5s);
        const auto &sent = bench.line->sent();
        QCOMPARE(writesIn(sent).size(), 3);
        for (qsizetype i = 1; i < sent.size(); ++i)
            QVERIFY(sent[i - 1].unit != 1 || sent[i].unit != 1);
        QVERIFY(bench.longestGap() <= kTimeout + kPeriod + 10ms);
        QCOMPARE(bench.answers, kSetpoints);
    }

    /// Nobody is good: there is nobody to wait for.
    void theOnlyUnitIsAskedAtOnce()
    {
        Quiet bench;
        bench.begin();
        bench.line->silent = {1};
        const WriteId first = bench.write(a(), Value(quint64(1)));
        const WriteId second = bench.write(b(), Value(quint64(2)));
        bench.run(2 * kTimeout + 10ms);
        QCOMPARE(bench.result(first).outcome, Outcome::Timeout);
        QCOMPARE(bench.result(second).outcome, Outcome::Timeout);
    }
};

QTEST_GUILESS_MAIN(DyingWritesTest)
#include "tst_dyingwrites.moc"
