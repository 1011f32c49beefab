// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/encode.h"
#include "api/jsonwriter.h"
#include "api/livefeed.h"
#include "api/reader.h"
#include "session/useradmin.h"

#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxName = 64;
constexpr qsizetype kMaxDisplayName = 100;
constexpr qsizetype kMaxPassword = 1024;
constexpr qsizetype kMaxPin = 12;
constexpr qint64 kMaxTime = 253402300799999; // the last of the year 9999

void appendUser(QByteArray &out, const AccessControl &access, const User &user)
{
    const Milliseconds locked = access.retryAfter(user.name, Origin::Remote, {});
    JsonObject object(out);
    object.text("name", user.name);
    object.text("displayName", user.displayName);
    object.text("role", user.role);
    object.flag("enabled", user.enabled);
    object.flag("hasPin", user.hasPin);
    object.flag("hasSecondFactor", user.hasSecondFactor);
    object.flag("mustChangePassword", user.mustChangePassword);
    object.flag("shared", user.isShared);
    object.time("expires", user.expires);
    object.time("lastSignIn", user.lastSignIn);
    object.integer("lockedForMs", locked.count());
}

http::Response listUsers(const Context &context)
{
    const AccessControl &access = context.services.access;
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray users(object.key("users"));
        for (const User &user : access.users())
            appendUser(users.item(), access, user);
    }
    return http::Response::json(body);
}

void appendRole(QByteArray &out, const Role &role)
{
    JsonObject object(out);
    object.text("id", role.id);
    object.text("name", role.name);
    appendTexts(object.key("permissions"), namesOf(role.permissions));
    appendTexts(object.key("areas"), role.areas);
    object.flag("builtIn", role.builtIn);
    appendTexts(object.key("inherits"), role.inherits);
    JsonArray grants(object.key("grants"));
    for (const Grant &grant : role.grants)
        appendGrant(grants.item(), grant, role.id);
}

http::Response listRoles(const Project &project)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray roles(object.key("roles"));
        for (const Role &role : project.roles())
            appendRole(roles.item(), role);
    }
    return http::Response::json(body);
}

std::optional<User> userNamed(const Context &context, const QString &name)
{
    const QList<User> all = context.services.access.users();
    const auto user = std::find_if(all.cbegin(), all.cend(),
                                   [&name](const User &one) { return one.name == name; });
    return user == all.cend() ? std::nullopt : std::optional(*user);
}

http::Response noSuchUser()
{
    return notFound(QStringLiteral("there is no such user"));
}

http::Response userAnswer(const Context &context, const QString &name, int status)
{
    const auto user = userNamed(context, name);
    if (!user)
        return noSuchUser();
    QByteArray body;
    appendUser(body, context.services.access, *user);
    return http::Response::json(body, status);
}

UserChange readChange(ObjectReader &body)
{
    UserChange change;
    if (body.has(QStringLiteral("displayName")))
        change.displayName = body.text(QStringLiteral("displayName"), 0, kMaxDisplayName);
    if (body.has(QStringLiteral("role")))
        change.role = body.text(QStringLiteral("role"), 1, kMaxName);
    if (body.has(QStringLiteral("enabled")))
        change.enabled = body.optionalFlag(QStringLiteral("enabled"));
    if (body.has(QStringLiteral("expires")))
        change.expires = fromMsSinceEpoch(body.integer(QStringLiteral("expires"), 0, kMaxTime));
    if (body.has(QStringLiteral("shared")))
        change.isShared = body.optionalFlag(QStringLiteral("shared"));
    change.demandPassword = body.optionalFlag(QStringLiteral("mustChangePassword"));
    if (body.has(QStringLiteral("mustChangePassword")) && !change.demandPassword)
        body.refuse(QStringLiteral("key \"mustChangePassword\" can only be set"));
    return change;
}

/// What a change of an account came to; whom it takes rights from loses the live feed at once.
Answer afterChange(const Context &context, UserAdmin::Done change,
                   std::function<http::Response()> success)
{
    return change.then(&context.owner,
                       [&context, success = std::move(success)](const Result<void> &result) {
                           context.feed.checkSessions();
                           return result ? success() : accountProblem(result.error());
                       });
}

Answer afterChange(const Context &context, UserAdmin::Done change)
{
    return afterChange(context, std::move(change), [] { return http::Response::noContent(); });
}

Answer createUser(const Context &context, Session &session, const http::Request &request)
{
    ObjectReader body(request,
                      {QStringLiteral("name"), QStringLiteral("displayName"),
                       QStringLiteral("role"), QStringLiteral("password"),
                       QStringLiteral("enabled"), QStringLiteral("expires"),
                       QStringLiteral("shared")});
    User user;
    user.mustChangePassword = true;
    user.name = body.text(QStringLiteral("name"), 1, kMaxName);
    const QString password = body.text(QStringLiteral("password"), 1, kMaxPassword);
    (void)body.value(QStringLiteral("role"));
    const UserChange given = readChange(body);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    user.displayName = given.displayName.value_or(user.name);
    user.role = given.role.value_or(QString());
    user.enabled = given.enabled.value_or(true);
    user.expires = given.expires.value_or(Timestamp());
    user.isShared = given.isShared.value_or(false);
    return afterChange(context, UserAdmin(session).add(user, password),
                       [&context, name = user.name] { return userAnswer(context, name, 201); });
}

Answer changeUser(const Context &context, Session &session, const http::Request &request)
{
    const QString name = request.captures.value(0);
    if (!userNamed(context, name))
        return now(noSuchUser());
    ObjectReader body(request,
                      {QStringLiteral("displayName"), QStringLiteral("role"),
                       QStringLiteral("enabled"), QStringLiteral("mustChangePassword"),
                       QStringLiteral("expires"), QStringLiteral("shared")});
    const UserChange change = readChange(body);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return afterChange(context, UserAdmin(session).change(name, change),
                       [&context, name] { return userAnswer(context, name, 200); });
}

Answer setSecret(const Context &context, Session &session, const http::Request &request, bool isPin)
{
    const QString key = isPin ? QStringLiteral("pin") : QStringLiteral("password");
    const QString name = request.captures.value(0);
    if (!userNamed(context, name))
        return now(noSuchUser());
    ObjectReader body(request, {key});
    const QString secret = body.text(key, isPin ? 0 : 1, isPin ? kMaxPin : kMaxPassword);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    UserAdmin admin(session);
    return afterChange(context,
                       isPin ? admin.setPin(name, secret) : admin.setPassword(name, secret));
}

http::Response pseudonymAnswer(const Result<UserAdmin::Renamed> &renamed)
{
    if (!renamed)
        return accountProblem(renamed.error());
    QByteArray body;
    {
        JsonObject object(body);
        object.text("pseudonym", renamed->alias);
        object.integer("rows", renamed->rows);
    }
    return http::Response::json(body);
}

Answer pseudonymise(const Context &context, Session &session, const http::Request &request)
{
    return UserAdmin(session)
        .pseudonymise(request.captures.value(0))
        .then(&context.owner, [&context](const Result<UserAdmin::Renamed> &renamed) {
            context.feed.checkSessions();
            return pseudonymAnswer(renamed);
        });
}

using Act = std::function<Answer(Session &, const http::Request &)>;

http::Handler actingIn(const Context &context, Act act)
{
    return withoutQuery(signedInLater(
        context, [act = std::move(act)](const SessionPtr &session, const http::Request &request) {
            return act(*session, request);
        }));
}

} // namespace

http::Response accountProblem(const Error &error)
{
    if (error.code == ErrorCode::Invalid)
        return http::Response::problem(422, QStringLiteral("notAcceptable"), error.detail);
    auto response = http::Response::fromError(error);
    if (error.code == ErrorCode::Busy)
        response.headers.emplaceBack("Retry-After", "5");
    return response;
}

QList<http::Route> userRoutes(const Context &context)
{
    using http::Access;
    using http::Method;
    const QString all = QStringLiteral("/api/v1/users");
    const QString one = QStringLiteral("/api/v1/users/{name}");
    const auto acting = [&context](Act act) { return actingIn(context, std::move(act)); };
    return {
        {Method::Get, all, Access::Administer, QStringLiteral("listUsers"),
         withoutQuery(atOnce([&context](const http::Request &) { return listUsers(context); }))},
        {Method::Get, one, Access::Administer, QStringLiteral("getUser"),
         withoutQuery(atOnce([&context](const http::Request &request) {
             return userAnswer(context, request.captures.value(0), 200);
         }))},
        {Method::Post, all, Access::Administer, QStringLiteral("createUser"),
         acting([&context](Session &session, const http::Request &request) {
             return createUser(context, session, request);
         }),
         true},
        {Method::Patch, one, Access::Administer, QStringLiteral("changeUser"),
         acting([&context](Session &session, const http::Request &request) {
             return changeUser(context, session, request);
         }),
         true},
        {Method::Delete, one, Access::Administer, QStringLiteral("removeUser"),
         acting([&context](Session &session, const http::Request &request) {
             return afterChange(context, UserAdmin(session).remove(request.captures.value(0)));
         }),
         true},
        {Method::Post, one + QStringLiteral("/password"), Access::Administer,
         QStringLiteral("resetPassword"),
         acting([&context](Session &session, const http::Request &request) {
             return setSecret(context, session, request, false);
         }),
         true},
        {Method::Post, one + QStringLiteral("/pin"), Access::Administer, QStringLiteral("setPin"),
         acting([&context](Session &session, const http::Request &request) {
             return setSecret(context, session, request, true);
         }),
         true},
        {Method::Post, one + QStringLiteral("/unlock"), Access::Administer,
         QStringLiteral("unlockUser"),
         acting([&context](Session &session, const http::Request &request) {
             return afterChange(context, UserAdmin(session).unlock(request.captures.value(0)));
         }),
         true},
        {Method::Post, one + QStringLiteral("/pseudonymise"), Access::Administer,
         QStringLiteral("pseudonymiseUser"),
         acting([&context](Session &session, const http::Request &request) {
             return pseudonymise(context, session, request);
         }),
         true},
        {Method::Get, QStringLiteral("/api/v1/roles"), Access::Administer,
         QStringLiteral("listRoles"), withoutQuery(atOnce([&context](const http::Request &) {
             return listRoles(*context.services.project);
         }))},
    };
}

} // namespace mws::api
