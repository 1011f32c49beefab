// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/northbound.h"
#include "project/tagcheck.h"

#include <QHash>

namespace mws
{

/// The ids of the tags that the map names.
[[nodiscard]] QSet<QString> servedTags(const Northbound &northbound);

/// Holds northbound.json against its ranges, itself, and the tags that it names.
void checkNorthbound(const Northbound &northbound, const ProjectScope &scope,
                     const QHash<QString, Tag> &tags, QList<Problem> &problems);

} // namespace mws
