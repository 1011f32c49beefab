// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/refusals.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using modbus::TransportReply;

/// What becomes of registers that a device does not answer for, while it answers for others.
class SilenceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void row20SilentRegistersAreFoundWhileOthersKeepTheirPeriod()
    {
        Bench bench(2);
        for (int i = 0; i < 8; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.addTag(a(), 1, 500);
        bench.addTag(b(), 2, 500, QStringLiteral("fast"));
        bench.start();
        bench.line->override = ignoring({13});
        bench.run(60s);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(bench.quality(name(i)), i == 3 ? Quality::BadCommunication : Quality::Good);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        bench.line->forget();
        bench.run(1000s);
        const QList<Milliseconds> silent = timesTouching(bench, 13);
        QVERIFY2(silent.size() >= 3 && silent.size() <= 5, qPrintable(name(int(silent.size()))));
        QVERIFY(longestGap(timesTouching(bench, 500)) <= 100ms + 500ms + 20ms);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        QCOMPARE(bench.line->opens(), 1);
        bench.line->override = nullptr;
        bench.run(605s);
        QCOMPARE(bench.quality(name(3)), Quality::Good);
    }

    void row20SilenceNeverOpensTheBreaker_data()
    {
        QTest::addColumn<QString>("silentClass");
        QTest::addColumn<QString>("goodClass");
        QTest::addColumn<int>("retries");
        for (const char *silent : {"fast", "normal", "slow"}) {
            for (const char *good : {"fast", "normal", "slow"}) {
                for (const int retries : {0, 2})
                    QTest::addRow("%s beside %s, %d retries", silent, good, retries)
                        << QString::fromLatin1(silent) << QString::fromLatin1(good) << retries;
            }
        }
    }

    void row20SilenceNeverOpensTheBreaker()
    {
        QFETCH(QString, silentClass);
        QFETCH(QString, goodClass);
        QFETCH(int, retries);
        Bench bench;
        bench.connection.retries = retries;
        bench.addTag(a(), 1, 10, silentClass);
        bench.addTag(b(), 1, 500, goodClass);
        bench.start();
        bool isDead = false;
        connect(bench.scheduler.get(), &modbus::Scheduler::unitChanged, this,
                [&isDead](const UnitStatus &status) { isDead |= status.state == UnitState::Dead; });
        bench.line->override = ignoring({10});
        bench.run(300s);
        QVERIFY(!isDead);
        QCOMPARE(bench.quality(b()), Quality::Good);
        QCOMPARE(bench.times(b(), Quality::BadCommunication), 0);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
    }

    void row20TheOnlyBlockOfAUnitIsSplitToo()
    {
        for (const int bad : {0, 5}) {
            Bench bench;
            for (int i = 0; i < 8; ++i)
                bench.addTag(name(i), 1, 10 + i);
            bench.start();
            bench.line->override = ignoring({10 + bad});
            bench.run(120s);
            for (int i = 0; i < 8; ++i)
                QCOMPARE(bench.quality(name(i)),
                         i == bad ? Quality::BadCommunication : Quality::Good);
            QCOMPARE(bench.unit(1).state, UnitState::Good);
        }
    }

    /// A gateway says exception 11 for a device that keeps silent.
    void row20SilenceBehindAGatewayIsTheBlocksOwnToo()
    {
        Bench bench;
        for (int i = 0; i < 8; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.start();
        bool isDead = false;
        connect(bench.scheduler.get(), &modbus::Scheduler::unitChanged, this,
                [&isDead](const UnitStatus &status) { isDead |= status.state == UnitState::Dead; });
        bench.line->override = refusing({13}, 11);
        bench.run(600s);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(bench.quality(name(i)), i == 3 ? Quality::BadCommunication : Quality::Good);
        QVERIFY(!isDead);
    }

    void aBlockThatIsSilentBecauseItIsTooLongStaysCut()
    {
        Bench bench;
        for (int i = 0; i < 8; ++i)
            bench.addTag(name(i), 1, 10 + i);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            return request.count() > 4 ? std::optional(TransportReply()) : std::nullopt;
        };
        bench.run(60s);
        const quint64 timeouts = bench.unit(1).timeouts;
        QCOMPARE(int(timeouts), 3);
        bench.run(300s);
        QCOMPARE(bench.unit(1).timeouts, timeouts);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(bench.quality(name(i)), Quality::Good);
    }

    void aSilentTryCostsOneTimeout()
    {
        Bench bench;
        bench.connection.retries = 2;
        for (int i = 0; i < 3; ++i)
            bench.addTag(name(i), 1, 10 + 100 * i);
        bench.addTag(a(), 1, 500, QStringLiteral("fast"));
        bench.start();
        bench.line->override = ignoring({10, 110, 210});
        bench.run(60s);
        bench.line->forget();
        bench.run(600s);
        QVERIFY(longestGap(timesTouching(bench, 500)) <= 100ms + 500ms + 20ms);
        QVERIFY(timesTouching(bench, 10).size() >= 2);
        QList<Milliseconds> tries;
        for (const int address : {10, 110, 210})
            tries += timesTouching(bench, address);
        std::sort(tries.begin(), tries.end());
        for (qsizetype i = 1; i < tries.size(); ++i)
            QVERIFY2(tries[i] - tries[i - 1] >= 5s, "two tries in a row");
    }

    /// Between two polls of the good tag there are tries enough to open a breaker.
    void row20TriesAreNotHeldAgainstTheUnit()
    {
        Bench bench;
        for (int i = 0; i < 4; ++i)
            bench.addTag(name(i), 1, 10 + 100 * i);
        bench.addTag(a(), 1, 500, QStringLiteral("slow"));
        bench.start();
        bench.settle();
        bench.line->override = ignoring({10, 110, 210, 310});
        bench.run(25s);
        bool wasGood = true;
        connect(bench.scheduler.get(), &modbus::Scheduler::unitChanged, this,
                [&wasGood](const UnitStatus &status) {
                    wasGood = wasGood && status.state == UnitState::Good;
                });
        bench.line->forget();
        bench.run(300s);
        QVERIFY(timesTouching(bench, 310).size() >= 2);
        QVERIFY(wasGood);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
    }

    void aDeadUnitIsNotTakenForSilentRegisters()
    {
        Bench bench;
        for (int i = 0; i < 8; ++i)
            bench.addTag(name(i), 1, 10 + 50 * i);
        bench.start();
        bench.settle();
        bench.line->silent = {1};
        bench.run(60s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QVERIFY(bench.scheduler->lessons().value(QStringLiteral("u1")).isEmpty());
        bench.line->silent = {};
        bench.run(61s);
        for (int i = 0; i < 8; ++i)
            QCOMPARE(bench.quality(name(i)), Quality::Good);
    }
};

QTEST_GUILESS_MAIN(SilenceTest)
#include "tst_silence.moc"
