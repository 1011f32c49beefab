// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/waterworks.h"

#include <QTest>

using namespace mws::simulator;

class PlantTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void startsInOrder()
    {
        const Waterworks plant;
        QVERIFY(plant.pressure() > 4.2 && plant.pressure() < 4.8);
        QVERIFY(plant.rawFlow() > 50);
        QVERIFY(plant.filter.flow() > 50);
        QVERIFY(plant.dosing.residual() > 0.1);
        QVERIFY(!plant.generalFault());
    }

    void isDeterministic()
    {
        Waterworks a;
        Waterworks b;
        for (int i = 0; i < 600; ++i)
            a.step(0.1);
        b.step(60); // divided into the same steps
        QCOMPARE(a.pressure(), b.pressure());
        QCOMPARE(a.clearTank.volume(), b.clearTank.volume());
        QCOMPARE(a.dosing.ph(), b.dosing.ph());
    }

    /// What flows in and does not flow out is in the tanks.
    void conservesWater()
    {
        Waterworks plant;
        const double raw = plant.rawTank.volume();
        const double clear = plant.clearTank.volume();
        double rawNet = 0;
        double clearNet = 0;
        plant.filter.startBackwash(); // with a backwash in it
        for (int i = 0; i < 18000; ++i) {
            plant.step(0.1);
            const double hours = 0.1 / kSecondsPerHour;
            rawNet += (plant.rawFlow() - plant.filter.flow()) * hours;
            clearNet
                += (plant.filter.flow() - plant.pumpedFlow() - plant.filter.washFlow()) * hours;
        }
        QVERIFY(std::abs(rawNet) > 0.1 || std::abs(clearNet) > 0.1);
        QVERIFY(std::abs(plant.rawTank.volume() - raw - rawNet + plant.rawTank.overflowed())
                < 1e-6);
        QVERIFY(std::abs(plant.clearTank.volume() - clear - clearNet + plant.clearTank.overflowed())
                < 1e-6);
    }

    void levelRisesWhenMoreFlowsIn()
    {
        Waterworks plant;
        for (Pump &pump : plant.distributionPumps)
            pump.mode = DriveMode::Off;
        plant.step(15); // the drives ramp down
        QCOMPARE(plant.pumpedFlow(), 0.0);
        QVERIFY(plant.filter.flow() > 0);
        const double before = plant.clearTank.level();
        plant.step(30);
        QVERIFY(plant.clearTank.level() > before + 0.1);
    }

    void setpointMovesPressure()
    {
        Waterworks plant;
        plant.pressureSetpoint = 3.6;
        plant.step(60);
        QVERIFY(std::abs(plant.pressure() - 3.6) < 0.15);
        plant.pressureSetpoint = 5.0;
        plant.step(60);
        QVERIFY(std::abs(plant.pressure() - 5.0) < 0.15);
    }

    void pumpRampsAndCounts()
    {
        Waterworks plant;
        Pump &pump = plant.rawPumps[0];
        pump.mode = DriveMode::Manual;
        pump.pressStop();
        plant.step(15);
        QCOMPARE(pump.state(), DriveState::Stopped);
        QCOMPARE(pump.flow(), 0.0);
        const int starts = pump.starts();
        const double hours = pump.hours();
        pump.manualSpeed = 90;
        pump.pressStart();
        plant.step(0.5);
        QCOMPARE(pump.state(), DriveState::Starting);
        QVERIFY(pump.speed() > 1 && pump.speed() < 20);
        plant.step(20);
        QCOMPARE(pump.state(), DriveState::Running);
        QCOMPARE(pump.speed(), 90.0);
        QVERIFY(pump.flow() > 20);
        QCOMPARE(pump.starts(), starts + 1);
        plant.step(360);
        QVERIFY(std::abs(pump.hours() - hours - 380.5 / 3600) < 0.001);
    }

    void takingOverByHandKeepsRunning()
    {
        Waterworks plant;
        Pump &pump = plant.distributionPumps[0];
        QVERIFY(pump.isRunning());
        pump.mode = DriveMode::Manual;
        plant.step(5);
        QVERIFY(pump.isRunning());
    }

    void rawTankOverflows()
    {
        Waterworks plant;
        plant.rawTank.setLevel(99.9);
        for (Pump &pump : plant.rawPumps) {
            pump.mode = DriveMode::Manual;
            pump.manualSpeed = 100;
        }
        for (Pump &pump : plant.distributionPumps)
            pump.mode = DriveMode::Off; // the clear water tank fills, the feed valve closes
        plant.clearTank.setLevel(95);
        plant.step(60);
        QCOMPARE(plant.rawTank.level(), 100.0);
        QVERIFY(plant.rawTank.overflow() > 1);
    }

    void dryPumpTrips()
    {
        Waterworks plant;
        plant.clearTank.setLevel(0);
        plant.filter.startBackwash(); // nothing comes after
        plant.step(2);
        QVERIFY(plant.distributionPumps[0].hasFault());
        QVERIFY(plant.generalFault());
        plant.step(30);
        QVERIFY(plant.pressure() < 0.5);
        QVERIFY(plant.lowPressure());
        plant.clearTank.setLevel(60);
        plant.acknowledgeFaults();
        plant.step(60);
        QVERIFY(plant.pressure() > 4);
        QVERIFY(!plant.generalFault());
    }

    void closedOutletStopsTheFlow()
    {
        Waterworks plant;
        plant.outlet.open = false;
        plant.step(30);
        QVERIFY(plant.outlet.isClosed());
        QCOMPARE(plant.townFlow(), 0.0);
        QCOMPARE(plant.shownFlow(), 0.0);
    }

    void closedInletStopsTheRawWater()
    {
        Waterworks plant;
        plant.inlet.open = false;
        plant.step(30);
        QCOMPARE(plant.rawFlow(), 0.0);
    }

    void residualFollowsDoseWithLag()
    {
        Waterworks plant;
        const double before = plant.dosing.residual();
        plant.dosing.doseSetpoint = 0.9;
        plant.step(3);
        QVERIFY(plant.dosing.residual() < before + 0.1); // not at once
        plant.step(240);
        QVERIFY(std::abs(plant.dosing.residual() - 0.75) < 0.05);
    }

    void emptyCanisterEndsDosing()
    {
        Waterworks plant;
        plant.dosing.chlorine.setLevel(0);
        plant.step(300);
        QCOMPARE(plant.dosing.chlorine.rate(), 0.0);
        QVERIFY(plant.dosing.residual() < 0.02);
        plant.dosing.chlorine.refill();
        plant.step(1);
        QVERIFY(plant.dosing.chlorine.level() > 99.9);
    }

    void phFollowsSetpoint()
    {
        Waterworks plant;
        plant.dosing.phSetpoint = 8.0;
        plant.step(600);
        QVERIFY(std::abs(plant.dosing.ph() - 8.0) < 0.1);
    }

    void foulingStartsBackwash()
    {
        Waterworks plant;
        const int before = plant.filter.backwashes();
        plant.filter.foulingLimit = plant.filter.differentialPressure() - 5;
        plant.step(2);
        QCOMPARE(plant.filter.state(), FilterState::Backwash);
        QCOMPARE(plant.filter.backwashes(), before + 1);
        plant.filter.foulingLimit = 500;
        plant.step(90);
        QCOMPARE(plant.filter.state(), FilterState::Filtering);
    }

    void meterAddsUpThePower()
    {
        Waterworks plant;
        using Phase = Supply::Phase;
        const double before = plant.supply.sum(&Phase::import);
        double kilowattHours = 0;
        double drives = 0;
        for (int i = 0; i < 36000; ++i) {
            plant.step(0.1);
            kilowattHours += plant.supply.sum(&Phase::active) / 1000 * 0.1 / kSecondsPerHour;
        }
        for (const Pump &pump : plant.rawPumps)
            drives += pump.power() * 1000;
        for (const Pump &pump : plant.distributionPumps)
            drives += pump.power() * 1000;
        QVERIFY(kilowattHours > 10);
        QVERIFY(std::abs(plant.supply.sum(&Phase::import) - before - kilowattHours) < 1e-3);
        const double base = plant.supply.sum(&Phase::active) - drives;
        QVERIFY(base > 3000 && base < 4200);
        for (int phase = 0; phase < 3; ++phase) {
            const Phase &one = plant.supply.phase(phase);
            QVERIFY(one.voltage > 215 && one.voltage < 245);
            QVERIFY(std::abs(one.apparent - one.voltage * one.current) < 1e-6);
            QVERIFY(std::abs(std::hypot(one.active, one.reactive) - one.apparent) < 1e-6);
        }
    }

    void mainsFailureStopsEverything()
    {
        Waterworks plant;
        plant.mains = false;
        plant.step(30);
        QCOMPARE(plant.rawFlow(), 0.0);
        QCOMPARE(plant.supply.frequency(), 0.0);
        QVERIFY(plant.generalFault());
    }

    void totalsCount()
    {
        Waterworks plant;
        const double before = plant.delivered();
        double delivered = 0;
        for (int i = 0; i < 3000; ++i) {
            plant.step(0.1);
            delivered += plant.townFlow() * 0.1 / kSecondsPerHour;
        }
        QVERIFY(std::abs(plant.delivered() - before - delivered) < 1e-6);
        plant.resetTrip();
        QCOMPARE(plant.trip(), 0.0);
        QVERIFY(plant.delivered() > before);
    }
};

QTEST_GUILESS_MAIN(PlantTest)
#include "tst_plant.moc"
