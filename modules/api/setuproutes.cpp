// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/reader.h"
#include "audit/auditlog.h"

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxCode = 128;
constexpr qsizetype kMaxName = 64;
constexpr qsizetype kMaxPassword = 1024;

http::Response setupDone()
{
    return http::Response::problem(410, QStringLiteral("setupDone"),
                                   QStringLiteral("there is an administrator already"));
}

http::Response setupProblem(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Denied:
        return http::Response::problem(403, QStringLiteral("wrongCode"),
                                       QStringLiteral("the setup code is wrong, used or too old"));
    case ErrorCode::Conflict:
        return setupDone();
    case ErrorCode::Busy: {
        auto response = http::Response::problem(429, QStringLiteral("throttled"), error.detail);
        response.headers.emplaceBack("Retry-After", "5");
        return response;
    }
    default:
        return accountProblem(error);
    }
}

void record(const Context &context, const http::Request &request, const QString &user,
            const Result<void> &result)
{
    AuditEntry entry;
    entry.actor = result ? user : QString();
    entry.origin = QStringLiteral("remote ") + request.peer.toString();
    entry.action = QStringLiteral("setup");
    entry.target = entry.actor;
    entry.outcome = result ? QStringLiteral("ok") : QStringLiteral("failed");
    entry.detail = result ? QString() : result.error().detail;
    (void)context.services.audit.append(entry);
}

http::Response setupAnswer(const Context &context, const http::Request &request,
                           const QString &user, const Result<void> &result)
{
    if (!result && result.error().code == ErrorCode::Busy)
        context.guard.recordDenial(*context.guard.sessionOf(request), QStringLiteral("setup"),
                                   request.path, QStringLiteral("throttled"));
    else
        record(context, request, user, result);
    if (!result)
        return setupProblem(result.error());
    context.setupFinished();
    return http::Response::json(QByteArrayLiteral("{}"), 201);
}

Answer completeSetup(const Context &context, const http::Request &request)
{
    if (context.services.access.hasAdministrator())
        return now(setupDone());
    ObjectReader body(request,
                      {QStringLiteral("code"), QStringLiteral("user"),
                       QStringLiteral("displayName"), QStringLiteral("password")});
    const QString code = body.text(QStringLiteral("code"), 1, kMaxCode);
    User user;
    user.name = body.text(QStringLiteral("user"), 1, kMaxName);
    user.displayName = body.optionalText(QStringLiteral("displayName"), kMaxName);
    user.role = QStringLiteral("administrator");
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return context.services.access.setup(code, user, password)
        .then(&context.owner, [&context, request, name = user.name](const Result<void> &result) {
            return setupAnswer(context, request, name, result);
        });
}

http::Response readSetup(const Context &context)
{
    if (context.services.access.hasAdministrator())
        return setupDone();
    return http::Response::json(QByteArrayLiteral("{\"required\":true}"));
}

} // namespace

QList<http::Route> setupRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/setup");
    return {
        {http::Method::Get, path, http::Access::Public, QStringLiteral("getSetup"),
         withoutQuery(atOnce([&context](const http::Request &) { return readSetup(context); }))},
        {http::Method::Post, path, http::Access::Public, QStringLiteral("completeSetup"),
         withoutQuery(
             [&context](const http::Request &request) { return completeSetup(context, request); })},
    };
}

} // namespace mws::api
