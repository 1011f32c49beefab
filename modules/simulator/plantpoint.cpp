// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/plantpoint.h"

#include "simulator/pump.h"

namespace mws::simulator
{

void PointList::add(const char *name, PlantPoint::Kind kind, Getter get,
                    std::function<void(const Value &)> set)
{
    m_points.append(
        {m_unit + u'/' + QString::fromUtf8(name), kind, std::move(get), std::move(set)});
}

PointList &PointList::measure(const char *name, Getter get)
{
    add(name, PlantPoint::Kind::Measurement, std::move(get), {});
    return *this;
}

PointList &PointList::state(const char *name, Getter get, NumberSetter set)
{
    add(name, PlantPoint::Kind::Measurement, std::move(get),
        [set = std::move(set)](const Value &value) { set(value.toDouble()); });
    return *this;
}

PointList &PointList::setting(const char *name, double &member)
{
    return setting(
        name, [&member] { return Value(member); }, [&member](double value) { member = value; });
}

PointList &PointList::setting(const char *name, Getter get, NumberSetter set)
{
    add(name, PlantPoint::Kind::Setting, std::move(get),
        [set = std::move(set)](const Value &value) { set(value.toDouble()); });
    return *this;
}

PointList &PointList::text(const char *name, const QString &start)
{
    add(
        name, PlantPoint::Kind::Setting, [start] { return Value(start); }, [](const Value &) {});
    return *this;
}

PointList &PointList::command(const char *name, std::function<void()> act)
{
    add(name, PlantPoint::Kind::Command, {}, [act = std::move(act)](const Value &) { act(); });
    return *this;
}

QList<PlantPoint> pumpPoints(const QString &unit, Pump &pump)
{
    PointList list(unit);
    list.measure("Speed", [&pump] { return Value(pump.speed()); })
        .measure("Current", [&pump] { return Value(pump.current()); })
        .measure("Power", [&pump] { return Value(pump.power()); })
        .measure("Flow", [&pump] { return Value(pump.flow()); })
        .measure("Operating hours", [&pump] { return Value(pump.hours()); })
        .measure("Starts", [&pump] { return Value(pump.starts()); })
        .measure("State", [&pump] { return Value(int(pump.state())); })
        .measure("Running", [&pump] { return Value(pump.isRunning()); })
        .state(
            "Fault", [&pump] { return Value(pump.hasFault()); },
            [&pump](double on) { pump.setFault(on != 0); })
        .setting(
            "Mode", [&pump] { return Value(int(pump.mode)); },
            [&pump](double mode) {
                if (mode >= 0 && mode <= 2)
                    pump.mode = DriveMode(int(mode));
            })
        .setting("Manual speed", pump.manualSpeed)
        .command("Start", [&pump] { pump.pressStart(); })
        .command("Stop", [&pump] { pump.pressStop(); });
    return list.points();
}

QList<PlantPoint> plantPoints(Waterworks &plant)
{
    return intakePoints(plant) + pumpingPoints(plant) + stationPoints(plant) + dosingPoints(plant)
        + energyPoints(plant) + flowMeterPoints(plant) + sitePoints(plant);
}

} // namespace mws::simulator
