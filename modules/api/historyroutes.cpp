// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/historyexport.h"
#include "api/jsonwriter.h"
#include "api/reader.h"

namespace mws::api
{

namespace
{

constexpr qint64 kMaxTime = 253402300799999; // the end of the year 9999
constexpr qint64 kHour = 3600 * 1000;
constexpr qsizetype kMaxTags = 500;

struct Range {
    qint64 from = 0;
    qint64 to = 0;
};

Range readRange(const Context &context, QueryReader &query)
{
    const qint64 present = toMsSinceEpoch(context.services.clock.now());
    const qint64 to = query.integer(QStringLiteral("to"), present, 1, kMaxTime);
    const qint64 from
        = query.integer(QStringLiteral("from"), std::max<qint64>(0, to - kHour), 0, kMaxTime);
    if (from >= to)
        query.refuse(QStringLiteral("parameter \"from\" must be before \"to\""));
    return {from, to};
}

http::Response historyAnswer(const Result<HistorySeries> &result, const Range &range)
{
    if (!result)
        return http::Response::fromError(result.error());
    QByteArray body;
    {
        JsonObject object(body);
        object.text("tag", result->tagId);
        object.integer("from", range.from);
        object.integer("to", range.to);
        object.flag("reduced", result->reduced);
        appendHistory(object.key("points"), result->points);
    }
    return http::Response::json(body);
}

Answer getHistory(const Context &context, const SessionPtr &session, const http::Request &request)
{
    QueryReader query(request,
                      {QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("points")});
    const Range range = readRange(context, query);
    const qint64 points = query.integer(QStringLiteral("points"), 1000, 2, 10000);
    if (const auto refusal = query.refusal())
        return now(*refusal);
    const QString id = request.captures.value(0);
    if (session->view()->indexOf(id) == kNoTag)
        return now(unknownTag(id));
    return session
        ->history(id, fromMsSinceEpoch(range.from), fromMsSinceEpoch(range.to), int(points))
        .then(&context.owner, [session, range](const Result<HistorySeries> &result) {
            return historyAnswer(result, range);
        });
}

Answer exportTags(const Context &context, const SessionPtr &session, const http::Request &request)
{
    QueryReader query(request,
                      {QStringLiteral("tags"), QStringLiteral("from"), QStringLiteral("to"),
                       QStringLiteral("format")});
    const Range range = readRange(context, query);
    HistoryWanted wanted{
        {}, fromMsSinceEpoch(range.from), fromMsSinceEpoch(range.to), readFormat(query)};
    QStringList ids = query.text(QStringLiteral("tags"), 64 * 1024).split(u',', Qt::SkipEmptyParts);
    if (ids.isEmpty() || ids.size() > kMaxTags)
        query.refuse(QStringLiteral("parameter \"tags\" must name 1 to %1 tags").arg(kMaxTags));
    if (const auto refusal = query.refusal())
        return now(*refusal);
    ids.removeDuplicates();
    const PlantViewPtr view = session->view();
    for (const QString &id : std::as_const(ids)) {
        wanted.tags.append(view->indexOf(id));
        if (wanted.tags.constLast() == kNoTag)
            return now(unknownTag(id));
    }
    return exportHistory(context, session, wanted);
}

} // namespace

QList<http::Route> historyRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/history"), http::Access::View,
         QStringLiteral("exportHistory"),
         signedInLater(context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return exportTags(context, session, request);
                       })},
        {http::Method::Get, QStringLiteral("/api/v1/history/{id}"), http::Access::View,
         QStringLiteral("getHistory"),
         signedInLater(context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return getHistory(context, session, request);
                       })},
    };
}

} // namespace mws::api
