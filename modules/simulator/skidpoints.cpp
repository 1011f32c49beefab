// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/plantpoint.h"
#include "simulator/waterworks.h"

#include <cmath>

namespace mws::simulator
{

namespace
{

constexpr quint64 kControllerSerial = 20260119004711;
constexpr qint64 kStrokesBefore = 81'204'775;
constexpr double kEmptyBelow = 5; // %

QList<PlantPoint> dosingPumpPoints(const QString &unit, DosingPump &pump)
{
    PointList list(unit);
    list.measure("Dosing rate", [&pump] { return Value(pump.rate()); })
        .measure("Stroke", [&pump] { return Value(pump.stroke()); })
        .state(
            "Tank level", [&pump] { return Value(pump.level()); },
            [&pump](double level) { pump.setLevel(level); })
        .measure("Tank volume", [&pump] { return Value(pump.volume()); })
        .measure("Dosed in total", [&pump] { return Value(pump.dosed()); })
        .measure("Running", [&pump] { return Value(pump.isRunning()); })
        .measure("Tank empty", [&pump] { return Value(pump.level() < kEmptyBelow); })
        .setting(
            "Mode", [&pump] { return Value(int(pump.mode)); },
            [&pump](double mode) {
                if (mode >= 0 && mode <= 2)
                    pump.mode = DriveMode(int(mode));
            })
        .setting("Manual stroke", pump.manualStroke)
        .command("Tank refilled", [&pump] { pump.refill(); });
    return list.points();
}

QList<PlantPoint> measuringPoints(Waterworks &plant)
{
    const DosingSkid &skid = plant.dosing;
    PointList list(QStringLiteral("dosing/Measuring point"));
    list.measure("Water temperature", [&plant] { return Value(plant.waterTemperature() + 0.5); })
        .measure("Conductivity", [&plant] { return Value(482 + 6 * std::sin(plant.time() / 310)); })
        .measure("Sample flow",
                 [&plant] {
                     return Value(plant.sampleFlows() ? 35 + std::sin(plant.time() / 13) : 0.0);
                 })
        .measure("No sample water", [&plant] { return Value(!plant.sampleFlows()); })
        .measure("Strokes",
                 [&skid] {
                     const double since = skid.chlorine.strokes() + skid.caustic.strokes();
                     return Value(kStrokesBefore + qint64(since));
                 })
        .measure("Serial number", [] { return Value(kControllerSerial); })
        .text("Controller", QStringLiteral("DoseMaster 2"));
    return list.points();
}

} // namespace

QList<PlantPoint> dosingPoints(Waterworks &plant)
{
    DosingSkid &skid = plant.dosing;
    const QString chlorine = QStringLiteral("dosing/Chlorine");
    const QString caustic = QStringLiteral("dosing/pH correction");
    PointList chlorineList(chlorine);
    chlorineList
        .state(
            "Residual", [&skid] { return Value(skid.residual()); },
            [&skid](double mgPerLitre) { skid.setResidual(mgPerLitre); })
        .setting("Dose setpoint", skid.doseSetpoint)
        .text("Batch", QStringLiteral("CL-26-0417"));
    PointList causticList(caustic);
    causticList
        .state(
            "pH", [&skid] { return Value(skid.ph()); }, [&skid](double ph) { skid.setPh(ph); })
        .setting("pH setpoint", skid.phSetpoint);
    return chlorineList.points() + dosingPumpPoints(chlorine, skid.chlorine) + causticList.points()
        + dosingPumpPoints(caustic, skid.caustic) + measuringPoints(plant);
}

} // namespace mws::simulator
