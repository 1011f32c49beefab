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

constexpr qsizetype kMaxName = 64;
constexpr qsizetype kMaxPassword = 1024;
constexpr qsizetype kMaxCode = 64;

QByteArray cookie(const http::Request &request, const QByteArray &value)
{
    QByteArray text = cookieName(request) + '=' + value + "; Path=" + request.basePath
        + "/; HttpOnly; SameSite=Strict";
    if (request.secure)
        text += "; Secure";
    if (value.isEmpty())
        text += "; Max-Age=0";
    return text;
}

User userOf(const AccessControl &access, const QString &name)
{
    const QList<User> users = access.users();
    for (const User &user : users) {
        if (user.name == name)
            return user;
    }
    return {};
}

/// When the session ends if nobody uses it any more.
Timestamp expiresOf(const Context &context, const QByteArray &sessionId)
{
    const AccessControl::Limits limits;
    const QByteArray publicId = AccessControl::publicId(sessionId);
    const Timestamp idle = context.services.clock.now() + limits.idle;
    const QList<SessionInfo> sessions = context.services.access.sessions();
    for (const SessionInfo &session : sessions) {
        if (session.publicId == publicId)
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
    Permissions permissions;
    for (const Permission permission :
         {Permission::View, Permission::Write, Permission::Acknowledge, Permission::Shelve,
          Permission::Configure, Permission::Administer})
        permissions.setFlag(permission, access.may(who, permission));
    return namesOf(permissions);
}

QByteArray sessionBody(const Context &context, const Identity &who, const QByteArray &sessionId)
{
    const AccessControl &access = context.services.access;
    const User user = userOf(access, who.user);
    QByteArray body;
    {
        JsonObject object(body);
        object.text("user", who.user);
        object.text("displayName", user.displayName);
        object.text("role", who.role);
        object.flag("mustChangePassword", user.mustChangePassword);
        object.flag("hasSecondFactor", user.hasSecondFactor);
        object.integer("recoveryCodes", access.recoveryCodesOf(who.user));
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
    if (error.code == ErrorCode::SecondFactor)
        return http::Response::fromError(error);
    return accountProblem(error);
}

void endSession(const Context &context, Session &session)
{
    session.signOut();
    context.feed.checkSessions();
}

http::Response signedInAnswer(const Context &context, const http::Request &request,
                              const QString &user, const Result<SignedIn> &result)
{
    if (!result) {
        if (result.error().code == ErrorCode::Busy)
            context.guard.recordDenial(*context.guard.sessionOf(request), QStringLiteral("signIn"),
                                       request.path, QStringLiteral("throttled"));
        return signInProblem(
            result.error(),
            context.services.access.retryAfter(user, Origin::Remote, request.peer.toString()));
    }
    // A browser has one session; the one it had before ends here.
    const auto before = context.guard.sessionOf(request);
    if (before->isSignedIn() && !isProgram(request))
        endSession(context, *before);
    if (!request.certificate.isEmpty())
        context.services.access.bindSession(result->sessionId);
    auto response
        = http::Response::json(sessionBody(context, result->identity, result->sessionId), 201);
    response.headers.emplaceBack("Set-Cookie", cookie(request, result->sessionId));
    return response;
}

Answer createSession(const Context &context, const http::Request &request)
{
    ObjectReader body(request,
                      {QStringLiteral("user"), QStringLiteral("password"), QStringLiteral("code")});
    const QString user = body.text(QStringLiteral("user"), 1, kMaxName);
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    const QString code = body.has(QStringLiteral("code"))
        ? body.text(QStringLiteral("code"), 1, kMaxCode)
        : QString();
    if (const auto refusal = body.refusal())
        return now(*refusal);
    if (auto refusal = context.guard.checkSignIn(request, user))
        return now(std::move(*refusal));
    const SessionPtr session(context.guard.newSession(request).release(),
                             [](Session *gone) { gone->deleteLater(); });
    return session->signIn(user, password, code)
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

Answer changePassword(const Context &context, const SessionPtr &session,
                      const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("current"), QStringLiteral("password")});
    const QString current = body.text(QStringLiteral("current"), 1, kMaxPassword);
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return session->changePassword(current, password)
        .then(&context.owner, [&context, request, session](const Result<SignedIn> &result) {
            context.feed.checkSessions();
            return signedInAnswer(context, request, session->identity().user, result);
        });
}

Answer confirmPassword(const Context &context, const SessionPtr &session,
                       const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("password")});
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    const QString user = session->identity().user;
    return session->confirm(password).then(
        &context.owner, [&context, request, user](const Result<void> &result) {
            return result ? http::Response::noContent()
                          : signInProblem(result.error(),
                                          context.services.access.retryAfter(
                                              user, Origin::Remote, request.peer.toString()));
        });
}

http::Response listSessions(Session &session, const http::Request &request)
{
    const QByteArray own = AccessControl::publicId(sessionIdOf(request));
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray sessions(object.key("sessions"));
        for (const SessionInfo &one : UserAdmin(session).sessions()) {
            JsonObject item(sessions.item());
            item.text("id", QString::fromLatin1(one.publicId));
            item.text("user", one.user);
            item.text("origin", one.origin == Origin::Panel ? u"panel" : u"remote");
            item.text("address", one.address);
            item.time("started", one.started);
            item.time("lastUsed", one.lastUsed);
            item.flag("own", one.publicId == own);
        }
    }
    return http::Response::json(body);
}

Answer endOther(const Context &context, Session &session, const http::Request &request)
{
    const QByteArray id = request.captures.value(0).toLatin1();
    return UserAdmin(session).endSession(id).then(
        &context.owner, [&context](const Result<void> &result) {
            context.feed.checkSessions();
            return result ? http::Response::noContent() : http::Response::fromError(result.error());
        });
}

} // namespace

QList<http::Route> sessionRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/session");
    const QString all = QStringLiteral("/api/v1/sessions");
    return {
        {http::Method::Post, path + QStringLiteral("/password"), http::Access::SignedIn,
         QStringLiteral("changePassword"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return changePassword(context, session, request);
                           }))},
        {http::Method::Post, path + QStringLiteral("/confirm"), http::Access::SignedIn,
         QStringLiteral("confirmPassword"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return confirmPassword(context, session, request);
                           }))},
        {http::Method::Get, all, http::Access::SignedIn, QStringLiteral("listSessions"),
         withoutQuery(signedIn(context, listSessions))},
        {http::Method::Delete, all + QStringLiteral("/{id}"), http::Access::SignedIn,
         QStringLiteral("endSession"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return endOther(context, *session, request);
                           }))},
        {http::Method::Post, path, http::Access::Public, QStringLiteral("createSession"),
         withoutQuery(
             [&context](const http::Request &request) { return createSession(context, request); })},
        {http::Method::Get, path, http::Access::SignedIn, QStringLiteral("getSession"),
         withoutQuery(signedIn(context,
                               [&context](Session &session, const http::Request &request) {
                                   return readSession(context, session, request);
                               }))},
        {http::Method::Delete, path, http::Access::SignedIn, QStringLiteral("deleteSession"),
         withoutQuery(atOnce([&context](const http::Request &request) {
             return deleteSession(context, request);
         }))},
    };
}

} // namespace mws::api
