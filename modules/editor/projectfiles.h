// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QStringList>

namespace mws::editor
{

/// The files that saving a project writes or removes, relative to the folder.
[[nodiscard]] QStringList projectFiles(const QString &folder);

/// The same as long as names and bytes of those files are the same.
[[nodiscard]] QByteArray fingerprintOf(const QString &folder);

/// Copies the project's own device templates; those that are there already stay.
void copyTemplates(const QString &from, const QString &to);

} // namespace mws::editor
