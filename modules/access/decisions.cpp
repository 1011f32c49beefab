// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/accesscontrol_p.h"
#include "access/writerights.h"

#include <QCoreApplication>

namespace mws
{

namespace
{

/// Where the translations of this file's messages live.
class AccessText
{
    Q_DECLARE_TR_FUNCTIONS(Access)
};

} // namespace

bool AccessControl::may(const Identity &who, Permission permission) const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    const auto role = d->effectiveRole(who);
    return role && role->permissions.testFlag(permission);
}

Result<void> AccessControl::mayWrite(const Identity &who, const Tag &tag) const
{
    d->lookSoon();
    if (!who.isSignedIn())
        return Error{ErrorCode::Denied, AccessText::tr("Please sign in to write.")};
    const std::lock_guard lock(d->mutex);
    if (who.origin == Origin::Modbus)
        return checkWriteRights(findRole(d->roles(), who.role), who.origin, tag);
    const auto role = d->effectiveRole(who);
    return role ? checkWriteRights(&*role, who.origin, tag) : Result<void>(role.error());
}

Result<void> AccessControl::mayLockOut(const Identity &who, const QString &area) const
{
    d->lookSoon();
    if (who.origin != Origin::Panel)
        return Error{ErrorCode::Denied, AccessText::tr("This is done at the panel on site only.")};
    const std::lock_guard lock(d->mutex);
    const auto role = d->effectiveRole(who);
    return role ? checkLockoutRights(*role, area) : Result<void>(role.error());
}

} // namespace mws
