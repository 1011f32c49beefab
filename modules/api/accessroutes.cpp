// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"

#include <functional>

namespace mws::api
{

namespace
{

/// What somebody may from one origin, in whatever network.
struct Reach {
    Rights rights;
    Asker asker;
};

Reach reachOf(const Context &context, const Identity &who)
{
    return {context.services.access.rightsOf(who), {who.origin, {}, true}};
}

QStringList idsOf(const Project &project, const std::function<bool(TagIndex)> &picks)
{
    QStringList ids;
    for (TagIndex index = 0; index < project.tagCount(); ++index) {
        if (picks(index))
            ids.append(project.tag(index).id);
    }
    return ids;
}

QStringList writable(const Project &project, const Reach &reach)
{
    return idsOf(project, [&](TagIndex index) {
        return !project.isDisabled(index)
            && reach.rights.checkWrite(reach.asker, project.tag(index));
    });
}

QStringList visible(const Project &project, const Reach &reach)
{
    return idsOf(project, [&](TagIndex index) {
        return reach.rights.may(Permission::View, reach.asker, project.tag(index));
    });
}

void appendGrants(QByteArray &out, const Rights &rights)
{
    JsonArray array(out);
    for (const auto &[role, grant] : rights.grants())
        appendGrant(array.item(), grant, role);
}

void appendUserReport(QByteArray &out, const Context &context, const User &user)
{
    JsonObject object(out);
    object.text("user", user.name);
    object.text("role", user.role);
    object.flag("enabled", user.enabled);
    object.time("expires", user.expires);
    object.time("lastSignIn", user.lastSignIn);
    const Project &project = *context.services.project;
    const auto from = [&](Origin origin) {
        return reachOf(context, {user.name, user.role, origin, {}});
    };
    const Reach remote = from(Origin::Remote);
    const Reach panel = from(Origin::Panel);
    const bool signsInAtPanel = user.hasPin || !user.mustChangePassword;
    appendTexts(object.key("panel"), signsInAtPanel ? writable(project, panel) : QStringList());
    appendTexts(object.key("remote"), writable(project, remote));
    appendTexts(object.key("remoteView"), visible(project, remote));
    appendGrants(object.key("grants"), panel.rights);
}

void appendTokenReport(QByteArray &out, const Context &context, const Token &token)
{
    JsonObject object(out);
    object.text("token", QString::fromLatin1(token.id));
    object.text("name", token.name);
    object.text("user", token.user);
    object.text("network", token.network);
    object.time("expires", token.expires);
    object.time("lastUsed", token.lastUsed);
    const Project &project = *context.services.project;
    const Reach reach = reachOf(context, {token.user, {}, Origin::Program, {}, token.id});
    appendTexts(object.key("program"), writable(project, reach));
    appendTexts(object.key("programView"), visible(project, reach));
    appendGrants(object.key("grants"), reach.rights);
}

http::Response accessReport(const Context &context)
{
    const AccessControl &access = context.services.access;
    QByteArray body;
    {
        JsonObject object(body);
        object.time("time", context.services.clock.now());
        {
            JsonArray users(object.key("users"));
            for (const User &user : access.users())
                appendUserReport(users.item(), context, user);
        }
        JsonArray tokens(object.key("tokens"));
        for (const Token &token : access.tokens())
            appendTokenReport(tokens.item(), context, token);
    }
    return http::Response::json(body);
}

} // namespace

QList<http::Route> accessRoutes(const Context &context)
{
    return {{http::Method::Get, QStringLiteral("/api/v1/access-report"), http::Access::Administer,
             QStringLiteral("getAccessReport"),
             withoutQuery(
                 atOnce([&context](const http::Request &) { return accessReport(context); }))}};
}

} // namespace mws::api
