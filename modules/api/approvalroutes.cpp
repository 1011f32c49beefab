// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/approvalanswer.h"
#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "api/writeanswer.h"
#include "core/future.h"

#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qsizetype kMaxReason = 500;

http::Response problem(int status, const char *code, const QString &detail)
{
    return http::Response::problem(status, QLatin1String(code), detail);
}

http::Response endProblem(const Error &error)
{
    if (error.code == ErrorCode::NotFound)
        return problem(404, "unknownApproval", error.detail);
    if (error.code == ErrorCode::Conflict)
        return problem(409, "approvalOver", error.detail);
    return problem(403, "denied", error.detail);
}

http::Response listApprovals(Session &session, const http::Request &)
{
    QByteArray body("{\"approvals\":");
    appendApprovals(body, session);
    return http::Response::json(body.append('}'));
}

http::Response oneApproval(Session &session, const QString &id)
{
    const QList<Approval> seen = ApprovalDesk(session).list();
    const auto found = std::find_if(seen.cbegin(), seen.cend(),
                                    [&id](const Approval &one) { return one.id == id; });
    if (found == seen.cend())
        return problem(404, "unknownApproval", QStringLiteral("there is no such request"));
    QByteArray body;
    appendApproval(body, session, *found);
    return http::Response::json(body);
}

http::Response getApproval(Session &session, const http::Request &request)
{
    return oneApproval(session, request.captures.value(0));
}

Answer approve(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("confirmed"), QStringLiteral("reason")});
    const bool confirmed = body.optionalFlag(QStringLiteral("confirmed"));
    const QString reason = body.optionalText(QStringLiteral("reason"), kMaxReason);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    return ApprovalDesk(*session)
        .approve(request.captures.value(0), confirmed, reason)
        .then(&context.owner,
              [session, request](const WriteReply &reply) { return writeAnswer(reply, request); });
}

/// What became of it, or why it was not ended.
Answer ended(const Context &context, const SessionPtr &session, const QString &id,
             const Future<Result<void>> &ending)
{
    return ending.then(&context.owner, [session, id](const Result<void> &done) {
        return done ? oneApproval(*session, id) : endProblem(done.error());
    });
}

Answer decline(const Context &context, const SessionPtr &session, const http::Request &request)
{
    ObjectReader body(request, {QStringLiteral("reason")});
    const QString reason = body.optionalText(QStringLiteral("reason"), kMaxReason);
    if (const auto refusal = body.refusal())
        return now(*refusal);
    const QString id = request.captures.value(0);
    return ended(context, session, id, ApprovalDesk(*session).decline(id, reason));
}

Answer withdraw(const Context &context, const SessionPtr &session, const http::Request &request)
{
    if (const auto refusal = ObjectReader(request, {}).refusal())
        return now(*refusal);
    const QString id = request.captures.value(0);
    return ended(context, session, id, ApprovalDesk(*session).withdraw(id));
}

using Act = Answer (*)(const Context &, const SessionPtr &, const http::Request &);

http::Route acting(const Context &context, const char *what, const char *operation, Act act)
{
    return {http::Method::Post,
            QStringLiteral("/api/v1/approvals/{id}/") + QLatin1String(what),
            http::Access::Write,
            QLatin1String(operation),
            withoutQuery(signedInLater(
                context,
                [&context, act](const SessionPtr &session, const http::Request &request) {
                    return act(context, session, request);
                })),
            act == approve};
}

} // namespace

QList<http::Route> approvalRoutes(const Context &context)
{
    return {
        {http::Method::Get, QStringLiteral("/api/v1/approvals"), http::Access::View,
         QStringLiteral("listApprovals"), withoutQuery(signedIn(context, listApprovals))},
        {http::Method::Get, QStringLiteral("/api/v1/approvals/{id}"), http::Access::View,
         QStringLiteral("getApproval"), withoutQuery(signedIn(context, getApproval))},
        acting(context, "approve", "approveWrite", approve),
        acting(context, "decline", "declineWrite", decline),
        acting(context, "withdraw", "withdrawWrite", withdraw),
    };
}

} // namespace mws::api
