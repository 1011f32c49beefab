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

QList<const Screen *> screensSeen(const Session &session)
{
    const PlantViewPtr view = session.view();
    QList<const Screen *> seen;
    for (const Screen &screen : session.project().screens()) {
        if (isSeen(screen, *view))
            seen.append(&screen);
    }
    return seen;
}

/// The project's own where it is seen, else the first that is; empty: none is.
QString startScreen(const Session &session)
{
    const QString &own = session.project().data().startScreen;
    const QList<const Screen *> seen = screensSeen(session);
    for (const Screen *screen : seen) {
        if (screen->id == own)
            return own;
    }
    return seen.isEmpty() ? QString() : seen.first()->id;
}

http::Response getProject(Session &session, const http::Request & /*request*/)
{
    const ProjectData &data = session.project().data();
    QByteArray body;
    {
        JsonObject object(body);
        object.text("id", data.id);
        object.text("name", data.name);
        object.text("description", data.description);
        object.text("startScreen", startScreen(session));
        object.flag("simulation", data.simulation);
        object.text("version", QStringLiteral(MWS_VERSION));
        appendTexts(object.key("areas"), session.view()->areas());
        object.flag("restartPending", session.isRestartPending());
    }
    return http::Response::json(body);
}

http::Response listScreens(Session &session, const http::Request & /*request*/)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray screens(object.key("screens"));
        for (const Screen *screen : screensSeen(session)) {
            JsonObject item(screens.item());
            item.text("id", screen->id);
            item.text("title", screen->title);
            item.text("icon", screen->icon);
        }
    }
    return http::Response::json(body);
}

http::Response getScreen(Session &session, const http::Request &request)
{
    const Screen *screen = session.project().screen(request.captures.value(0));
    const PlantViewPtr view = session.view();
    if (!screen || !isSeen(*screen, *view))
        return notFound(QStringLiteral("there is no such screen"));
    QByteArray body;
    appendScreen(body, *screen, *view);
    return http::Response::json(body);
}

} // namespace

QList<http::Route> projectRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/project"), http::Access::View,
         QStringLiteral("getProject"), withoutQuery(signedIn(context, getProject))},
        {http::Method::Get, QStringLiteral("/api/v1/screens"), http::Access::View,
         QStringLiteral("listScreens"), withoutQuery(signedIn(context, listScreens))},
        {http::Method::Get, QStringLiteral("/api/v1/screens/{id}"), http::Access::View,
         QStringLiteral("getScreen"), withoutQuery(signedIn(context, getScreen))},
    };
}

} // namespace mws::api
