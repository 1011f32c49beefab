// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesscontrol.h"
#include "access/accesscontrol_p.h"

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

Asker askerOf(const Identity &who)
{
    return {who.origin, who.address};
}

PlantViewPtr viewBy(const Rights &rights, const Asker &asker, const ProjectPtr &project)
{
    QBitArray seen(project->tagCount());
    for (TagIndex i = 0; i < project->tagCount(); ++i)
        seen.setBit(qsizetype(i), rights.may(Permission::View, asker, project->tag(i)));
    return std::make_shared<const PlantView>(project, seen);
}

} // namespace

void AccessControl::Private::useRolesOf(ProjectPtr next)
{
    const std::lock_guard lock(mutex);
    project = std::move(next);
    views.clear();
    rights.clear();
    for (const Role &role : project->roles())
        rights.insert(role.id, Rights(project->roles(), role.id));
}

Result<Rights> AccessControl::Private::effectiveRights(const Identity &who) const
{
    if (who.origin == Origin::Modbus)
        return rights.value(who.role);
    const Account *account = activeAccount(who.user);
    const StoredToken *token = who.token.isEmpty() ? nullptr : activeToken(who.token);
    if (!account || (!token && !who.token.isEmpty()))
        return Error{ErrorCode::Denied, AccessText::tr("Your account is not active any more.")};
    if (!who.session.isEmpty() && !sessions.findKey(who.session, clock.monotonic()))
        return Error{ErrorCode::Denied, AccessText::tr("Your session has ended.")};
    if (auto usable = checkUsable(*account, who.origin); !usable)
        return usable.error();
    const Rights all = account->user.isShared
        ? rights.value(account->user.role).cutTo(~Permissions(Permission::Administer), {})
        : rights.value(account->user.role);
    return token ? all.cutTo(verbsOf(token->token), token->token.areas) : all;
}

PlantViewPtr AccessControl::Private::shared(const QByteArray &scope, PlantViewPtr view)
{
    constexpr qsizetype kMostViews = 500; // tokens come and go, each with areas of its own
    if (views.size() >= kMostViews)
        views.clear();
    for (const PlantViewPtr &known : std::as_const(views)) {
        if (*known == *view)
            view = known;
    }
    views.insert(scope, view);
    return view;
}

Rights AccessControl::rightsOf(const Identity &who) const
{
    d->lookSoon();
    const std::lock_guard lock(d->mutex);
    const auto rights = d->effectiveRights(who);
    return rights ? *rights : Rights();
}

bool AccessControl::may(const Identity &who, Permission permission) const
{
    return who.origin != Origin::Modbus && rightsOf(who).may(permission, askerOf(who));
}

PlantViewPtr AccessControl::viewOf(const Identity &who) const
{
    const Rights rights = who.origin == Origin::Panel ? Rights() : rightsOf(who);
    const Asker asker = askerOf(who);
    const QByteArray scope
        = who.origin == Origin::Panel ? QByteArrayLiteral("panel") : rights.scopeOf(asker);
    std::unique_lock lock(d->mutex);
    if (const PlantViewPtr known = d->views.value(scope))
        return known;
    const ProjectPtr project = d->project;
    lock.unlock(); // of many tags it takes a while, and the field thread asks for rights, too
    const PlantViewPtr view = viewBy(rights, asker, project);
    lock.lock();
    return d->project == project ? d->shared(scope, view) : view;
}

Result<void> AccessControl::mayWrite(const Identity &who, const Tag &tag) const
{
    d->lookSoon();
    if (!who.isSignedIn())
        return Error{ErrorCode::Denied, AccessText::tr("Please sign in to write.")};
    const std::lock_guard lock(d->mutex);
    const auto rights = d->effectiveRights(who);
    return rights ? rights->checkWrite(askerOf(who), tag) : Result<void>(rights.error());
}

Result<void> AccessControl::mayLockOut(const Identity &who, const QString &area) const
{
    d->lookSoon();
    if (who.origin != Origin::Panel)
        return Error{ErrorCode::Denied, AccessText::tr("This is done at the panel on site only.")};
    const std::lock_guard lock(d->mutex);
    const auto rights = d->effectiveRights(who);
    return rights ? rights->checkLockout(askerOf(who), area) : Result<void>(rights.error());
}

} // namespace mws
