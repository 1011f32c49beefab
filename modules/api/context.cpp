// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"

#include "api/reader.h"
#include "core/future.h"

namespace mws::api
{

namespace
{

http::Response notSignedIn()
{
    return http::Response::problem(401, QStringLiteral("notSignedIn"),
                                   QStringLiteral("sign in first"));
}

} // namespace

Answer now(http::Response response)
{
    return Future<http::Response>::ready(std::move(response));
}

http::Handler atOnce(std::function<http::Response(const http::Request &)> handler)
{
    return [handler = std::move(handler)](const http::Request &request) {
        return now(handler(request));
    };
}

http::Handler signedIn(const Context &context,
                       std::function<http::Response(Session &, const http::Request &)> handler)
{
    return [&guard = context.guard, handler = std::move(handler)](const http::Request &request) {
        const auto session = guard.sessionOf(request);
        return now(session->isSignedIn() ? handler(*session, request) : notSignedIn());
    };
}

http::Handler
signedInLater(const Context &context,
              std::function<Answer(const SessionPtr &, const http::Request &)> handler)
{
    return [&guard = context.guard, handler = std::move(handler)](const http::Request &request) {
        // A continuation of the session's own may still run when the last holder lets go.
        const SessionPtr session(guard.sessionOf(request).release(),
                                 [](Session *gone) { gone->deleteLater(); });
        return session->isSignedIn() ? handler(session, request) : now(notSignedIn());
    };
}

http::Handler withoutQuery(http::Handler handler)
{
    return [handler = std::move(handler)](const http::Request &request) {
        const auto refusal = QueryReader(request, {}).refusal();
        return refusal ? now(*refusal) : handler(request);
    };
}

QStringList namesOf(Permissions permissions)
{
    QStringList names;
    const auto add = [&](Permission permission, const char *name) {
        if (permissions.testFlag(permission))
            names.append(QLatin1String(name));
    };
    add(Permission::View, "view");
    add(Permission::Write, "write");
    add(Permission::Acknowledge, "acknowledge");
    add(Permission::Shelve, "shelve");
    add(Permission::Configure, "configure");
    add(Permission::Administer, "administer");
    return names;
}

http::Response unknownTag(const QString &id)
{
    return http::Response::problem(404, QStringLiteral("unknownTag"),
                                   QStringLiteral("there is no tag \"%1\"").arg(id.left(64)));
}

http::Response notFound(const QString &detail)
{
    return http::Response::problem(404, QStringLiteral("notFound"), detail);
}

} // namespace mws::api
