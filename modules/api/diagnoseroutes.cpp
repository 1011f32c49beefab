// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/reader.h"

#include "project/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mws::api
{

namespace
{

using Topic = Inquiry::Topic;
using Category = Inquiry::Category;

constexpr int kMaxWord = 65535;

struct Function {
    const char *name;
    Topic topic;
    QStringList keys; ///< that it may have beside "function"
};

const QList<Function> &functions()
{
    static const QList<Function> all{
        {"identify", Topic::Identity, {QStringLiteral("category"), QStringLiteral("object")}},
        {"serverId", Topic::ServerId, {}},
        {"status", Topic::Status, {}},
        {"diagnostics", Topic::Diagnostics, {QStringLiteral("subfunction")}},
        {"eventCounter", Topic::EventCounter, {}},
        {"eventLog", Topic::EventLog, {}},
        {"file",
         Topic::File,
         {QStringLiteral("file"), QStringLiteral("address"), QStringLiteral("count")}},
        {"fifo", Topic::Fifo, {QStringLiteral("address")}},
    };
    return all;
}

const Function *functionNamed(const QString &name)
{
    for (const Function &function : functions()) {
        if (name == QLatin1String(function.name))
            return &function;
    }
    return nullptr;
}

void readCategory(ObjectReader &body, Inquiry &inquiry)
{
    const QString name = body.optionalText(QStringLiteral("category"), 10);
    const QStringList names{QString(), QStringLiteral("basic"), QStringLiteral("regular"),
                            QStringLiteral("extended")};
    const qsizetype place = names.indexOf(name);
    if (place < 0)
        body.refuse(QStringLiteral("key \"category\" must be basic, regular or extended"));
    inquiry.category = place > 0 ? Category(place) : Category::Basic;
    if (!body.has(QStringLiteral("object")))
        return;
    if (!name.isEmpty())
        body.refuse(QStringLiteral("keys \"category\" and \"object\" exclude each other"));
    inquiry.category = Category::One;
    inquiry.object = int(body.integer(QStringLiteral("object"), 0, 255));
}

/// What the body of the request asks; the reader knows what is wrong with it.
Inquiry inquiryFrom(ObjectReader &body, const Function &function)
{
    Inquiry inquiry;
    inquiry.topic = function.topic;
    const auto number = [&body](const char *key, int min, int max) {
        return int(body.integer(QLatin1String(key), min, max));
    };
    if (inquiry.topic == Topic::Identity)
        readCategory(body, inquiry);
    if (inquiry.topic == Topic::Diagnostics)
        inquiry.subfunction = number("subfunction", 0, kMaxWord);
    if (inquiry.topic == Topic::File)
        inquiry.file = number("file", 1, kMaxWord);
    if (inquiry.topic == Topic::File || inquiry.topic == Topic::Fifo)
        inquiry.address = number("address", 0, kMaxWord);
    if (inquiry.topic == Topic::File)
        inquiry.count = number("count", 1, kMaxWord);
    return inquiry;
}

http::Response finished(const DiagnosisReply &reply)
{
    QJsonArray findings;
    for (const Finding &finding : reply.findings)
        findings.append(QJsonObject{{QStringLiteral("key"), finding.key},
                                    {QStringLiteral("label"), finding.label},
                                    {QStringLiteral("value"), finding.value},
                                    {QStringLiteral("text"), finding.text}});
    const QJsonValue exception
        = reply.exception != 0 ? QJsonValue(int(reply.exception)) : QJsonValue();
    const QJsonObject body{{QStringLiteral("outcome"), nameOf(reply.outcome)},
                           {QStringLiteral("exception"), exception},
                           {QStringLiteral("detail"), reply.detail},
                           {QStringLiteral("findings"), findings}};
    return http::Response::json(QJsonDocument(body).toJson(QJsonDocument::Compact));
}

http::Response finished(const RawReading &reading)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.word("outcome", nameOf(reading.outcome));
        if (reading.exception != 0)
            object.integer("exception", reading.exception);
        else
            object.key("exception").append("null");
        object.text("detail", reading.detail);
        {
            JsonObject request(object.key("request"));
            request.integer("unit", reading.unit);
            request.word("table", nameOf(reading.table));
            request.integer("address", reading.address);
            request.integer("count", reading.count);
            request.text("pdu", QString::fromLatin1(reading.request.toHex()));
        }
        if (reading.blockCount > 0) {
            JsonObject block(object.key("block"));
            block.integer("address", reading.blockAddress);
            block.integer("count", reading.blockCount);
        } else {
            object.key("block").append("null");
        }
        object.text("answer", QString::fromLatin1(reading.answer.toHex()));
        appendTexts(object.key("words"), reading.words);
        appendTagValue(object.key("decoded"), reading.decoded);
        appendTagValue(object.key("scaled"), reading.scaled);
    }
    return http::Response::json(body);
}

/// Of a DiagnosisReply or a RawReading.
template <typename Reply> http::Response answerTo(const Reply &reply)
{
    const auto problem = [&reply](int status, const char *code) {
        return http::Response::problem(status, QLatin1String(code), reply.detail);
    };
    switch (reply.outcome) {
    case DiagnosisReply::Outcome::Invalid:
        return problem(422, "notAcceptable");
    case DiagnosisReply::Outcome::Unavailable:
        return problem(503, "unavailable");
    case DiagnosisReply::Outcome::Busy: {
        http::Response response = problem(429, "busy");
        response.headers.emplaceBack("Retry-After", "1");
        return response;
    }
    default:
        return finished(reply);
    }
}

template <typename Reply> http::Response answerTo(const Result<Reply> &reply)
{
    if (reply)
        return answerTo(*reply);
    const bool denied = reply.error().code == ErrorCode::Denied;
    return http::Response::problem(denied ? 403 : 503,
                                   denied ? QStringLiteral("denied") : QStringLiteral("notAudited"),
                                   reply.error().detail);
}

Answer diagnose(const Context &context, const SessionPtr &session, const http::Request &request)
{
    QStringList known{QStringLiteral("function")};
    for (const Function &function : functions())
        known.append(function.keys);
    ObjectReader any(request, known);
    const QString id = request.captures.value(0);
    const QString name = any.text(QStringLiteral("function"), 1, 20);
    const Function *function = functionNamed(name);
    if (!function)
        any.refuse(QStringLiteral("key \"function\" names none that there is"));
    if (const auto refusal = any.refusal())
        return now(*refusal);
    ObjectReader body(request, QStringList(function->keys) << QStringLiteral("function"));
    const Inquiry inquiry = inquiryFrom(body, *function);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    if (!context.services.project->device(id))
        return now(notFound(QStringLiteral("there is no device \"%1\"").arg(id.left(64))));
    return session->diagnose(id, inquiry, name)
        .then(&context.owner,
              [session](const Result<DiagnosisReply> &reply) { return answerTo(reply); });
}

Answer readRaw(const Context &context, const SessionPtr &session, const http::Request &request)
{
    const ObjectReader body(request, {});
    if (const auto refusal = body.refusal())
        return now(*refusal);
    const QString id = request.captures.value(0);
    const TagIndex tag = session->view()->indexOf(id);
    if (tag == kNoTag)
        return now(unknownTag(id));
    return session->readRaw(tag).then(
        &context.owner, [session](const Result<RawReading> &reply) { return answerTo(reply); });
}

} // namespace

QList<http::Route> diagnoseRoutes(const Context &context)
{
    return {
        {http::Method::Post, QStringLiteral("/api/v1/devices/{id}/diagnose"),
         http::Access::Configure, QStringLiteral("diagnoseDevice"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return diagnose(context, session, request);
                           }))},
        {http::Method::Post, QStringLiteral("/api/v1/tags/{id}/raw"), http::Access::Configure,
         QStringLiteral("readTagRaw"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return readRaw(context, session, request);
                           }))},
    };
}

} // namespace mws::api
