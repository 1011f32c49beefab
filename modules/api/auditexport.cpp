// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/auditexport.h"

#include "api/jsonwriter.h"
#include "audit/auditsearch.h"

namespace mws::api
{

namespace
{

using Piece = Result<QByteArray>;

/// Rows of one piece; texts are bounded, so this bounds it.
constexpr qsizetype kRowsPerPiece = 100;

/// How far a file has come.
struct Export {
    FileFormat format;
    AuditSearch search;
    bool isBegun = false;
};

QByteArray rowsOf(const Export &file)
{
    QByteArray out;
    if (!file.isBegun && file.format == FileFormat::Csv)
        out = "id,time,actor,origin,action,target,outcome,detail,correlation\r\n";
    for (const AuditEntry &entry : file.search.found) {
        if (file.format == FileFormat::Csv) {
            appendAuditLine(out, entry);
        } else {
            appendAuditEntry(out, entry);
            out.append('\n');
        }
    }
    return out;
}

http::Pieces piecesOf(const Context &context, const std::shared_ptr<Export> &file)
{
    const auto take = [file](const Result<AuditSearch> &next) -> Piece {
        if (!next)
            return next.error();
        file->search = *next;
        const QByteArray rows = rowsOf(*file);
        file->isBegun = true;
        return rows;
    };
    return [&context, file, take] {
        if (file->isBegun && file->search.isOver())
            return Future<Piece>::ready(Piece(QByteArray()));
        return context.services.audit.readOn(file->search).then(&context.owner, take);
    };
}

} // namespace

void appendAuditEntry(QByteArray &out, const AuditEntry &entry)
{
    JsonObject object(out);
    object.integer("id", entry.id);
    object.time("time", entry.time);
    object.text("actor", entry.actor);
    object.text("origin", entry.origin);
    object.text("action", entry.action);
    object.text("target", entry.target);
    object.text("outcome", entry.outcome);
    object.text("detail", entry.detail);
    object.text("correlation", entry.correlation);
}

void appendAuditLine(QByteArray &out, const AuditEntry &entry)
{
    out.append(QByteArray::number(entry.id));
    out.append(',').append(toIsoString(entry.time).toLatin1());
    for (const QString *text : {&entry.actor, &entry.origin, &entry.action, &entry.target,
                                &entry.outcome, &entry.detail, &entry.correlation})
        appendCsvText(out, *text);
    out.append("\r\n");
}

Answer exportAudit(const Context &context, const SessionPtr &session, const AuditLog::Query &query,
                   FileFormat format)
{
    const auto file = std::make_shared<Export>(Export{format, {query, kRowsPerPiece}});
    FileStream stream = rowStream(format, "audit");
    stream.pieces = piecesOf(context, file);
    stream.allowed = whileMay(session, Permission::Administer);
    return api::stream(context, stream);
}

} // namespace mws::api
