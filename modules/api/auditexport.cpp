// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/auditexport.h"

#include "api/jsonwriter.h"
#include "core/future.h"

namespace mws::api
{

namespace
{

constexpr int kRowsPerRead = 500;

/// OWASP, CSV injection.
bool isFormula(const QString &text)
{
    return !text.isEmpty() && QStringView(u"=+-@\t\r\n").contains(text.front());
}

void appendCell(QByteArray &out, const QString &text)
{
    QString cell = text;
    cell.replace(u'"', QStringLiteral("\"\""));
    out.append(isFormula(text) ? ",\"'" : ",\"").append(cell.toUtf8()).append('"');
}

/// A file that is being put together from one page after the other.
struct Export {
    AuditLog &audit;
    QObject &owner;
    AuditLog::Query query;
    AuditFormat format;
    QUrlQuery target;
    qint64 rows = 0;
    QByteArray body{};
    Promise<http::Response> promise{};
};
using ExportPtr = std::shared_ptr<Export>;

bool isFull(const Export &file)
{
    return file.rows >= kMaxExportRows || file.body.size() >= kMaxExportBytes;
}

QByteArray linkToNext(const Export &file)
{
    QUrlQuery next = file.target;
    next.removeQueryItem(QStringLiteral("before"));
    next.addQueryItem(QStringLiteral("before"), QString::number(file.query.beforeId));
    return "<?" + next.toString(QUrl::FullyEncoded).toLatin1() + ">; rel=\"next\"";
}

http::Response fileOf(const Export &file)
{
    const bool csv = file.format == AuditFormat::Csv;
    http::Response response;
    response.contentType = csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    response.headers.emplaceBack("Content-Disposition",
                                 csv ? "attachment; filename=\"audit.csv\""
                                     : "attachment; filename=\"audit.ndjson\"");
    if (isFull(file))
        response.headers.emplaceBack("Link", linkToNext(file));
    response.body = file.body;
    return response;
}

void answer(const ExportPtr &file, const http::Response &response)
{
    file->promise.finish(response);
}

void appendRow(Export &file, const AuditEntry &entry)
{
    if (file.format == AuditFormat::Csv) {
        appendAuditLine(file.body, entry);
    } else {
        appendAuditEntry(file.body, entry);
        file.body.append('\n');
    }
    file.query.beforeId = entry.id;
    ++file.rows;
}

void readOn(const ExportPtr &file);

void take(const ExportPtr &file, const Result<QList<AuditEntry>> &page)
{
    if (!page) {
        answer(file, http::Response::fromError(page.error()));
        return;
    }
    for (const AuditEntry &entry : *page) {
        if (isFull(*file))
            break;
        appendRow(*file, entry);
    }
    if (isFull(*file) || page->size() < kRowsPerRead)
        answer(file, fileOf(*file));
    else
        readOn(file);
}

void readOn(const ExportPtr &file)
{
    whenDone(file->audit.read(file->query), &file->owner,
             [file](const Result<QList<AuditEntry>> &page) { take(file, page); });
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
        appendCell(out, *text);
    out.append("\r\n");
}

Answer exportAudit(const Context &context, const AuditLog::Query &query, AuditFormat format,
                   const QUrlQuery &target)
{
    const auto file = std::make_shared<Export>(
        Export{context.services.audit, context.owner, query, format, target});
    file->query.limit = kRowsPerRead;
    if (format == AuditFormat::Csv)
        file->body = "id,time,actor,origin,action,target,outcome,detail,correlation\r\n";
    const Answer future = file->promise.future();
    readOn(file);
    return future;
}

} // namespace mws::api
