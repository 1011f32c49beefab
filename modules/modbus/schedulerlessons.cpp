// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/log.h"
#include "modbus/requests.h"
#include "modbus/scheduler.h"
#include "project/names.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

QualityState qualityOf(const Lesson &lesson)
{
    if (lesson.exception == 0)
        return {Quality::BadCommunication, 0};
    return {Quality::BadDeviceException, lesson.exception};
}

} // namespace

void Scheduler::recall(const QString &device, const Lessons &lessons)
{
    for (Unit &unit : m_units) {
        if (unit.device->id != device)
            continue;
        unit.plan.recall(lessons, m_clock.monotonic());
        for (const TagIndex tag : unit.plan.lessons().tags.keys())
            unit.told.insert(tag);
        unit.toldTables = lessons.tables.keys();
        unit.toldFunctions = lessons.functions.keys();
    }
}

QMap<QString, Lessons> Scheduler::lessons() const
{
    QMap<QString, Lessons> all;
    for (const Unit &unit : m_units)
        all.insert(unit.device->id, unit.plan.lessons());
    return all;
}

/// The tags that are left out have no poll that says why.
void Scheduler::publishLessons(const Unit &unit)
{
    const Lessons &lessons = unit.plan.lessons();
    ValueBatch batch;
    for (const TagIndex tag : unit.plan.tags()) {
        const auto ofTable = lessons.tables.constFind(m_project->tag(tag).table);
        const auto ofTag = lessons.tags.constFind(tag);
        if (ofTable != lessons.tables.cend())
            batch.append({tag, {{}, qualityOf(*ofTable), {}}});
        else if (ofTag != lessons.tags.cend())
            batch.append({tag, {{}, qualityOf(*ofTag), {}}});
    }
    publish(batch);
}

void Scheduler::tellLessons()
{
    bool any = false;
    for (Unit &unit : m_units) {
        if (!unit.plan.takeLearned(m_clock.now()))
            continue;
        any = true;
        tellLeftOut(unit);
    }
    if (any)
        Q_EMIT learned();
}

void Scheduler::tellLeftOut(Unit &unit)
{
    const QList<Table> tables = unit.plan.lessons().tables.keys();
    for (const Table table : tables) {
        if (!unit.toldTables.contains(table))
            qCWarning(lcField) << "device" << unit.device->id << "table" << nameOf(table)
                               << "is left out of the polls:" << exceptionText(1);
    }
    unit.toldTables = tables;
    const QList<int> functions = unit.plan.lessons().functions.keys();
    for (const int function : functions) {
        if (!unit.toldFunctions.contains(function))
            qCWarning(lcField) << "device" << unit.device->id << "does not know FC" << function
                               << ": bits are written with the whole register, read just before";
    }
    unit.toldFunctions = functions;
    const QMap<TagIndex, Lesson> &tags = unit.plan.lessons().tags;
    unit.told.removeIf([&tags](TagIndex tag) { return !tags.contains(tag); });
    for (auto it = tags.cbegin(); it != tags.cend(); ++it) {
        if (unit.told.contains(it.key()))
            continue;
        unit.told.insert(it.key());
        const QString why
            = it->exception == 0 ? QStringLiteral("no answer") : exceptionText(it->exception);
        qCWarning(lcField) << "device" << unit.device->id << "tag" << m_project->tag(it.key()).id
                           << "is left out of the polls:" << why;
    }
}

} // namespace mws::modbus
