// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/writerights.h"

#include <QCoreApplication>
#include <algorithm>

namespace mws
{

namespace
{

Error denied(const char *text)
{
    return {ErrorCode::Denied, QCoreApplication::translate("Access", text)};
}

} // namespace

const Role *findRole(const QList<Role> &roles, const QString &id)
{
    const auto found = std::find_if(roles.cbegin(), roles.cend(),
                                    [&id](const Role &role) { return role.id == id; });
    return found == roles.cend() ? nullptr : &*found;
}

Result<void> checkWriteRights(const Role *role, Origin origin, const Tag &tag)
{
    if (!role)
        return denied(QT_TRANSLATE_NOOP("Access", "Your role does not exist any more."));
    if (!role->permissions.testFlag(Permission::Write))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may look, but not write."));
    if (!role->areas.isEmpty() && !role->areas.contains(tag.area()))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in this area."));
    if (!tag.write.enabled)
        return denied(QT_TRANSLATE_NOOP("Access", "This value can only be read."));
    if (!tag.write.roles.isEmpty() && !tag.write.roles.contains(role->id))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may not write this value."));
    if (tag.write.localOnly && origin != Origin::Panel)
        return denied(
            QT_TRANSLATE_NOOP("Access", "This value can only be written at the panel on site."));
    return {};
}

Result<void> checkLockoutRights(const Role &role, const QString &area)
{
    if (!role.permissions.testFlag(Permission::Write))
        return denied(QT_TRANSLATE_NOOP("Access", "Your role may look, but not write."));
    if (role.areas.isEmpty() || role.areas.contains(area))
        return {};
    return area.isEmpty()
        ? denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in the whole plant."))
        : denied(QT_TRANSLATE_NOOP("Access", "Your role may not write in this area."));
}

} // namespace mws
