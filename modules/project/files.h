// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws::files
{

// The files of a project folder, relative to it.

inline constexpr QLatin1String kConnections("connections");
inline constexpr QLatin1String kTags("tags");
inline constexpr QLatin1String kScreens("screens");
inline constexpr QLatin1String kTemplates("templates");

[[nodiscard]] inline QString project()
{
    return QStringLiteral("project.json");
}

[[nodiscard]] inline QString connection(const QString &id)
{
    return kConnections + u'/' + id + QStringLiteral(".json");
}

[[nodiscard]] inline QString tags(const QString &device)
{
    return kTags + u'/' + device + QStringLiteral(".json");
}

[[nodiscard]] inline QString screen(const QString &id)
{
    return kScreens + u'/' + id + QStringLiteral(".json");
}

[[nodiscard]] inline QString deviceTemplate(const QString &id)
{
    return kTemplates + u'/' + id + QStringLiteral(".json");
}

} // namespace mws::files
