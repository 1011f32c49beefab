// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/unit.h"

#include <QTest>

using namespace mws;
using namespace mws::modbus;
using namespace std::chrono_literals;

namespace
{

constexpr Milliseconds kTimeout{900};
constexpr int kWindow = 3;

const Answer kData{Answer::Ending::Data, 0, {}, {}, false};
const Answer kSilence{};

/// Devices with unit ids 1 to n, that are units 0 to n - 1.
struct Line {
    explicit Line(int count)
        : project(ProjectData())
        , devices(size_t(count))
    {
        for (Device &device : devices) {
            device.unit = units.size() + 1;
            device.id = QStringLiteral("u%1").arg(device.unit);
            units.add(Unit(device, project, false, {}));
        }
    }
    void kill(int unit)
    {
        while (!units[unit].breaker.isDead())
            units[unit].breaker.failed(0s);
    }

    Project project;
    std::vector<Device> devices;
    UnitList units;
};

} // namespace

/// One unit and the list of them, without requests.
class UnitTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowGrowsWithQuickAnswers()
    {
        Line line(1);
        Unit &unit = line.units[0];
        const auto slotsAfter = [&unit](const Answer &answer, Milliseconds trip) {
            unit.resize(answer, trip, kTimeout, kWindow);
            return unit.slots;
        };
        QCOMPARE(slotsAfter(kData, 300ms), 1);
        QCOMPARE(slotsAfter(kData, 299ms), 2);
        QCOMPARE(slotsAfter(kData, 1ms), 3);
        QCOMPARE(slotsAfter(kData, 1ms), 3);
        QCOMPARE(slotsAfter(kData, 450ms), 3);
        QCOMPARE(slotsAfter(kData, 451ms), 1);
        QCOMPARE(slotsAfter(kData, 1ms), 2);
        QCOMPARE(slotsAfter(kSilence, 1ms), 1);
    }

    /// What was on its way when another request failed has failed with it.
    void oneCauseCountsOnce()
    {
        Line line(1);
        Unit &unit = line.units[0];
        Job early;
        early.sentAt = 100ms;
        Job late;
        late.sentAt = 600ms;
        QVERIFY(!unit.isKnownFailure(early, kSilence, 500ms));
        QVERIFY(unit.isKnownFailure(early, kSilence, 510ms));
        QVERIFY(!unit.isKnownFailure(early, kData, 510ms));
        QVERIFY(!unit.isKnownFailure(late, kSilence, 1100ms));
    }

    void restsForItsGap()
    {
        Line line(2);
        line.devices[0].requestGapMs = 50;
        line.units[0].requested(1s);
        line.units[1].requested(1s);
        QVERIFY(line.units[0].isResting(1049ms));
        QVERIFY(!line.units[0].isResting(1050ms));
        QVERIFY(!line.units[1].isResting(1s));
    }

    void suspectGoesOnWithWhatItWas()
    {
        Line line(1);
        Unit &unit = line.units[0];
        unit.breaker.failed(0s);
        QVERIFY(!unit.updateAnswers());
        unit.breaker.answered();
        QVERIFY(unit.updateAnswers() && unit.answers);
        unit.breaker.failed(0s);
        QVERIFY(!unit.updateAnswers() && unit.answers);
        line.kill(0);
        QVERIFY(unit.updateAnswers() && !unit.answers);
    }

    void found()
    {
        const Line line(3);
        QCOMPARE(line.units.named(QStringLiteral("u2")), 1);
        QCOMPARE(line.units.named(QStringLiteral("u4")), -1);
        QCOMPARE(line.units.withId(3), 2);
        QCOMPARE(line.units.withId(0), -1);
    }

    /// One that nobody can answer does not keep a line alive.
    void areDead()
    {
        Line line(3);
        line.units[2].isBroadcast = true;
        line.kill(0);
        QVERIFY(!line.units.areDead());
        line.kill(1);
        QVERIFY(line.units.areDead());
        QCOMPARE(line.units.countOf(UnitState::Dead), 2);
        QCOMPARE(line.units.countOf(UnitState::Unknown), 1);
    }
};

QTEST_GUILESS_MAIN(UnitTest)
#include "tst_unit.moc"
