// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/livefeed.h"
#include "api/reader.h"
#include "session/useradmin.h"

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxName = 100;
constexpr qsizetype kMaxNetwork = 64;
constexpr qsizetype kMaxAreas = 100;
constexpr qint64 kMaxTime = 253402300799999; // the last of the year 9999

void appendToken(QByteArray &out, const Token &token)
{
    JsonObject object(out);
    object.text("id", QString::fromLatin1(token.id));
    object.text("user", token.user);
    object.text("name", token.name);
    object.flag("write", token.mayWrite);
    appendTexts(object.key("areas"), token.areas);
    object.text("network", token.network);
    object.time("created", token.created);
    object.time("expires", token.expires);
    object.time("lastUsed", token.lastUsed);
}

http::Response listTokens(Session &session, const http::Request &)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray tokens(object.key("tokens"));
        for (const Token &token : UserAdmin(session).tokens())
            appendToken(tokens.item(), token);
    }
    return http::Response::json(body);
}

http::Response tokenAnswer(const Result<QByteArray> &text)
{
    if (!text)
        return accountProblem(text.error());
    QByteArray body;
    {
        JsonObject object(body);
        object.text("token", QString::fromLatin1(*text));
    }
    return http::Response::json(body, 201);
}

Answer createToken(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request,
                      {QStringLiteral("name"), QStringLiteral("write"), QStringLiteral("areas"),
                       QStringLiteral("network"), QStringLiteral("expires")});
    Token token;
    token.name = body.text(QStringLiteral("name"), 1, kMaxName);
    token.mayWrite = body.optionalFlag(QStringLiteral("write"));
    if (body.has(QStringLiteral("areas")))
        token.areas = body.texts(QStringLiteral("areas"), kMaxAreas);
    token.network = body.optionalText(QStringLiteral("network"), kMaxNetwork);
    token.expires = fromMsSinceEpoch(body.integer(QStringLiteral("expires"), 0, kMaxTime));
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return UserAdmin(*session).addToken(token).then(&context.owner, &tokenAnswer);
}

Answer removeToken(const Context &context, const SessionPtr &session, const http::Request &request)
{
    return UserAdmin(*session)
        .removeToken(request.captures.value(0).toLatin1())
        .then(&context.owner, [&context](const Result<void> &result) {
            context.feed.checkSessions();
            return result ? http::Response::noContent() : accountProblem(result.error());
        });
}

} // namespace

QList<http::Route> tokenRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/tokens");
    return {
        {http::Method::Get, path, http::Access::SignedIn, QStringLiteral("listTokens"),
         withoutQuery(signedIn(context, listTokens))},
        {http::Method::Post, path, http::Access::SignedIn, QStringLiteral("createToken"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return createToken(context, session, request);
                           })),
         true},
        {http::Method::Delete, path + QStringLiteral("/{id}"), http::Access::SignedIn,
         QStringLiteral("removeToken"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return removeToken(context, session, request);
                           }))},
    };
}

} // namespace mws::api
