// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QHash>
#include <QString>

namespace mws::backup
{

// What a backup holds, by its names there: "data/station.db", "project/tags/plc.json".

inline constexpr qsizetype kMaxFiles = 5000;

[[nodiscard]] inline QString manifestName()
{
    return QStringLiteral("manifest.json");
}

/// A file that a station or a project has under this name. All others are no part of a backup.
[[nodiscard]] bool isKnown(const QString &name);
/// Those of them that hold certificates and keys.
[[nodiscard]] bool isKey(const QString &name);
/// For people: short, and without what could steer a terminal.
[[nodiscard]] QString shown(const QString &name);

/// Holds the names of a list against the rules, one after the other.
class NameCheck
{
public:
    /// Conflict, with the reason: absolute, out of the folder, there before (also in other case),
    /// unknown, or one too many.
    Result<void> add(const QString &name);

private:
    QHash<QString, QString> m_seen; ///< by the name in lower case
};

} // namespace mws::backup
