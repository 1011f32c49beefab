// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/checker.h"
#include "project/project.h"

#include <QHash>

namespace mws
{

/// Holds the project's own roles against the built-in ones, each other and the plant. tags: all, by
/// id; paths: those of all tags.
void checkRoles(const Checker &project, const QList<Role> &own,
                const QHash<QString, Value::Kind> &tags, const QSet<QString> &paths);

} // namespace mws
