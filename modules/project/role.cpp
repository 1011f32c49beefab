// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/role.h"

#include <QSet>
#include <algorithm>

namespace mws
{

namespace
{

constexpr Permissions kActs = Permission::Write | Permission::Acknowledge | Permission::Shelve;

} // namespace

QList<Role> builtInRoles()
{
    const Permissions viewer = Permission::View;
    const Permissions operate = viewer | kActs;
    const Permissions configure = operate | Permission::Configure;
    const Permissions all = configure | Permission::Administer;
    return {
        {QStringLiteral("viewer"), QStringLiteral("Viewer"), viewer, {}, true},
        {QStringLiteral("operator"), QStringLiteral("Operator"), operate, {}, true},
        {QStringLiteral("engineer"), QStringLiteral("Engineer"), configure, {}, true},
        {QStringLiteral("administrator"), QStringLiteral("Administrator"), all, {}, true},
    };
}

QList<Grant> grantsOf(const Role &role)
{
    QList<Grant> all;
    if (role.permissions & ~kActs)
        all.append(Grant{role.permissions & ~kActs});
    if (role.permissions & kActs)
        all.append(Grant{role.permissions & kActs, role.areas});
    return all + role.grants;
}

QList<const Role *> lineageOf(const QList<Role> &roles, const QString &id)
{
    QList<const Role *> lineage;
    QStringList wanted{id};
    QSet<QString> known{id};
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        const auto role = std::find_if(roles.cbegin(), roles.cend(), [&](const Role &candidate) {
            return candidate.id == wanted[i];
        });
        if (role == roles.cend())
            continue;
        lineage.append(&*role);
        for (const QString &inherited : role->inherits) {
            if (!known.contains(inherited))
                wanted.append(inherited);
            known.insert(inherited);
        }
    }
    return lineage;
}

bool isInArea(const QString &path, const QString &area)
{
    return path.startsWith(area) && (path.size() == area.size() || path[area.size()] == u'/')
        && !area.isEmpty();
}

} // namespace mws
