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

constexpr qint64 kMaxTime = 253402300799999; // the end of the year 9999
constexpr qint64 kHour = 3600 * 1000;

http::Response getDevices(Session &session, const http::Request & /*request*/)
{
    QByteArray body("{");
    appendDevices(body, session.model(), *session.view(), addressesFor(session),
                  session.isAuditFailing());
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

http::Response historyAnswer(const Result<HistorySeries> &result, qint64 from, qint64 to)
{
    if (!result)
        return http::Response::fromError(result.error());
    QByteArray body;
    {
        JsonObject object(body);
        object.text("tag", result->tagId);
        object.integer("from", from);
        object.integer("to", to);
        object.flag("reduced", result->reduced);
        appendHistory(object.key("points"), result->points);
    }
    return http::Response::json(body);
}

Answer getHistory(const Context &context, const SessionPtr &session, const http::Request &request)
{
    QueryReader query(request,
                      {QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("points")});
    const qint64 present = toMsSinceEpoch(context.services.clock.now());
    const qint64 to = query.integer(QStringLiteral("to"), present, 1, kMaxTime);
    const qint64 from
        = query.integer(QStringLiteral("from"), std::max<qint64>(0, to - kHour), 0, kMaxTime);
    const qint64 points = query.integer(QStringLiteral("points"), 1000, 2, 10000);
    if (from >= to)
        query.refuse(QStringLiteral("parameter \"from\" must be before \"to\""));
    if (const auto refusal = query.refusal())
        return now(*refusal);
    const QString id = request.captures.value(0);
    if (session->view()->indexOf(id) == kNoTag)
        return now(http::Response::problem(404, QStringLiteral("unknownTag"),
                                           QStringLiteral("there is no such tag")));
    return session->history(id, fromMsSinceEpoch(from), fromMsSinceEpoch(to), int(points))
        .then(&context.owner, [session, from, to](const Result<HistorySeries> &result) {
            return historyAnswer(result, from, to);
        });
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
        {http::Method::Get, QStringLiteral("/api/v1/history/{id}"), http::Access::View,
         QStringLiteral("getHistory"),
         signedInLater(context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return getHistory(context, session, request);
                       })},
    };
}

} // namespace mws::api
