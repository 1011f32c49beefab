// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"

#include <QMap>

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
    object.flag("shared", user.isShared);
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
    object.flag("write", token.mayWrite);
    appendTexts(object.key("areas"), token.areas);
    object.text("network", token.network);
    object.time("expires", token.expires);
    object.time("lastUsed", token.lastUsed);
    const Project &project = *context.services.project;
    const Reach reach = reachOf(context, {token.user, {}, Origin::Program, {}, token.id});
    appendTexts(object.key("program"), writable(project, reach));
    appendTexts(object.key("programView"), visible(project, reach));
    appendGrants(object.key("grants"), reach.rights);
}

/// Tags of the Modbus server's map; true: some entry of it takes writes.
using Shown = QMap<TagIndex, bool>;

Shown shownIn(const Project &project, const Northbound &server)
{
    Shown shown;
    for (const NorthboundEntry &entry : server.map) {
        const TagIndex index = project.indexOf(entry.tag);
        if (index != kNoTag)
            shown[index] |= entry.writable;
    }
    return shown;
}

/// role: that its clients act by. Without TLS the map is for everybody on the list of clients.
void appendClients(QByteArray &out, const Context &context, const Northbound &server,
                   const QString &role)
{
    const Project &project = *context.services.project;
    const Shown shown = shownIn(project, server);
    const Reach reach = reachOf(context, {QStringLiteral("modbus:"), role, Origin::Modbus, {}});
    JsonObject object(out);
    object.text("role", role);
    // Nobody is there to confirm or to give a reason.
    appendTexts(object.key("modbus"), idsOf(project, [&](TagIndex index) {
                    const Tag &tag = project.tag(index);
                    return shown.value(index) && !project.isDisabled(index)
                        && tag.write.confirm == Confirm::None
                        && reach.rights.checkWrite(reach.asker, tag);
                }));
    appendTexts(object.key("modbusView"), idsOf(project, [&](TagIndex index) {
                    return shown.contains(index)
                        && (!server.tls
                            || reach.rights.may(Permission::View, reach.asker, project.tag(index)));
                }));
    appendGrants(object.key("grants"), reach.rights);
}

/// Off: no clients. With TLS the role is the one in the certificate, so each has its line.
void appendNorthbound(QByteArray &out, const Context &context)
{
    const Project &project = *context.services.project;
    const Northbound server = project.data().northbound.value_or(Northbound());
    JsonObject object(out);
    object.flag("enabled", server.enabled);
    object.flag("tls", server.tls);
    appendTexts(object.key("allow"), server.allow);
    JsonArray clients(object.key("clients"));
    if (!server.enabled)
        return;
    if (!server.tls) {
        appendClients(clients.item(), context, server, server.writeRole);
        return;
    }
    for (const Role &role : project.roles())
        appendClients(clients.item(), context, server, role.id);
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
        {
            JsonArray tokens(object.key("tokens"));
            for (const Token &token : access.tokens())
                appendTokenReport(tokens.item(), context, token);
        }
        appendNorthbound(object.key("northbound"), context);
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
