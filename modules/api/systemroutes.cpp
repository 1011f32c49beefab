// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiserver.h"
#include "api/context.h"
#include "api/jsonwriter.h"

namespace mws::api
{

namespace
{

constexpr std::chrono::days kSecurityTextLife{180};

http::Response openApi(const http::Request &)
{
    return http::Response::json(ApiServer::openApiDocument());
}

/// Public: it is for those who have not signed in, and the operator wrote it for everybody.
http::Response notice(const Context &context, const http::Request &request)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.text("text", context.guard.newSession(request)->notice());
    }
    return http::Response::json(body);
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
        {http::Method::Get, QStringLiteral("/api/v1/openapi.json"), http::Access::View,
         QStringLiteral("getOpenApi"), withoutQuery(atOnce(openApi))},
        {http::Method::Get, QStringLiteral("/api/v1/notice"), http::Access::Public,
         QStringLiteral("getNotice"), withoutQuery(atOnce([&context](const http::Request &request) {
             return notice(context, request);
         }))},
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
