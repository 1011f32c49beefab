// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QMap>

namespace mws
{

/// A whole project as its files by name ("project.json", "tags/plc.json"), templates included.
using ProjectFiles = QMap<QString, QJsonObject>;

/// The one text of these files: a JSON object with a member for each, keys sorted, no white space.
[[nodiscard]] QByteArray canonicalText(const ProjectFiles &files);
/// SHA-256 of canonicalText(), in hex.
[[nodiscard]] QByteArray hashOf(const ProjectFiles &files);

/// A canonicalText() or what means the same. Invalid for what is no strict JSON, no object of
/// objects, has a member that is not named as a file of a project is, or more than 120,000 objects
/// or 600,000 values.
[[nodiscard]] Result<ProjectFiles> parseProjectFiles(QByteArrayView text);

/// All files of a folder, after a save that was cut off was finished. The error names the file that
/// cannot be read. Waits while another program saves. Blocking file I/O; any thread.
[[nodiscard]] Result<ProjectFiles> readProjectFiles(const QString &folder);

/// As loadProject(folder) would find them, but templates that no device uses are validated, too,
/// and nothing more is when those in use would make more than 50,000 tags and parameters.
[[nodiscard]] LoadedProject loadProject(const ProjectFiles &files);

} // namespace mws
