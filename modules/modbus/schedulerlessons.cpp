// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scheduler.h"

namespace mws::modbus
{

void Scheduler::recall(const QString &device, const Lessons &lessons)
{
    for (Unit &unit : m_units) {
        if (unit.device->id != device)
            continue;
        unit.plan.recall(lessons, m_clock.monotonic());
        unit.leftOut.recall(unit.plan.lessons());
    }
}

QMap<QString, Lessons> Scheduler::lessons() const
{
    QMap<QString, Lessons> all;
    for (const Unit &unit : m_units)
        all.insert(unit.device->id, unit.plan.lessons());
    return all;
}

void Scheduler::tellLessons()
{
    bool any = false;
    for (Unit &unit : m_units) {
        if (!unit.plan.takeLearned(m_clock.now()))
            continue;
        any = true;
        unit.leftOut.log(*unit.device, unit.plan.lessons(), *m_project);
    }
    if (any)
        Q_EMIT learned();
}

} // namespace mws::modbus
