// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"

namespace mws::api
{

namespace
{

/// Ids of the tags that this one may write now.
QStringList writableBy(const Context &context, const Identity &who)
{
    const Project &project = *context.services.project;
    QStringList ids;
    for (TagIndex index = 0; index < project.tagCount(); ++index) {
        const Tag &tag = project.tag(index);
        if (tag.write.enabled && !project.isDisabled(index)
            && context.services.access.mayWrite(who, tag))
            ids.append(tag.id);
    }
    return ids;
}

void appendUserReport(QByteArray &out, const Context &context, const User &user)
{
    JsonObject object(out);
    object.text("user", user.name);
    object.text("role", user.role);
    object.flag("enabled", user.enabled);
    object.time("expires", user.expires);
    object.time("lastSignIn", user.lastSignIn);
    const auto from = [&](Origin origin) {
        return writableBy(context, {user.name, user.role, origin, {}});
    };
    const bool signsInAtPanel = user.hasPin || !user.mustChangePassword;
    appendTexts(object.key("panel"), signsInAtPanel ? from(Origin::Panel) : QStringList());
    appendTexts(object.key("remote"), from(Origin::Remote));
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
    appendTexts(object.key("program"),
                writableBy(context, {token.user, {}, Origin::Program, {}, token.id}));
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
