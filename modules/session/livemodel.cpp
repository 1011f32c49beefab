// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "session/livemodel.h"

#include "core/future.h"
#include "tags/tagtable.h"

namespace mws
{

namespace
{

/// Everything at one moment of the field thread.
struct Snapshot {
    ValueBatch values;
    QList<LinkStatus> links;
    QList<UnitStatus> units;
};

Future<Snapshot> askForSnapshot(TagTable &table, FieldBus &bus)
{
    auto promise = std::make_shared<Promise<Snapshot>>();
    QMetaObject::invokeMethod(&table, [promise, &table, &bus] {
        promise->finish(Snapshot{table.snapshot(), bus.links(), bus.units()});
    });
    return promise->future();
}

} // namespace

LiveModel::LiveModel(ProjectPtr project, TagTable &table, FieldBus &bus, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_values(m_project->tagCount())
{
    connect(&table, &TagTable::changed, this, &LiveModel::apply);
    connect(&bus, &FieldBus::linkChanged, this, &LiveModel::takeLink);
    connect(&bus, &FieldBus::unitChanged, this, &LiveModel::takeUnit);

    whenDone(askForSnapshot(table, bus), this, [this](const Snapshot &first) {
        for (const LinkStatus &status : first.links)
            takeLink(status);
        for (const UnitStatus &status : first.units)
            takeUnit(status);
        apply(first.values);
    });
}

void LiveModel::apply(const ValueBatch &batch)
{
    for (const TagSample &sample : batch)
        m_values[sample.tag] = sample.now;
    Q_EMIT changed(batch);
}

void LiveModel::takeLink(const LinkStatus &status)
{
    m_links.insert(status.connection, status);
    Q_EMIT linkChanged(status);
}

void LiveModel::takeUnit(const UnitStatus &status)
{
    m_units.insert(status.device, status);
    Q_EMIT unitChanged(status);
}

} // namespace mws
