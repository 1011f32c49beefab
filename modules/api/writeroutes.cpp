// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/idempotency.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "api/writeanswer.h"
#include "core/future.h"

#include <QJsonArray>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxReason = 500;
constexpr qsizetype kMaxTag = 200;
constexpr qsizetype kMaxWrites = 64;

struct Wanted {
    QString tag; ///< Tag::id
    QJsonValue value;
    bool confirmed = false;
    QString reason;
};

QStringList membersOfWrite()
{
    return {QStringLiteral("value"), QStringLiteral("confirmed"), QStringLiteral("reason")};
}

Wanted readWrite(ObjectReader &body, const QString &tag)
{
    return {tag, body.value(QStringLiteral("value")),
            body.optionalFlag(QStringLiteral("confirmed")),
            body.optionalText(QStringLiteral("reason"), kMaxReason)};
}

/// body tells what is wrong with one of them, too.
QList<Wanted> readWrites(ObjectReader &body)
{
    const QJsonValue list = body.value(QStringLiteral("writes"));
    const QJsonArray items = list.toArray();
    if (!list.isArray() || items.isEmpty() || items.size() > kMaxWrites)
        body.refuse(QStringLiteral("\"writes\" must have 1 to %1 items").arg(kMaxWrites));
    QList<Wanted> all;
    for (qsizetype i = 0; i < items.size() && body.problem().isEmpty(); ++i) {
        ObjectReader item(items[i].toObject(),
                          membersOfWrite() + QStringList{QStringLiteral("tag")});
        all.append(readWrite(item, item.text(QStringLiteral("tag"), 1, kMaxTag)));
        if (!item.problem().isEmpty())
            body.refuse(QStringLiteral("writes[%1]: %2").arg(i).arg(item.problem()));
    }
    return all;
}

void appendReply(QByteArray &out, const WriteReply &reply)
{
    if (reply.outcome == WriteReply::Outcome::Refused)
        out.append("\"problem\":").append(problemOf(reply).body);
    else
        appendWriteResult(out, reply);
}

/// A reply is missing when the station stops.
http::Response batchAnswer(const QList<Wanted> &wanted,
                           const QList<std::optional<WriteReply>> &replies)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray results(object.key("results"));
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            QByteArray &item = results.item().append("{\"tag\":");
            appendJsonString(item, wanted[i].tag);
            appendReply(item.append(','), replies[i].value_or(WriteReply()));
            item.append('}');
        }
    }
    return http::Response::json(body);
}

Answer writeTag(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, membersOfWrite());
    const Wanted wanted = readWrite(body, request.captures.value(0));
    if (const auto refusal = body.refusal()) {
        context.guard.recordDenial(*session, QStringLiteral("writeTag"), wanted.tag.left(100),
                                   body.problem());
        return now(*refusal);
    }
    return session->write(wanted.tag, wanted.value, wanted.confirmed, wanted.reason)
        .then(&context.owner,
              [session, request](const WriteReply &reply) { return writeAnswer(reply, request); });
}

Answer writeTags(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("writes")});
    const QList<Wanted> wanted = readWrites(body);
    if (const auto refusal = body.refusal()) {
        context.guard.recordDenial(*session, QStringLiteral("writeTags"), {}, body.problem());
        return now(*refusal);
    }
    QList<Future<WriteReply>> replies;
    for (const Wanted &one : wanted)
        replies.append(session->write(one.tag, one.value, one.confirmed, one.reason));
    return Future<WriteReply>::all(replies).then(
        &context.owner, [session, wanted](const QList<std::optional<WriteReply>> &done) {
            return batchAnswer(wanted, done);
        });
}

using Perform = Answer (*)(const Context &, const SessionPtr &, const http::Request &);

/// Once for each Idempotency-Key of the user.
http::Handler once(const Context &context, Perform perform)
{
    return withoutQuery(signedInLater(
        context, [&context, perform](const SessionPtr &session, const http::Request &request) {
            return context.idempotency.answer(session->identity().user, session->view(), request,
                                              [&] { return perform(context, session, request); });
        }));
}

} // namespace

QList<http::Route> writeRoutes(const Context &context)
{
    return {
        {http::Method::Post, QStringLiteral("/api/v1/tags/{id}/write"), http::Access::Write,
         QStringLiteral("writeTag"), once(context, writeTag)},
        {http::Method::Post, QStringLiteral("/api/v1/tags/write"), http::Access::Write,
         QStringLiteral("writeTags"), once(context, writeTags)},
    };
}

} // namespace mws::api
