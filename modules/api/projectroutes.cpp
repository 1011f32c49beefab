// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/reader.h"

namespace mws::api
{

namespace
{

http::Response getProject(Session &session, const http::Request & /*request*/)
{
    const ProjectData &data = session.project().data();
    QByteArray body;
    {
        JsonObject object(body);
        object.text("id", data.id);
        object.text("name", data.name);
        object.text("description", data.description);
        object.text("startScreen", data.startScreen);
        object.flag("simulation", data.simulation);
        object.text("version", QStringLiteral(MWS_VERSION));
        appendTexts(object.key("areas"), session.view()->areas());
    }
    return http::Response::json(body);
}

QByteArray screenList(const Project &project)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray screens(object.key("screens"));
        for (const Screen &screen : project.screens()) {
            JsonObject item(screens.item());
            item.text("id", screen.id);
            item.text("title", screen.title);
            item.text("icon", screen.icon);
        }
    }
    return body;
}

http::Response getScreen(Session &session, const http::Request &request)
{
    const Screen *screen = session.project().screen(request.captures.value(0));
    if (!screen)
        return notFound(QStringLiteral("there is no such screen"));
    QByteArray body;
    appendScreen(body, *screen, *session.view());
    return http::Response::json(body);
}

/// A document that never changes while the project runs.
http::Handler fixed(const QByteArray &body)
{
    return atOnce([body](const http::Request &) { return http::Response::json(body); });
}

} // namespace

QList<http::Route> projectRoutes(const Context &context)
{
    const Project &project = *context.services.project;
    return {
        {http::Method::Get, QStringLiteral("/api/v1/project"), http::Access::View,
         QStringLiteral("getProject"), withoutQuery(signedIn(context, getProject))},
        {http::Method::Get, QStringLiteral("/api/v1/screens"), http::Access::View,
         QStringLiteral("listScreens"), withoutQuery(fixed(screenList(project)))},
        {http::Method::Get, QStringLiteral("/api/v1/screens/{id}"), http::Access::View,
         QStringLiteral("getScreen"), withoutQuery(signedIn(context, getScreen))},
    };
}

} // namespace mws::api
