// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/busload.h"

#include <QJsonArray>
#include <QStringList>

namespace mws::ctl
{

/// What the polls of one connection will be, and what was assumed for that.
struct PlanReport {
    ProjectPtr project;
    Connection connection;
    modbus::BusAssumptions assumptions;
    modbus::BusForecast forecast;
};

/// A table of the requests, the load, and warnings.
[[nodiscard]] QStringList linesOf(const PlanReport &report);
[[nodiscard]] QJsonArray jsonOf(const QList<PlanReport> &reports);

} // namespace mws::ctl
