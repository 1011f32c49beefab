// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "command.h"

#include <QList>

namespace mws::ctl
{

/// One line of a program that examines something.
struct Finding {
    enum class Level { Ok, Warning, Fault };
    Level level = Level::Ok;
    QString check; ///< stable word
    QString text;
};

[[nodiscard]] Finding finding(Finding::Level level, const char *check, const QString &text);

/// The option --json.
void declareJson(QCommandLineParser &parser);
/// All of them, as lines or as one JSON list; Failed when there is a fault.
Exit tell(const QList<Finding> &findings, const QCommandLineParser &parser);

} // namespace mws::ctl
