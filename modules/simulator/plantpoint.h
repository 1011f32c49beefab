// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/value.h"

#include <QList>
#include <QString>
#include <functional>

namespace mws::simulator
{

class Waterworks;

/// A place where the model of the plant touches a tag, found by the tag's path.
struct PlantPoint {
    enum class Kind {
        Measurement, ///< the model gives the value
        Setting, ///< the register gives the value, the model takes it before each step
        Command, ///< a bit that the model takes and resets
    };
    QString path;
    Kind kind = Kind::Measurement;
    std::function<Value()> get; ///< of a setting: its value at the start; of a command: none
    std::function<void(const Value &)> set; ///< of a measurement: changes the state; may be none
};

/// All points of the waterworks; they refer to it and must not outlive it.
[[nodiscard]] QList<PlantPoint> plantPoints(Waterworks &plant);

// The parts of plantPoints().
[[nodiscard]] QList<PlantPoint> intakePoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> pumpingPoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> stationPoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> dosingPoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> energyPoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> flowMeterPoints(Waterworks &plant);
[[nodiscard]] QList<PlantPoint> sitePoints(Waterworks &plant);

/// Collects points below one path, e.g. "intake/Raw water tank".
class PointList
{
public:
    explicit PointList(QString unit)
        : m_unit(std::move(unit))
    {
    }
    using Getter = std::function<Value()>;
    using NumberSetter = std::function<void(double)>;

    PointList &measure(const char *name, Getter get);
    /// A measurement that may be set to another value, from where the model goes on.
    PointList &state(const char *name, Getter get, NumberSetter set);
    /// A setting that is a member of the model.
    PointList &setting(const char *name, double &member);
    PointList &setting(const char *name, Getter get, NumberSetter set);
    PointList &text(const char *name, const QString &start);
    PointList &command(const char *name, std::function<void()> act);
    [[nodiscard]] const QList<PlantPoint> &points() const { return m_points; }

private:
    void add(const char *name, PlantPoint::Kind kind, Getter get,
             std::function<void(const Value &)> set);

    QString m_unit;
    QList<PlantPoint> m_points;
};

class Pump;
/// The points that every pump of the waterworks has.
[[nodiscard]] QList<PlantPoint> pumpPoints(const QString &unit, Pump &pump);

} // namespace mws::simulator
