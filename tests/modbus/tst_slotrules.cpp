// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/slotrules.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

/// Units 0 to n - 1 and what is in flight to them.
struct Line {
    Line(int count, int window)
        : project(ProjectData())
        , devices(size_t(count))
        , jobs(window)
        , rules(units, jobs)
    {
        for (const Device &device : devices) {
            units.add(Unit(device, project, false, {}));
            units[units.size() - 1].breaker.answered();
        }
    }
    void send(int unit, bool isRepeat = false)
    {
        Job job;
        job.id = ++lastId;
        job.unit = unit;
        job.isRepeat = isRepeat;
        jobs.start(job);
    }
    [[nodiscard]] bool mayRead(int unit) const { return rules.mayRead(unit, 0s); }

    Project project;
    std::vector<Device> devices;
    UnitList units;
    JobBook jobs;
    SlotRules rules;
    RequestId lastId = 0;
};

} // namespace

/// Who may be asked beside whom.
class SlotRulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secondSlotOnlyForAQuickUnit()
    {
        Line line(1, 4);
        line.send(0);
        QVERIFY(!line.mayRead(0));
        line.units[0].slots = 2;
        QVERIFY(line.mayRead(0));
        QVERIFY(!line.rules.mayWrite(0, 0s)); // a write has its unit for itself
    }

    void othersFindTheirSlot()
    {
        Line line(3, 3);
        line.units[0].slots = 3;
        line.send(0);
        QVERIFY(!line.mayRead(0)); // two are left, for the two others
        QVERIFY(line.mayRead(1));
        while (!line.units[2].breaker.isDead())
            line.units[2].breaker.failed(0s);
        QVERIFY(line.mayRead(0)); // a dead one needs none
    }

    void nobodyIsAskedInItsGap()
    {
        Line line(1, 1);
        line.units[0].restUntil = 1s;
        QVERIFY(!line.rules.mayRead(0, 999ms));
        QVERIFY(!line.rules.mayWrite(0, 999ms));
        QVERIFY(line.rules.mayRead(0, 1s));
        QVERIFY(line.rules.mayWrite(0, 1s));
    }

    void followsReserveTheirUnit()
    {
        Line line(2, 4);
        line.jobs.follow(Job());
        QVERIFY(!line.mayRead(0));
        QVERIFY(!line.rules.mayWrite(0, 0s));
        QVERIFY(line.mayRead(1));
    }

    void lastSlotIsForGoodUnits()
    {
        Line line(3, 3);
        line.units[0].breaker.failed(0s);
        line.units[1].breaker.failed(0s);
        QVERIFY(line.rules.mayRisk());
        line.send(0);
        QVERIFY(line.rules.mayRisk());
        line.send(1);
        QVERIFY(!line.rules.mayRisk());
        line.units[2].breaker.failed(0s);
        QVERIFY(line.rules.mayRisk()); // nobody waits for it
    }

    void withOneSlotOneTimeoutAtATime()
    {
        Line line(2, 1);
        line.send(0, true);
        QVERIFY(!line.rules.mayRisk());
    }
};

QTEST_GUILESS_MAIN(SlotRulesTest)
#include "tst_slotrules.moc"
