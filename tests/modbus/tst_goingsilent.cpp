// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "tags/tagtable.h"

#include <QTest>
#include <algorithm>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr Milliseconds kPeriod{1000}; ///< of the class normal
constexpr Milliseconds kTimeout{500};

/// What a table of values makes of a device that is read once a second.
class Watched : public Bench
{
public:
    explicit Watched(int units = 1)
        : Bench(units)
    {
        for (int unit = 1; unit <= units; ++unit)
            addTag(QStringLiteral("t%1").arg(unit), unit, 10, QStringLiteral("normal"));
    }
    void begin()
    {
        start();
        table = std::make_unique<TagTable>(project, clock);
        QObject::connect(scheduler.get(), &modbus::Scheduler::valuesRead, table.get(),
                         &TagTable::apply);
        run(3 * kPeriod);
    }
    [[nodiscard]] const TagValue &shown() const
    {
        return table->value(index(QStringLiteral("t1")));
    }
    [[nodiscard]] Milliseconds longestGap() const
    {
        Milliseconds longest{0};
        Milliseconds last{-1};
        for (const Published &sample : published) {
            if (sample.tag != index(QStringLiteral("t1")))
                continue;
            if (last >= 0ms)
                longest = std::max(longest, sample.at - last);
            last = sample.at;
        }
        return longest;
    }

    std::unique_ptr<TagTable> table;
};

} // namespace

/// Field failures, row 21: values that stay good when the device is gone.
class GoingSilentTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// At whatever moment of its period it falls silent.
    void row21_aSilentDeviceIsBadAfterAPeriodAndATimeout()
    {
        for (Milliseconds phase{0}; phase < kPeriod; phase += 50ms) {
            Watched bench;
            bench.begin();
            bench.run(phase);
            QCOMPARE(bench.shown().state.quality, Quality::Good);
            const TagValue before = bench.shown();
            bench.line->silent.insert(1);
            bench.run(kPeriod + kTimeout + 1ms);
            QCOMPARE(bench.shown().state.quality, Quality::BadCommunication);
            QCOMPARE(bench.shown().value, before.value);
            QCOMPARE(bench.shown().time, before.time);
        }
    }

    void row21_aBrokenLinkIsToldAtOnce()
    {
        Watched bench;
        bench.begin();
        bench.line->breakLink();
        QCOMPARE(bench.shown().state.quality, Quality::BadCommunication);
    }

    /// Why PollClass::staleAfter is not 1: the timeout of another device makes a good answer late.
    void aHealthyAnswerMayBeLateByLessThanAPeriod()
    {
        Watched bench(2);
        bench.begin();
        bench.line->silent.insert(2);
        bench.run(60 * kPeriod);
        QVERIFY2(bench.longestGap() > kPeriod,
                 qPrintable(QString::number(bench.longestGap().count())));
        QVERIFY(bench.longestGap() < 2 * kPeriod);
        QCOMPARE(bench.times(QStringLiteral("t1"), Quality::BadCommunication), 0);
    }
};

QTEST_GUILESS_MAIN(GoingSilentTest)
#include "tst_goingsilent.moc"
