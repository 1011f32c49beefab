// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/plantpoint.h"
#include "simulator/waterworks.h"

#include <cmath>
#include <numbers>

namespace mws::simulator
{

namespace
{

using Phase = Supply::Phase;
using Member = double Phase::*;

constexpr double kPipeArea = std::numbers::pi / 4 * 0.25 * 0.25; // m², DN 250

const QString &meter()
{
    static const QString path = QStringLiteral("energy/Main supply");
    return path;
}

QList<PlantPoint> phasePoints(const Supply &supply, int index)
{
    PointList list(meter());
    const auto add = [&](const char *name, const Member &member) {
        const QByteArray full = QByteArray(name) + " L" + QByteArray::number(index + 1);
        list.measure(full.constData(),
                     [&supply, index, member] { return Value(supply.phase(index).*member); });
    };
    add("Voltage", &Phase::voltage);
    add("Current", &Phase::current);
    add("Active power", &Phase::active);
    add("Apparent power", &Phase::apparent);
    add("Reactive power", &Phase::reactive);
    add("Voltage THD", &Phase::thd);
    add("Energy import", &Phase::import);
    add("Energy total", &Phase::import);
    add("Reactive energy import", &Phase::reactiveImport);
    add("Reactive energy total", &Phase::reactiveImport);
    const QByteArray phase = " L" + QByteArray::number(index + 1);
    list.measure((QByteArrayLiteral("Power factor") + phase).constData(),
                 [&supply, index] { return Value(supply.powerFactor(index)); });
    for (const char *name : {"Energy export", "Reactive energy export"})
        list.measure((name + phase).constData(), [] { return Value(0.0); });
    return list.points();
}

QList<PlantPoint> sumPoints(const Supply &supply)
{
    PointList list(meter());
    const auto add = [&](const char *name, const Member &member) {
        list.measure(name, [&supply, member] { return Value(supply.sum(member)); });
    };
    add("Active power", &Phase::active);
    add("Reactive power", &Phase::reactive);
    add("Energy import", &Phase::import);
    add("Energy total", &Phase::import);
    add("Reactive energy import", &Phase::reactiveImport);
    add("Reactive energy total", &Phase::reactiveImport);
    list.measure("Apparent power",
                 [&supply] {
                     return Value(
                         std::hypot(supply.sum(&Phase::active), supply.sum(&Phase::reactive)));
                 })
        .measure("Power factor", [&supply] { return Value(supply.powerFactor()); })
        .measure("Phase angle", [&supply] { return Value(supply.phaseAngle()); })
        .measure("Frequency", [&supply] { return Value(supply.frequency()); })
        .measure("Voltage THD", [&supply] { return Value(supply.sum(&Phase::thd) / 3); })
        .measure("Energy export", [] { return Value(0.0); })
        .measure("Reactive energy export", [] { return Value(0.0); });
    return list.points();
}

double airPressure(const Waterworks &plant)
{
    return 987.5 + 3 * std::sin(plant.time() / 1500);
}

} // namespace

QList<PlantPoint> energyPoints(Waterworks &plant)
{
    const Supply &supply = plant.supply;
    return phasePoints(supply, 0) + phasePoints(supply, 1) + phasePoints(supply, 2)
        + sumPoints(supply);
}

QList<PlantPoint> flowMeterPoints(Waterworks &plant)
{
    PointList list(QStringLiteral("pumping/Flow meter"));
    list.measure("Flow", [&plant] { return Value(plant.shownFlow()); })
        .measure("Velocity",
                 [&plant] { return Value(plant.shownFlow() / kSecondsPerHour / kPipeArea); })
        .measure("Totaliser", [&plant] { return Value(quint64(plant.delivered() * 1000)); })
        .measure("Trip totaliser", [&plant] { return Value(quint64(plant.trip())); })
        .measure("Signal quality", [&plant] { return Value(94 + 2 * std::sin(plant.time() / 19)); })
        .measure("Direction", [&plant] { return Value(plant.shownFlow() > 0 ? 1 : 0); })
        .measure("Empty pipe", [] { return Value(false); })
        .measure("Electronics fault", [] { return Value(false); })
        .measure("Serial number", [] { return Value(quint64(31082266)); })
        .setting("Low flow cut-off", plant.flowCutOff)
        .setting("Damping", plant.flowDamping)
        .command("Reset trip totaliser", [&plant] { plant.resetTrip(); });
    return list.points();
}

QList<PlantPoint> sitePoints(Waterworks &plant)
{
    PointList list(QStringLiteral("site/Weather station"));
    list.measure("Air temperature", [&plant] { return Value(plant.airTemperature()); })
        .measure("Air pressure", [&plant] { return Value(airPressure(plant)); })
        .measure("Humidity", [&plant] { return Value(82 - 1.5 * plant.airTemperature()); })
        .measure("Wind",
                 [&plant] {
                     return Value(3.2 + 1.4 * std::sin(plant.time() / 29)
                                  + 0.6 * std::sin(plant.time() / 5.3));
                 })
        .measure("Rain today", [] { return Value(2.4); })
        .setting(
            "Altitude", [] { return Value(312); }, [](double) {});
    return list.points();
}

} // namespace mws::simulator
