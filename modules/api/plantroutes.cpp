// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"

namespace mws::api
{

namespace
{

http::Response getDevices(Session &session, const http::Request & /*request*/)
{
    QByteArray body("{");
    appendDevices(body, session.model(), *session.view(), addressesFor(session),
                  stationState(session.services()));
    return http::Response::json(body.append('}'));
}

http::Response getLockouts(Session &session, const http::Request & /*request*/)
{
    QByteArray body("{\"lockouts\":");
    appendLockouts(body, session.services().control.lockout().all(), *session.view());
    return http::Response::json(body.append('}'));
}

QLatin1String nameOf(NorthboundStatus::State state)
{
    switch (state) {
    case NorthboundStatus::State::Listening:
        return QLatin1String("listening");
    case NorthboundStatus::State::Failed:
        return QLatin1String("failed");
    case NorthboundStatus::State::Off:
        break;
    }
    return QLatin1String("off");
}

http::Response getNorthbound(const NorthboundStatus &status)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.word("state", nameOf(status.state));
        object.text("address", status.address);
        object.integer("port", status.port);
        object.flag("tls", status.tls);
        object.integer("clients", status.clients);
        object.integer("requests", qint64(status.requests));
        object.integer("exceptions", qint64(status.exceptions));
        object.integer("writes", qint64(status.writes));
        object.integer("refusedWrites", qint64(status.refusedWrites));
        object.integer("refusedClients", qint64(status.refusedClients));
        object.integer("closedClients", qint64(status.closedClients));
        object.text("lastError", status.lastError);
    }
    return http::Response::json(body);
}

} // namespace

QList<http::Route> plantRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/devices"), http::Access::View,
         QStringLiteral("getDevices"), withoutQuery(signedIn(context, getDevices))},
        {http::Method::Get, QStringLiteral("/api/v1/lockouts"), http::Access::View,
         QStringLiteral("getLockouts"), withoutQuery(signedIn(context, getLockouts))},
        {http::Method::Get, QStringLiteral("/api/v1/northbound"), http::Access::Configure,
         QStringLiteral("getNorthbound"), withoutQuery(atOnce([&context](const http::Request &) {
             return getNorthbound(context.northbound);
         }))},
    };
}

} // namespace mws::api
