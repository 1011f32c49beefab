// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiserver.h"
#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "audit/auditlog.h"

namespace mws::api
{

namespace
{

constexpr std::chrono::days kSecurityTextLife{180};

void appendEntry(QByteArray &out, const AuditEntry &entry)
{
    JsonObject object(out);
    object.integer("id", entry.id);
    object.time("time", entry.time);
    object.text("actor", entry.actor);
    object.text("origin", entry.origin);
    object.text("action", entry.action);
    object.text("target", entry.target);
    object.text("outcome", entry.outcome);
    object.text("detail", entry.detail);
    object.text("correlation", entry.correlation);
}

http::Response auditAnswer(const Result<QList<AuditEntry>> &result)
{
    if (!result)
        return http::Response::fromError(result.error());
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray entries(object.key("entries"));
        for (const AuditEntry &entry : *result)
            appendEntry(entries.item(), entry);
    }
    return http::Response::json(body);
}

Answer listAudit(const Context &context, const http::Request &request)
{
    QueryReader query(
        request, {QStringLiteral("before"), QStringLiteral("limit"), QStringLiteral("action")});
    AuditLog::Query wanted;
    wanted.beforeId = query.integer(QStringLiteral("before"), 0, 0, qint64(1) << 53);
    wanted.limit = int(query.integer(QStringLiteral("limit"), 100, 1, 1000));
    wanted.action = query.text(QStringLiteral("action"), 64);
    if (const auto refusal = query.refusal())
        return now(*refusal);
    return context.services.audit.read(wanted).then(
        &context.owner,
        [](const Result<QList<AuditEntry>> &result) { return auditAnswer(result); });
}

http::Response openApi(const http::Request &)
{
    return http::Response::json(ApiServer::openApiDocument());
}

/// RFC 9116; a contact is what the file is for, so there is none before the operator names one.
http::Response securityText(const Context &context)
{
    if (context.securityContact.isEmpty())
        return notFound(QStringLiteral("no security contact is configured"));
    const Timestamp expires = context.services.clock.now() + kSecurityTextLife;
    http::Response response;
    response.contentType = "text/plain; charset=utf-8";
    response.body = "Contact: " + context.securityContact.toEncoded()
        + "\nExpires: " + toIsoString(expires).toLatin1() + '\n';
    return response;
}

} // namespace

QList<http::Route> systemRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/audit"), http::Access::Administer,
         QStringLiteral("listAudit"),
         [&context](const http::Request &request) { return listAudit(context, request); }},
        {http::Method::Get, QStringLiteral("/api/v1/openapi.json"), http::Access::View,
         QStringLiteral("getOpenApi"), withoutQuery(atOnce(openApi))},
        {http::Method::Get, QStringLiteral("/healthz"), http::Access::Public,
         QStringLiteral("getHealth"), withoutQuery(atOnce([](const http::Request &) {
             return http::Response::json(QByteArrayLiteral("{\"status\":\"ok\"}"));
         }))},
        {http::Method::Get, QStringLiteral("/.well-known/security.txt"), http::Access::Public,
         QStringLiteral("getSecurityText"),
         withoutQuery(atOnce([&context](const http::Request &) { return securityText(context); }))},
    };
}

} // namespace mws::api
