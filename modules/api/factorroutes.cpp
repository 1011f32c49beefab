// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/totp.h"
#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "core/future.h"
#include "session/useradmin.h"

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxCode = 64;

http::Response beginFactor(Session &session, const http::Request &)
{
    const auto secret = session.beginFactor();
    if (!secret)
        return http::Response::fromError(secret.error());
    QByteArray body;
    {
        JsonObject object(body);
        object.text("secret", base32(*secret));
        object.text("uri",
                    totpUri(*secret, session.project().data().name, session.identity().user));
    }
    return http::Response::json(body);
}

http::Response codesAnswer(const Result<QStringList> &codes)
{
    if (!codes)
        return http::Response::fromError(codes.error());
    QByteArray body;
    {
        JsonObject object(body);
        appendTexts(object.key("recoveryCodes"), *codes);
    }
    return http::Response::json(body);
}

Answer activateFactor(const Context &context, const SessionPtr &session,
                      const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("code")});
    const QString code = body.text(QStringLiteral("code"), 1, kMaxCode);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return session->activateFactor(code).then(
        &context.owner, [](const Result<QStringList> &codes) { return codesAnswer(codes); });
}

Answer removed(const Context &context, const Future<Result<void>> &removal)
{
    return Future<Result<void>>(removal).then(&context.owner, [](const Result<void> &result) {
        return result ? http::Response::noContent() : http::Response::fromError(result.error());
    });
}

Answer giveUpFactor(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("code")});
    const QString code = body.text(QStringLiteral("code"), 1, kMaxCode);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return removed(context, session->giveUpFactor(code));
}

http::Route confirmed(http::Route route)
{
    route.confirmed = true;
    return route;
}

} // namespace

QList<http::Route> factorRoutes(const Context &context)
{
    using http::Access;
    using http::Method;
    const QString own = QStringLiteral("/api/v1/session/second-factor");
    return {
        confirmed({Method::Post, own, Access::SignedIn, QStringLiteral("beginSecondFactor"),
                   withoutQuery(signedIn(context, beginFactor))}),
        {Method::Post, own + QStringLiteral("/code"), Access::SignedIn,
         QStringLiteral("activateSecondFactor"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return activateFactor(context, session, request);
                           }))},
        confirmed({Method::Post, own + QStringLiteral("/removal"), Access::SignedIn,
                   QStringLiteral("removeSecondFactor"),
                   withoutQuery(signedInLater(
                       context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return giveUpFactor(context, session, request);
                       }))}),
        confirmed({Method::Delete, QStringLiteral("/api/v1/users/{name}/second-factor"),
                   Access::Administer, QStringLiteral("removeSecondFactorOf"),
                   withoutQuery(signedInLater(
                       context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return removed(
                               context,
                               UserAdmin(*session).removeFactor(request.captures.value(0)));
                       }))}),
    };
}

} // namespace mws::api
