// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QStringList>

namespace mws
{

/// The files of a project that have a JSON Schema of their own: project, connection, tags, screen,
/// template, northbound.
[[nodiscard]] QStringList schemaNames();

/// The JSON Schema (2020-12) of that kind of file, made from the same field lists that reading and
/// checking use. The published copies lie in resources/schemas/.
[[nodiscard]] QJsonObject schemaOf(const QString &name);

} // namespace mws
