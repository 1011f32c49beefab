// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/role.h"

namespace mws
{

QList<Role> builtInRoles()
{
    const Permissions viewer = Permission::View;
    const Permissions operate = viewer | Permission::Write;
    const Permissions configure = operate | Permission::Configure;
    const Permissions all = configure | Permission::Administer;
    return {
        {QStringLiteral("viewer"), QStringLiteral("Viewer"), viewer, {}, true},
        {QStringLiteral("operator"), QStringLiteral("Operator"), operate, {}, true},
        {QStringLiteral("engineer"), QStringLiteral("Engineer"), configure, {}, true},
        {QStringLiteral("administrator"), QStringLiteral("Administrator"), all, {}, true},
    };
}

} // namespace mws
