// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/context.h"
#include "api/etag.h"
#include "api/jsonwriter.h"
#include "api/reader.h"
#include "session/projectdesk.h"

#include <QJsonArray>

namespace mws::api
{

namespace
{

using Outcome = ProjectReply::Outcome;

constexpr qint64 kMostBytes = 8 * 1024 * 1024; ///< 30,000 tags; 5,000 have 1.2 MB
constexpr qsizetype kMostProblems = 1000; ///< that are told

http::Response noKeeper()
{
    return notFound(QStringLiteral("this station does not give its project away"));
}

QJsonObject jsonOf(const Problem &problem)
{
    static const QStringList severities{QStringLiteral("error"), QStringLiteral("tagError"),
                                        QStringLiteral("warning")};
    return {{QStringLiteral("severity"), severities[int(problem.severity)]},
            {QStringLiteral("file"), problem.file},
            {QStringLiteral("pointer"), problem.pointer},
            {QStringLiteral("reason"), problem.reason}};
}

QJsonArray jsonOf(const QList<Problem> &problems)
{
    QJsonArray all;
    for (const Problem &problem : problems.first(std::min(problems.size(), kMostProblems)))
        all.append(jsonOf(problem));
    return all;
}

QJsonObject jsonOf(const ProjectChanges::Part &part)
{
    return {{QStringLiteral("added"), QJsonArray::fromStringList(part.added)},
            {QStringLiteral("removed"), QJsonArray::fromStringList(part.removed)},
            {QStringLiteral("changed"), QJsonArray::fromStringList(part.changed)}};
}

QJsonObject jsonOf(const ProjectChanges &changes)
{
    return {{QStringLiteral("connections"), jsonOf(changes.connections)},
            {QStringLiteral("devices"), jsonOf(changes.devices)},
            {QStringLiteral("tags"), jsonOf(changes.tags)},
            {QStringLiteral("screens"), jsonOf(changes.screens)},
            {QStringLiteral("files"), jsonOf(changes.files)},
            {QStringLiteral("rights"), changes.rights}};
}

http::Response accepted(const ProjectReply &reply, bool isSaved)
{
    return http::Response::json(
        QJsonObject{{QStringLiteral("revision"), QString::fromLatin1(reply.after)},
                    {QStringLiteral("saved"), isSaved},
                    {QStringLiteral("applied"), isSaved && !reply.restart},
                    {QStringLiteral("restart"), reply.restart},
                    {QStringLiteral("changes"), jsonOf(reply.changes)},
                    {QStringLiteral("problemCount"), reply.problems.size()},
                    {QStringLiteral("problems"), jsonOf(reply.problems)}});
}

http::Response stale(const ProjectReply &reply)
{
    auto response
        = http::Response::problem(412, QStringLiteral("changedMeanwhile"),
                                  QStringLiteral("the project is another one by now; its ETag is "
                                                 "in the header"));
    response.headers.emplaceBack("ETag", etagOf(reply.before));
    return response;
}

http::Response invalid(const ProjectReply &reply)
{
    auto response = http::Response::problem(
        422, QStringLiteral("invalidProject"),
        QStringLiteral("the project has %1 problems").arg(reply.problems.size()));
    QJsonObject body = QJsonDocument::fromJson(response.body).object();
    body.insert(QStringLiteral("problemCount"), reply.problems.size());
    body.insert(QStringLiteral("problems"), jsonOf(reply.problems));
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

http::Response answerOf(const ProjectReply &reply, bool isCheck)
{
    switch (reply.outcome) {
    case Outcome::Ok:
        return accepted(reply, !isCheck);
    case Outcome::Malformed:
        return http::Response::problem(400, QStringLiteral("invalidBody"), reply.error.detail);
    case Outcome::Stale:
        return stale(reply);
    case Outcome::Invalid:
        return invalid(reply);
    case Outcome::Failed:
        break;
    }
    return http::Response::fromError(reply.error);
}

http::Response revisionAnswer(const http::Request &request, const ProjectRevision &revision)
{
    http::Response response = http::Response::json(revision.text);
    response.headers.emplaceBack("ETag", etagOf(revision.hash));
    if (!namesOtherThan(request.header("if-none-match"), revision.hash)) {
        response.status = 304;
        response.body.clear();
    }
    return response;
}

Answer getFiles(const Context &context, const http::Request &request)
{
    if (!context.services.keeper)
        return now(noKeeper());
    return context.services.keeper->read().then(
        &context.owner, [request](const Result<ProjectRevision> &revision) {
            return revision ? revisionAnswer(request, *revision)
                            : http::Response::fromError(revision.error());
        });
}

http::Response noRevision(const http::Request &request)
{
    if (request.headers.contains("if-match"))
        return http::Response::problem(400, QStringLiteral("invalidHeader"),
                                       QStringLiteral("If-Match must be the one ETag of the "
                                                      "project that is to be replaced"));
    return http::Response::problem(428, QStringLiteral("noRevision"),
                                   QStringLiteral("If-Match must say which project is replaced"));
}

Answer replaceFiles(const Context &context, const Session &session, const http::Request &request)
{
    QueryReader query(request, {QStringLiteral("check")});
    const QString check = query.text(QStringLiteral("check"), 5);
    if (!check.isEmpty() && check != QLatin1String("true") && check != QLatin1String("false"))
        query.refuse(QStringLiteral("parameter \"check\" must be true or false"));
    if (const auto refusal = query.refusal())
        return now(*refusal);
    if (!context.services.keeper)
        return now(noKeeper());
    const auto revision = revisionIn(request.header("if-match"));
    if (!revision)
        return now(noRevision(request));
    const bool isCheck = check == QLatin1String("true");
    const auto reply = isCheck ? context.services.keeper->check(request.body, *revision)
                               : ProjectDesk(session).replace(request.body, *revision);
    return reply.then(&context.owner,
                      [isCheck](const ProjectReply &result) { return answerOf(result, isCheck); });
}

} // namespace

QList<http::Route> projectFileRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/project/files");
    return {
        {http::Method::Get, path, http::Access::Configure, QStringLiteral("getProjectFiles"),
         withoutQuery(
             [&context](const http::Request &request) { return getFiles(context, request); })},
        {http::Method::Put, path, http::Access::Configure, QStringLiteral("replaceProjectFiles"),
         signedInLater(context,
                       [&context](const SessionPtr &session, const http::Request &request) {
                           return replaceFiles(context, *session, request);
                       }),
         true, kMostBytes},
    };
}

} // namespace mws::api
