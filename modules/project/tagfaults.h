// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QSet>

namespace mws
{

/// Error; TagError when the pointer, of a file of tags or of a template, leads into one of its tags
/// and to nothing that others need of it: its id and its path.
[[nodiscard]] Problem::Severity severityAt(const QString &pointer);

/// Ids of the tags, those of templates too, that such a TagError disables.
[[nodiscard]] QSet<QString> disabledTags(const ProjectData &data,
                                         const QList<DeviceTemplate> &templates,
                                         const QList<Problem> &problems);

} // namespace mws
