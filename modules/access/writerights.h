// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscontrol.h"

namespace mws
{

/// Whether a user with role may write tag from origin; the error tells people why not (Denied). A
/// null role may nothing.
Result<void> checkWriteRights(const Role *role, Origin origin, const Tag &tag);

/// Whether a user with role may lock area (empty: the whole plant) to the panel; as above.
[[nodiscard]] Result<void> checkLockoutRights(const Role &role, const QString &area);

/// The role with this id in roles, or null.
[[nodiscard]] const Role *findRole(const QList<Role> &roles, const QString &id);

} // namespace mws
