// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/livefeed.h"
#include "api/reader.h"
#include "session/useradmin.h"

#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxName = 100;
constexpr qsizetype kMaxPem = 32 * 1024;

void appendCertificate(QByteArray &out, const UserCertificate &certificate)
{
    JsonObject object(out);
    object.text("fingerprint", fingerprintText(certificate.fingerprint));
    object.text("name", certificate.name);
    object.time("ends", certificate.ends);
    object.time("added", certificate.added);
    object.text("addedBy", certificate.addedBy);
}

bool exists(const Context &context, const QString &user)
{
    const QList<User> users = context.services.access.users();
    return std::any_of(users.cbegin(), users.cend(),
                       [&user](const User &one) { return one.name == user; });
}

http::Response listCertificates(const Context &context, const http::Request &request)
{
    const QString user = request.captures.value(0);
    if (!exists(context, user))
        return notFound(QStringLiteral("there is no such user"));
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray all(object.key("certificates"));
        for (const UserCertificate &one : context.services.access.certificates()) {
            if (one.user == user)
                appendCertificate(all.item(), one);
        }
    }
    return http::Response::json(body);
}

http::Response addedAnswer(const Result<UserCertificate> &added)
{
    if (!added)
        return accountProblem(added.error());
    QByteArray body;
    appendCertificate(body, *added);
    return http::Response::json(body, 201);
}

Answer addCertificate(const Context &context, const SessionPtr &session,
                      const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("name"), QStringLiteral("certificate")});
    const QString name = body.text(QStringLiteral("name"), 1, kMaxName);
    const QString pem = body.text(QStringLiteral("certificate"), 1, kMaxPem);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return UserAdmin(*session)
        .addCertificate(request.captures.value(0), name, pem.toLatin1())
        .then(&context.owner, &addedAnswer);
}

Answer removeCertificate(const Context &context, const SessionPtr &session,
                         const http::Request &request)
{
    const QByteArray fingerprint = fingerprintFrom(request.captures.value(1));
    return UserAdmin(*session)
        .removeCertificate(request.captures.value(0), fingerprint)
        .then(&context.owner, [&context](const Result<void> &result) {
            context.feed.checkSessions();
            return result ? http::Response::noContent() : accountProblem(result.error());
        });
}

} // namespace

QList<http::Route> userCertificateRoutes(const Context &context)
{
    using http::Access;
    using http::Method;
    const QString all = QStringLiteral("/api/v1/users/{name}/certificates");
    const auto acting = [&context](auto act) {
        return withoutQuery(signedInLater(
            context, [&context, act](const SessionPtr &session, const http::Request &request) {
                return act(context, session, request);
            }));
    };
    return {
        {Method::Get, all, Access::Administer, QStringLiteral("listUserCertificates"),
         withoutQuery(atOnce([&context](const http::Request &request) {
             return listCertificates(context, request);
         }))},
        {Method::Post, all, Access::Administer, QStringLiteral("addUserCertificate"),
         acting(&addCertificate), true},
        {Method::Delete, all + QStringLiteral("/{fingerprint}"), Access::Administer,
         QStringLiteral("removeUserCertificate"), acting(&removeCertificate), true},
    };
}

} // namespace mws::api
