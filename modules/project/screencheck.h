// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/screen.h"
#include "project/tagcheck.h"

#include <QHash>

namespace mws
{

/// Holds a screen against the grid, the widget registry and the tags of the project.
void checkScreen(const Screen &screen, const ProjectScope &scope,
                 const QHash<QString, Value::Kind> &tags, QList<Problem> &problems);

} // namespace mws
