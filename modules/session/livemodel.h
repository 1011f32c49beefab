// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "field/fieldbus.h"
#include "project/project.h"

#include <QMap>
#include <QObject>

namespace mws
{

class TagTable;

/// A consumer thread's own copy of the plant: tag values, link and unit states. Fed by queued
/// batches; nobody locks. Lives in the thread that made it.
class LiveModel final : public QObject
{
    Q_OBJECT

public:
    /// Subscribes to the table and the bus of the field thread and asks for a first snapshot.
    LiveModel(ProjectPtr project, TagTable &table, FieldBus &bus, QObject *parent = nullptr);

    [[nodiscard]] const Project &project() const { return *m_project; }
    [[nodiscard]] ProjectPtr projectPtr() const { return m_project; }
    [[nodiscard]] const TagValue &value(TagIndex tag) const { return m_values[tag]; }
    [[nodiscard]] QList<LinkStatus> links() const { return m_links.values(); }
    [[nodiscard]] QList<UnitStatus> units() const { return m_units.values(); }

Q_SIGNALS:
    /// Value or quality of these tags changed; value() gives the new state already.
    void changed(const mws::ValueBatch &batch);
    void linkChanged(const mws::LinkStatus &status);
    void unitChanged(const mws::UnitStatus &status);

private:
    void apply(const ValueBatch &batch);
    void takeLink(const LinkStatus &status);
    void takeUnit(const UnitStatus &status);

    ProjectPtr m_project;
    QList<TagValue> m_values;
    QMap<QString, LinkStatus> m_links;
    QMap<QString, UnitStatus> m_units;
};

} // namespace mws
