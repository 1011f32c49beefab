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

constexpr qint64 kMaxPage = 5000;
constexpr qint64 kDefaultPage = 1000;
constexpr qsizetype kMaxIds = 500;

bool matches(const Tag &tag, const QString &filter, const QString &area)
{
    if (!area.isEmpty() && tag.area() != area)
        return false;
    return filter.isEmpty() || tag.path.contains(filter, Qt::CaseInsensitive)
        || tag.id.contains(filter, Qt::CaseInsensitive)
        || tag.description.contains(filter, Qt::CaseInsensitive);
}

QList<TagIndex> select(const Session &session, const QString &filter, const QString &area)
{
    QList<TagIndex> found = session.view()->tags();
    found.removeIf(
        [&](TagIndex index) { return !matches(session.project().tag(index), filter, area); });
    return found;
}

http::Response listTags(Session &session, const http::Request &request)
{
    QueryReader query(request,
                      {QStringLiteral("filter"), QStringLiteral("area"), QStringLiteral("offset"),
                       QStringLiteral("limit")});
    const QString filter = query.text(QStringLiteral("filter"), 100);
    const QString area = query.text(QStringLiteral("area"), 100);
    const qint64 offset = query.integer(QStringLiteral("offset"), 0, 0, 1'000'000);
    const qint64 limit = query.integer(QStringLiteral("limit"), kDefaultPage, 1, kMaxPage);
    if (const auto refusal = query.refusal())
        return *refusal;
    const QList<TagIndex> found = select(session, filter, area);
    QByteArray body;
    {
        JsonObject object(body);
        object.integer("total", found.size());
        object.integer("offset", offset);
        JsonArray tags(object.key("tags"));
        for (const TagIndex index : found.mid(offset, limit))
            appendTagInfo(tags.item(), session, index);
    }
    return http::Response::json(body);
}

http::Response getTag(Session &session, const http::Request &request)
{
    const QString id = request.captures.value(0);
    const TagIndex index = session.view()->indexOf(id);
    if (index == kNoTag)
        return unknownTag(id);
    QByteArray body;
    appendTagInfo(body, session, index, true);
    return http::Response::json(body);
}

http::Response getValues(Session &session, const http::Request &request)
{
    QueryReader query(request, {QStringLiteral("ids")});
    const QString text = query.text(QStringLiteral("ids"), 64 * 1024);
    const QStringList ids = text.split(u',', Qt::SkipEmptyParts);
    if (ids.isEmpty() || ids.size() > kMaxIds)
        query.refuse(QStringLiteral("parameter \"ids\" must name 1 to %1 tags").arg(kMaxIds));
    if (const auto refusal = query.refusal())
        return *refusal;
    const PlantViewPtr view = session.view();
    QByteArray body;
    {
        JsonObject object(body);
        object.time("time", session.services().clock.now());
        JsonObject values(object.key("values"));
        for (const QString &id : ids) {
            const TagIndex index = view->indexOf(id);
            if (index == kNoTag)
                return unknownTag(id);
            appendTagValue(values.key(id), session.model().value(index));
        }
    }
    return http::Response::json(body);
}

} // namespace

QList<http::Route> tagRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/tags"), http::Access::View,
         QStringLiteral("listTags"), signedIn(context, listTags)},
        {http::Method::Get, QStringLiteral("/api/v1/tags/{id}"), http::Access::View,
         QStringLiteral("getTag"), withoutQuery(signedIn(context, getTag))},
        {http::Method::Get, QStringLiteral("/api/v1/values"), http::Access::View,
         QStringLiteral("getValues"), signedIn(context, getValues)},
    };
}

} // namespace mws::api
