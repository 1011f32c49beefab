// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/tagvalue.h"
#include "modbus/pollplan.h"

#include <QSet>

namespace mws::modbus
{

/// Tells the log once what is left out of the polls of one device, because it refused it or was
/// silent about it.
class LeftOut
{
public:
    /// What was known before needs no word.
    void recall(const Lessons &lessons);
    void log(const Device &device, const Lessons &lessons, const Project &project);

private:
    QSet<TagIndex> m_tags;
    QList<Table> m_tables;
    QList<int> m_functions;
};

/// The quality of the tags that are left out: they have no poll that says why.
[[nodiscard]] ValueBatch samplesOfLeftOut(const PollPlan &plan, const Project &project);

} // namespace mws::modbus
