// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"
#include "simulator/plantpoint.h"

#include <QHash>
#include <QSet>

namespace mws::simulator
{

class RegisterImage;
class Responder;
class Waterworks;

/// Moves values between the model of the plant and the registers of the project's tags. Tags that
/// the model does not know hold what was written last, or move when ramping.
class TagDriver
{
public:
    /// Makes the units in the responder; all arguments must outlive the driver.
    TagDriver(const Project &project, Responder &responder, Waterworks &plant);

    /// Takes settings and commands out of the registers, lets the plant run, shows its values.
    void step(double seconds);
    void setRamping(bool on) { m_ramping = on; }

    [[nodiscard]] Result<Value> value(const QString &path) const;
    /// Sets a setting, a command or a tag without model as if the device's own program had done it;
    /// a measurement either moves the state of the model or is held at the value.
    Result<void> setValue(const QString &path, const QString &text);
    /// Gives held measurements back to the model.
    void release() { m_held.clear(); }
    [[nodiscard]] QStringList held() const;
    /// The longest tag path with which the text begins; empty if there is none.
    [[nodiscard]] QString pathAtStartOf(const QString &text) const;
    [[nodiscard]] qsizetype drivenTags() const { return m_points.size(); }

private:
    struct Driven {
        TagIndex tag;
        PlantPoint point;
    };

    void makeUnits();
    void bindPoints(Waterworks &plant);
    void takeIn();
    void show();
    void ramp();
    void put(const Tag &tag, const Value &value);
    [[nodiscard]] Value current(const Tag &tag) const;
    /// kNoTag also of one that is disabled.
    [[nodiscard]] TagIndex indexOf(const QString &path) const;
    [[nodiscard]] RegisterImage &imageOf(const Tag &tag) const;
    [[nodiscard]] const PlantPoint *pointOf(TagIndex tag) const;

    const Project &m_project;
    Responder &m_responder;
    Waterworks &m_plant;
    QList<Driven> m_points;
    QList<TagIndex> m_rampTags;
    QSet<TagIndex> m_held;
    QHash<QString, RegisterImage *> m_images; ///< by device
    bool m_ramping = false;
    quint64 m_rampCount = 0;
};

} // namespace mws::simulator
