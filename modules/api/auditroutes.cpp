// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/auditcheck.h"
#include "api/auditexport.h"
#include "api/context.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "audit/auditforwards.h"

#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qint64 kMaxNumber = qint64(1) << 53;
constexpr qsizetype kMaxText = 200; // as long as a field of a row

QStringList filtersAnd(const QStringList &more)
{
    return QStringList{QStringLiteral("before"), QStringLiteral("from"),
                       QStringLiteral("to"),     QStringLiteral("actor"),
                       QStringLiteral("action"), QStringLiteral("target"),
                       QStringLiteral("area"),   QStringLiteral("outcome"),
                       QStringLiteral("origin"), QStringLiteral("text")}
    + more;
}

AuditLog::Query readFilters(QueryReader &query)
{
    AuditLog::Query wanted;
    wanted.beforeId = query.integer(QStringLiteral("before"), 0, 0, kMaxNumber);
    const qint64 from = query.integer(QStringLiteral("from"), 0, 0, kMaxNumber);
    const qint64 to = query.integer(QStringLiteral("to"), 0, 0, kMaxNumber);
    wanted.from = fromMsSinceEpoch(from);
    wanted.to = fromMsSinceEpoch(to);
    if (to != 0 && to <= from)
        query.refuse(QStringLiteral("parameter \"to\" must be later than \"from\""));
    wanted.actor = query.text(QStringLiteral("actor"), kMaxText);
    wanted.action = query.text(QStringLiteral("action"), 64);
    wanted.target = query.text(QStringLiteral("target"), kMaxText);
    wanted.area = query.text(QStringLiteral("area"), kMaxText);
    wanted.outcome = query.text(QStringLiteral("outcome"), 64);
    wanted.origin = query.text(QStringLiteral("origin"), kMaxText);
    wanted.text = query.text(QStringLiteral("text"), kMaxText);
    return wanted;
}

/// There is one entry more than wanted if there are older ones.
http::Response auditPage(const Result<QList<AuditEntry>> &result, int limit)
{
    if (!result)
        return http::Response::fromError(result.error());
    QByteArray body;
    {
        JsonObject object(body);
        {
            JsonArray entries(object.key("entries"));
            for (const AuditEntry &entry :
                 result->first(std::min<qsizetype>(limit, result->size())))
                appendAuditEntry(entries.item(), entry);
        }
        object.flag("more", result->size() > limit);
    }
    return http::Response::json(body);
}

Answer listAudit(const Context &context, const http::Request &request)
{
    QueryReader query(request, filtersAnd({QStringLiteral("limit")}));
    AuditLog::Query wanted = readFilters(query);
    const int limit = int(query.integer(QStringLiteral("limit"), 100, 1, 1000));
    if (const auto refusal = query.refusal())
        return now(*refusal);
    wanted.limit = limit + 1;
    return context.services.audit.read(wanted).then(
        &context.owner,
        [limit](const Result<QList<AuditEntry>> &result) { return auditPage(result, limit); });
}

Answer exportRows(const Context &context, const SessionPtr &session, const http::Request &request)
{
    QueryReader query(request, filtersAnd({QStringLiteral("format")}));
    const AuditLog::Query wanted = readFilters(query);
    const FileFormat format = readFormat(query);
    const auto refusal = query.refusal();
    return refusal ? now(*refusal) : exportAudit(context, session, wanted, format);
}

http::Response checkState(const AuditCheck &check, int status)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.word("state", nameOf(check.state()));
        object.time("started", check.started());
        object.time("finished", check.finished());
        object.integer("rows", check.rows());
        object.integer("total", check.total());
        const bool isOver = check.state() != AuditCheck::State::Running;
        const AuditVerdict verdict = isOver ? check.verdict() : AuditVerdict();
        object.integer("lastRow", verdict.lastRow);
        object.text("hash", QString::fromLatin1(verdict.hash.toHex()));
        object.integer("pseudonymised", verdict.pseudonymised);
        object.integer("badRow", verdict.badRow);
        object.text("detail", check.problem());
    }
    return http::Response::json(body, status);
}

http::Response listForwards(const AuditLog &audit)
{
    QByteArray body;
    {
        JsonObject object(body);
        JsonArray targets(object.key("targets"));
        for (const ForwardStatus &status : audit.forwards().all()) {
            JsonObject target(targets.item());
            target.text("target", status.target);
            target.word("state", nameOf(status.state));
            target.time("since", status.since);
            target.integer("lastRow", status.lastRow);
            target.integer("waiting", status.waiting);
            target.text("problem", status.problem);
        }
    }
    return http::Response::json(body);
}

http::Response startCheck(AuditCheck &check, const Session &session)
{
    check.start(session.entryFor(QStringLiteral("audit.verify"), {}));
    return checkState(check, 202);
}

} // namespace

QList<http::Route> auditRoutes(const Context &context)
{
    AuditCheck &check = context.auditCheck;
    return {
        {http::Method::Get, QStringLiteral("/api/v1/audit"), http::Access::Administer,
         QStringLiteral("listAudit"),
         [&context](const http::Request &request) { return listAudit(context, request); }},
        {http::Method::Get, QStringLiteral("/api/v1/audit/export"), http::Access::Administer,
         QStringLiteral("exportAudit"),
         signedInLater(context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return exportRows(context, session, request);
                       })},
        {http::Method::Get, QStringLiteral("/api/v1/audit/forwarding"), http::Access::Administer,
         QStringLiteral("listAuditForwarding"),
         withoutQuery(atOnce([&audit = context.services.audit](const http::Request &) {
             return listForwards(audit);
         }))},
        {http::Method::Get, QStringLiteral("/api/v1/audit/verify"), http::Access::Administer,
         QStringLiteral("getAuditCheck"),
         withoutQuery(atOnce([&check](const http::Request &) { return checkState(check, 200); }))},
        {http::Method::Post, QStringLiteral("/api/v1/audit/verify"), http::Access::Administer,
         QStringLiteral("verifyAudit"),
         withoutQuery(signedIn(context,
                               [&check](Session &session, const http::Request &) {
                                   return startCheck(check, session);
                               }))},
    };
}

} // namespace mws::api
