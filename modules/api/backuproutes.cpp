// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/backupdesk.h"
#include "api/filestream.h"
#include "api/jsonwriter.h"

#include <QDateTime>

namespace mws::api
{

namespace
{

http::Response nowhere()
{
    return notFound(QStringLiteral("there are no backups here"));
}

http::Response stateOf(const BackupDesk &desk, int status)
{
    QByteArray body;
    {
        JsonObject object(body);
        object.word("state", nameOf(desk.state()));
        if (desk.state() == BackupDesk::State::Running)
            object.word("step", nameOf(desk.step()));
        object.time("started", desk.started());
        object.time("finished", desk.finished());
        object.text("problem", desk.problem());
        JsonArray archives(object.key("archives"));
        for (const QFileInfo &info : desk.archives()) {
            JsonObject archive(archives.item());
            archive.text("name", info.fileName());
            archive.integer("size", info.size());
            archive.integer("created", info.lastModified().toMSecsSinceEpoch());
        }
    }
    return http::Response::json(body, status);
}

http::Response create(const Context &context, Session &session)
{
    if (!context.backup)
        return nowhere();
    context.backup->start(session.entryFor(QStringLiteral("backup"), {}));
    return stateOf(*context.backup, 202);
}

/// Nothing leaves before the row about it is durable.
Answer download(const Context &context, const SessionPtr &session, const http::Request &request)
{
    const QString name = request.captures.value(0);
    FileStream file{"application/zstd", name.toLatin1(), {}, {}};
    if (context.backup)
        file.pieces = context.backup->read(name);
    if (!file.pieces)
        return now(nowhere());
    file.allowed = whileMay(session, Permission::Administer);
    AuditEntry row = session->entryFor(QStringLiteral("backup.download"), name);
    row.outcome = QStringLiteral("ok");
    const auto begin = [&context, file](const Result<qint64> &stored) {
        return stored ? stream(context, file) : now(http::Response::fromError(stored.error()));
    };
    return context.services.audit.append(row).then(&context.owner, begin).unwrap();
}

} // namespace

QList<http::Route> backupRoutes(const Context &context)
{
    const QString path = QStringLiteral("/api/v1/backup");
    return {
        {http::Method::Get, path, http::Access::Administer, QStringLiteral("getBackup"),
         withoutQuery(atOnce([&context](const http::Request &) {
             return context.backup ? stateOf(*context.backup, 200) : nowhere();
         })),
         true},
        {http::Method::Post, path, http::Access::Administer, QStringLiteral("createBackup"),
         withoutQuery(signedIn(context,
                               [&context](Session &session, const http::Request &) {
                                   return create(context, session);
                               })),
         true},
        {http::Method::Get, path + QStringLiteral("/{name}"), http::Access::Administer,
         QStringLiteral("downloadBackup"),
         withoutQuery(
             signedInLater(context,
                           [&context](const SessionPtr &session, const http::Request &request) {
                               return download(context, session, request);
                           })),
         true},
    };
}

} // namespace mws::api
