// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/livefeed.h"
#include "api/reader.h"

#include <QCryptographicHash>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxName = 64;
constexpr qsizetype kMaxPassword = 1024;
constexpr qsizetype kPublicIdLength = 12;

QByteArray cookie(const http::Request &request, const QByteArray &value)
{
    QByteArray text = cookieName(request) + '=' + value + "; Path=/; HttpOnly; SameSite=Strict";
    if (request.secure)
        text += "; Secure";
    if (value.isEmpty())
        text += "; Max-Age=0";
    return text;
}

QString displayNameOf(const AccessControl &access, const QString &name)
{
    const QList<User> users = access.users();
    for (const User &user : users) {
        if (user.name == name)
            return user.displayName;
    }
    return name;
}

/// When the session ends if nobody uses it any more.
Timestamp expiresOf(const Context &context, const QByteArray &sessionId)
{
    const AccessControl::Limits limits;
    const QByteArray publicId
        = QCryptographicHash::hash(sessionId, QCryptographicHash::Sha256).toHex();
    const Timestamp idle = context.services.clock.now() + limits.idle;
    const QList<SessionInfo> sessions = context.services.access.sessions();
    for (const SessionInfo &session : sessions) {
        if (session.publicId == publicId.left(kPublicIdLength))
            return std::min<Timestamp>(idle, session.started + limits.absolute);
    }
    return idle;
}

QByteArray secondsUp(Milliseconds wait)
{
    return QByteArray::number(std::max<qint64>(1, (wait.count() + 999) / 1000));
}

QStringList permissionNames(const AccessControl &access, const Identity &who)
{
    QStringList names;
    if (access.may(who, Permission::View))
        names.append(QStringLiteral("view"));
    if (access.may(who, Permission::Write))
        names.append(QStringLiteral("write"));
    if (access.may(who, Permission::Configure))
        names.append(QStringLiteral("configure"));
    if (access.may(who, Permission::Administer))
        names.append(QStringLiteral("administer"));
    return names;
}

QByteArray sessionBody(const Context &context, const Identity &who, const QByteArray &sessionId)
{
    const AccessControl &access = context.services.access;
    QByteArray body;
    {
        JsonObject object(body);
        object.text("user", who.user);
        object.text("displayName", displayNameOf(access, who.user));
        object.text("role", who.role);
        appendTexts(object.key("permissions"), permissionNames(access, who));
        object.text("csrfToken", QString::fromLatin1(access.csrfToken(sessionId)));
        object.text("expires", toIsoString(expiresOf(context, sessionId)));
    }
    return body;
}

http::Response signInProblem(const Error &error, Milliseconds retryAfter)
{
    if (error.code == ErrorCode::Busy) {
        auto response = http::Response::problem(429, QStringLiteral("throttled"), error.detail);
        response.headers.emplaceBack("Retry-After", secondsUp(retryAfter));
        return response;
    }
    if (error.code == ErrorCode::Unauthenticated)
        return http::Response::problem(401, QStringLiteral("badCredentials"),
                                       QStringLiteral("user name or password is wrong"));
    return http::Response::fromError(error);
}

void endSession(const Context &context, Session &session)
{
    session.signOut();
    context.feed.checkSessions();
}

http::Response signedInAnswer(const Context &context, const http::Request &request,
                              const QString &user, const Result<SignedIn> &result)
{
    if (!result)
        return signInProblem(
            result.error(),
            context.services.access.retryAfter(user, Origin::Remote, request.peer.toString()));
    // A browser has one session; the one it had before ends here.
    if (const auto before = context.guard.sessionOf(request); before->isSignedIn())
        endSession(context, *before);
    auto response
        = http::Response::json(sessionBody(context, result->identity, result->sessionId), 201);
    response.headers.emplaceBack("Set-Cookie", cookie(request, result->sessionId));
    return response;
}

Answer createSession(const Context &context, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("user"), QStringLiteral("password")});
    const QString user = body.text(QStringLiteral("user"), 1, kMaxName);
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    const SessionPtr session(std::make_unique<Session>(context.services, context.model,
                                                       Origin::Remote, request.peer.toString())
                                 .release(),
                             [](Session *gone) { gone->deleteLater(); });
    return session->signIn(user, password)
        .then(&context.owner, [&context, request, session, user](const Result<SignedIn> &result) {
            return signedInAnswer(context, request, user, result);
        });
}

http::Response readSession(const Context &context, Session &session, const http::Request &request)
{
    const QByteArray id = sessionIdOf(request);
    return http::Response::json(sessionBody(context, session.identity(), id));
}

http::Response deleteSession(const Context &context, const http::Request &request)
{
    endSession(context, *context.guard.sessionOf(request));
    auto response = http::Response::noContent();
    response.headers.emplaceBack("Set-Cookie", cookie(request, {}));
    return response;
}

} // namespace

QList<http::Route> sessionRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/session");
    return {
        {http::Method::Post, path, http::Access::Public, QStringLiteral("createSession"),
         withoutQuery(
             [&context](const http::Request &request) { return createSession(context, request); })},
        {http::Method::Get, path, http::Access::View, QStringLiteral("getSession"),
         withoutQuery(signedIn(context,
                               [&context](Session &session, const http::Request &request) {
                                   return readSession(context, session, request);
                               }))},
        {http::Method::Delete, path, http::Access::View, QStringLiteral("deleteSession"),
         withoutQuery(atOnce([&context](const http::Request &request) {
             return deleteSession(context, request);
         }))},
    };
}

} // namespace mws::api
