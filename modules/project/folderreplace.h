// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QMap>

namespace mws
{

class ProjectFolder;

/// Brings a folder that is open, locked and recovered to these files as if at once (SaveJournal).
/// northbound.json and the files of these subfolders go when they are not among them; those with
/// the same bytes are left alone, so that their time tells when they changed.
Result<void> replaceFiles(ProjectFolder &folder, const QMap<QString, QByteArray> &wanted,
                          const QList<QLatin1String> &subfolders);

} // namespace mws
