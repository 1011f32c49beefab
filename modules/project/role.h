// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QFlags>
#include <QStringList>

namespace mws
{

/// The verbs of a grant. Acknowledge and Shelve are for alarms.
enum class Permission {
    View = 1, ///< see values, screens, history, device states
    Write = 2, ///< write tags whose rule allows it
    Acknowledge = 4,
    Shelve = 8,
    Configure = 16, ///< change the project, see raw device data
    Administer = 32, ///< users, sessions, audit, backup
};
Q_DECLARE_FLAGS(Permissions, Permission)
Q_DECLARE_OPERATORS_FOR_FLAGS(Permissions)

/// Of the whole plant only.
inline constexpr Permissions kPlantWide = Permission::Configure | Permission::Administer;

/// Allows its verbs where all of its lists say so; an empty list limits nothing.
struct Grant {
    Permissions verbs{};
    QStringList areas{}; ///< beginnings of Tag::path, whole parts: "pumping", "pumping/well1"
    QStringList tags{}; ///< Tag::id
    QList<Origin> origins{};
    QStringList networks{}; ///< IpNetwork; what has no address, as the panel, is in none
    friend bool operator==(const Grant &, const Grant &) = default;
};

/// What the users of one kind may do: what one of its grants, or of those that it inherits, allows,
/// and nothing else. The built-in ones are viewer (View), operator (also Write, Acknowledge and
/// Shelve), engineer (also Configure) and administrator (all); a project may add its own.
struct Role {
    QString id;
    QString name;
    Permissions permissions; ///< a grant in short
    QStringList areas; ///< where Write, Acknowledge and Shelve of permissions hold; empty:
                       ///< everywhere
    bool builtIn = false;
    QStringList inherits{}; ///< Role::id
    QList<Grant> grants{};
    friend bool operator==(const Role &, const Role &) = default;
};

[[nodiscard]] QList<Role> builtInRoles();

/// Role::permissions and areas as grants, and Role::grants.
[[nodiscard]] QList<Grant> grantsOf(const Role &role);

/// The role with this id and all that it inherits, each once and none of those that are not there.
/// Empty: there is no such role.
[[nodiscard]] QList<const Role *> lineageOf(const QList<Role> &roles, const QString &id);

/// Whether path is that of area or lies below it.
[[nodiscard]] bool isInArea(const QString &path, const QString &area);

} // namespace mws
