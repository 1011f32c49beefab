// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/leftout.h"

#include "core/log.h"
#include "modbus/requests.h"
#include "project/names.h"

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

void LeftOut::recall(const Lessons &lessons)
{
    for (const TagIndex tag : lessons.tags.keys())
        m_tags.insert(tag);
    m_tables = lessons.tables.keys();
    m_functions = lessons.functions.keys();
}

void LeftOut::log(const Device &device, const Lessons &lessons, const Project &project)
{
    const QList<Table> tables = lessons.tables.keys();
    for (const Table table : tables) {
        if (!m_tables.contains(table))
            qCWarning(lcField) << "device" << device.id << "table" << nameOf(table)
                               << "is left out of the polls:" << exceptionText(1);
    }
    m_tables = tables;
    const QList<int> functions = lessons.functions.keys();
    for (const int function : functions) {
        if (!m_functions.contains(function))
            qCWarning(lcField) << "device" << device.id << "does not know FC" << function
                               << ": bits are written with the whole register, read just before";
    }
    m_functions = functions;
    m_tags.removeIf([&lessons](TagIndex tag) { return !lessons.tags.contains(tag); });
    for (auto it = lessons.tags.cbegin(); it != lessons.tags.cend(); ++it) {
        if (m_tags.contains(it.key()))
            continue;
        m_tags.insert(it.key());
        const QString why
            = it->exception == 0 ? QStringLiteral("no answer") : exceptionText(it->exception);
        qCWarning(lcField) << "device" << device.id << "tag" << project.tag(it.key()).id
                           << "is left out of the polls:" << why;
    }
}

ValueBatch samplesOfLeftOut(const PollPlan &plan, const Project &project)
{
    const Lessons &lessons = plan.lessons();
    ValueBatch batch;
    for (const TagIndex tag : plan.tags()) {
        const auto ofTable = lessons.tables.constFind(project.tag(tag).table);
        const auto ofTag = lessons.tags.constFind(tag);
        if (ofTable != lessons.tables.cend())
            batch.append({tag, {{}, qualityOf(*ofTable), {}}});
        else if (ofTag != lessons.tags.cend())
            batch.append({tag, {{}, qualityOf(*ofTag), {}}});
    }
    return batch;
}

} // namespace mws::modbus
