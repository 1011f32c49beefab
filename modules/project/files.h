// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

namespace mws::files
{

// The files of a project folder, relative to it.

inline constexpr QLatin1String kConnections("connections");
inline constexpr QLatin1String kTags("tags");
inline constexpr QLatin1String kScreens("screens");
inline constexpr QLatin1String kTemplates("templates");

// Those of a save on its way; see savejournal.h.
inline constexpr QLatin1String kSaveMarker(".mws-save");
inline constexpr QLatin1String kSavePrefix(".mws-save."); ///< begins the name of every new file

[[nodiscard]] inline QString project()
{
    return QStringLiteral("project.json");
}

[[nodiscard]] inline QString northbound()
{
    return QStringLiteral("northbound.json");
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

/// Whether saving may write this file: nothing hidden, nothing outside of the folder.
[[nodiscard]] inline bool isSaved(const QString &file)
{
    const QStringList parts = file.split(u'/');
    if (parts.size() != 2)
        return file == project() || file == northbound();
    const bool isKnown = parts[0] == kConnections || parts[0] == kTags || parts[0] == kScreens
        || parts[0] == kTemplates;
    return isKnown && !parts[1].startsWith(u'.') && !parts[1].contains(QChar::Null)
        && parts[1].endsWith(QLatin1String(".json"));
}

} // namespace mws::files
