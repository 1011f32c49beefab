// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFlags>
#include <QStringList>

namespace mws
{

enum class Permission {
    View = 1, ///< see values, screens, history, device states
    Write = 2, ///< write tags whose rule allows it
    Configure = 4, ///< change the project, see raw device data
    Administer = 8, ///< users, sessions, audit, backup
};
Q_DECLARE_FLAGS(Permissions, Permission)
Q_DECLARE_OPERATORS_FOR_FLAGS(Permissions)

/// What the users of one kind may do. The built-in ones are viewer (View), operator (View, Write),
/// engineer (View, Write, Configure) and administrator (all); a project may add its own.
struct Role {
    QString id;
    QString name;
    Permissions permissions;
    QStringList areas; ///< areas where Write holds; empty: everywhere
    bool builtIn = false;
    friend bool operator==(const Role &, const Role &) = default;
};

[[nodiscard]] QList<Role> builtInRoles();

} // namespace mws
