// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/plantpoint.h"
#include "simulator/waterworks.h"

namespace mws::simulator
{

namespace
{

constexpr double kHighSwitch = 96; // % at which the float switches of the tanks trip
constexpr double kLowSwitch = 10;

QList<PlantPoint> valvePoints(const QString &unit, MotorValve &valve)
{
    PointList list(unit);
    list.measure("Position", [&valve] { return Value(valve.position()); })
        .measure("Opened", [&valve] { return Value(valve.isOpen()); })
        .measure("Closed", [&valve] { return Value(valve.isClosed()); })
        .setting(
            "Command", [&valve] { return Value(valve.open); },
            [&valve](double open) { valve.open = open != 0; });
    return list.points();
}

QList<PlantPoint> tankPoints(const QString &unit, Tank &tank, double &setpoint)
{
    PointList list(unit);
    list.state(
            "Level", [&tank] { return Value(tank.level()); },
            [&tank](double level) { tank.setLevel(level); })
        .measure("Volume", [&tank] { return Value(tank.volume()); })
        .measure("Overflow", [&tank] { return Value(tank.overflow()); })
        .measure("High level", [&tank] { return Value(tank.level() >= kHighSwitch); })
        .measure("Low level", [&tank] { return Value(tank.level() <= kLowSwitch); })
        .setting("Level setpoint", setpoint);
    return list.points();
}

QList<PlantPoint> wellPoints(Waterworks &plant)
{
    PointList list(QStringLiteral("intake/Well field"));
    list.measure("Groundwater level", [&plant] { return Value(plant.groundwater()); })
        .measure("Abstraction flow", [&plant] { return Value(plant.rawFlow()); })
        .measure("Turbidity", [&plant] { return Value(plant.rawTurbidity()); })
        .measure("Abstracted today", [&plant] { return Value(plant.abstractedToday()); })
        .measure("Abstracted in total", [&plant] { return Value(quint64(plant.abstracted())); });
    return list.points();
}

QList<PlantPoint> filterPoints(Waterworks &plant)
{
    FilterPlant &filter = plant.filter;
    PointList list(QStringLiteral("pumping/Filter"));
    list.measure("Flow", [&filter] { return Value(filter.flow()); })
        .measure("Differential pressure",
                 [&filter] { return Value(filter.differentialPressure()); })
        .measure("Turbidity after filter",
                 [&plant] { return Value(plant.filter.turbidity(plant.rawTurbidity())); })
        .measure("Feed valve", [&filter] { return Value(filter.valve()); })
        .measure("Backwashes today", [&filter] { return Value(filter.backwashes()); })
        .measure("Run time since backwash", [&filter] { return Value(filter.runTime()); })
        .measure("State", [&filter] { return Value(int(filter.state())); })
        .setting("Fouling limit", filter.foulingLimit)
        .command("Start backwash", [&filter] { filter.startBackwash(); });
    return list.points();
}

QList<PlantPoint> networkPoints(Waterworks &plant)
{
    PointList list(QStringLiteral("pumping/Network"));
    list.state(
            "Pressure", [&plant] { return Value(plant.pressure()); },
            [&plant](double bar) { plant.setPressure(bar); })
        .measure("Flow", [&plant] { return Value(plant.townFlow()); })
        .measure("Low pressure", [&plant] { return Value(plant.lowPressure()); })
        .setting("Pressure setpoint", plant.pressureSetpoint)
        .setting("Low pressure limit", plant.pressureLimit)
        .setting(
            "Lead pump", [&plant] { return Value(plant.leadPump); },
            [&plant](double pump) { plant.leadPump = pump == 2 ? 2 : 1; });
    return list.points();
}

QList<PlantPoint> temperaturePoint(const QString &unit, const Waterworks &plant, double offset)
{
    PointList list(unit);
    list.measure("Temperature",
                 [&plant, offset] { return Value(plant.waterTemperature() + offset); });
    return list.points();
}

} // namespace

QList<PlantPoint> intakePoints(Waterworks &plant)
{
    const QString tank = QStringLiteral("intake/Raw water tank");
    return wellPoints(plant) + valvePoints(QStringLiteral("intake/Inlet valve"), plant.inlet)
        + pumpPoints(QStringLiteral("intake/Raw water pump 1"), plant.rawPumps[0])
        + pumpPoints(QStringLiteral("intake/Raw water pump 2"), plant.rawPumps[1])
        + tankPoints(tank, plant.rawTank, plant.rawSetpoint) + temperaturePoint(tank, plant, 0);
}

QList<PlantPoint> pumpingPoints(Waterworks &plant)
{
    const QString tank = QStringLiteral("pumping/Clear water tank");
    return filterPoints(plant) + tankPoints(tank, plant.clearTank, plant.clearSetpoint)
        + temperaturePoint(tank, plant, 0.3)
        + pumpPoints(QStringLiteral("pumping/Distribution pump 1"), plant.distributionPumps[0])
        + pumpPoints(QStringLiteral("pumping/Distribution pump 2"), plant.distributionPumps[1])
        + networkPoints(plant) + valvePoints(QStringLiteral("pumping/Outlet valve"), plant.outlet);
}

QList<PlantPoint> stationPoints(Waterworks &plant)
{
    PointList list(QStringLiteral("pumping/Station"));
    list.state(
            "Mains", [&plant] { return Value(plant.mains); },
            [&plant](double on) { plant.mains = on != 0; })
        .state(
            "Emergency stop", [&plant] { return Value(plant.emergencyStop); },
            [&plant](double on) { plant.emergencyStop = on != 0; })
        .state(
            "Cabinet door", [&plant] { return Value(plant.doorOpen); },
            [&plant](double on) { plant.doorOpen = on != 0; })
        .measure("General fault", [&plant] { return Value(plant.generalFault()); })
        .measure("Life counter", [&plant] { return Value(qint64(plant.time()) & 0xFFFF); })
        .measure("Cabinet temperature", [&plant] { return Value(plant.airTemperature() + 12); })
        .measure("Cabinet humidity", [&plant] { return Value(58 - plant.airTemperature()); })
        .text("Controller", QStringLiteral("WWL station 1"))
        .text("Firmware", QStringLiteral("2.14.3"))
        .setting(
            "Local control", [] { return Value(false); }, [](double) {})
        .command("Acknowledge faults", [&plant] { plant.acknowledgeFaults(); })
        .command("Reset daily counters", [&plant] { plant.resetDay(); });
    return list.points();
}

} // namespace mws::simulator
