// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/readbacks.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

ReadBacks::Item item(WriteId id, TagIndex tag, int unit, Milliseconds at)
{
    return {{id, tag, Value(1.0), 100s}, unit, at};
}

bool always(const ReadBacks::Item &)
{
    return true;
}

} // namespace

/// Settle times, without a device that has them.
class ReadBacksTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitForTheirTime()
    {
        ReadBacks all;
        QCOMPARE(all.nextAfter(0s), Milliseconds::max());
        all.append(item(1, 10, 0, 2s));
        all.append(item(2, 20, 1, 1s));
        QCOMPARE(all.nextAfter(0s), Milliseconds(1s));
        QCOMPARE(all.nextAfter(1s), Milliseconds(2s)); // what is due already waits for its unit
        QVERIFY(!all.takeDue(999ms, always));
        const auto isOf = [](int unit) {
            return [unit](const ReadBacks::Item &item) { return item.unit == unit; };
        };
        QVERIFY(all.isDue(1s, isOf(1)));
        QVERIFY(!all.isDue(1s, isOf(0)));
        QCOMPARE(all.takeDue(1s, always)->write.id, WriteId(2));
        QVERIFY(!all.takeDue(1s, always));
        QCOMPARE(all.takeDue(2s, always)->write.id, WriteId(1));
        QVERIFY(all.isEmpty());
    }

    void waitForTheirUnit()
    {
        ReadBacks all;
        all.append(item(1, 10, 0, 1s));
        all.append(item(2, 20, 1, 1s));
        QCOMPARE(all.takeDue(1s, [](const auto &item) { return item.unit == 1; })->write.id,
                 WriteId(2));
    }

    /// A tag that is written again has no old read-back.
    void holdTheirTags()
    {
        ReadBacks all;
        all.append(item(1, 10, 0, 1s));
        all.append(item(2, 20, 0, 1s));
        QVERIFY(all.holds(10) && all.holds(20) && !all.holds(30));
        QCOMPARE(all.take([](const auto &item) { return item.write.tag == 10; }).size(), 1);
        QVERIFY(!all.holds(10) && all.holds(20));
        QCOMPARE(all.take(always).size(), 1);
        QVERIFY(all.isEmpty());
    }
};

QTEST_GUILESS_MAIN(ReadBacksTest)
#include "tst_readbacks.moc"
