// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/filestream.h"

#include "api/reader.h"

#include <QPointer>

#include <utility>

namespace mws::api
{

namespace
{

using Piece = Result<QByteArray>;

Future<Piece> ended(ErrorCode code)
{
    return Future<Piece>::ready(Piece(Error{code, {}}));
}

/// The pieces as long as the owner is there and they are allowed.
http::Pieces watched(QObject *owner, const FileStream &file)
{
    const auto checked = [allowed = file.allowed](const Piece &piece) {
        return allowed() ? piece : Piece(Error{ErrorCode::Denied, {}});
    };
    return [owner = QPointer(owner), pieces = file.pieces, checked] {
        return owner ? pieces().then(owner.data(), checked) : ended(ErrorCode::Unavailable);
    };
}

http::Pieces startingWith(const QByteArray &first, http::Pieces rest)
{
    const auto kept = std::make_shared<std::optional<QByteArray>>(first);
    return [kept, rest = std::move(rest)] {
        const auto taken = std::exchange(*kept, std::nullopt);
        return taken ? Future<Piece>::ready(Piece(*taken)) : rest();
    };
}

/// OWASP, CSV injection.
bool isFormula(const QString &text)
{
    return !text.isEmpty() && QStringView(u"=+-@\t\r\n").contains(text.front());
}

} // namespace

FileFormat readFormat(QueryReader &query)
{
    const QString format = query.text(QStringLiteral("format"), 16);
    if (format != QLatin1String("csv") && format != QLatin1String("ndjson"))
        query.refuse(QStringLiteral("parameter \"format\" must be csv or ndjson"));
    return format == QLatin1String("csv") ? FileFormat::Csv : FileFormat::NdJson;
}

void appendCsvText(QByteArray &out, const QString &text)
{
    QString cell = text;
    cell.replace(u'"', QStringLiteral("\"\""));
    out.append(isFormula(text) ? ",\"'" : ",\"").append(cell.toUtf8()).append('"');
}

FileStream rowStream(FileFormat format, const QByteArray &name)
{
    if (format == FileFormat::Csv)
        return {"text/csv; charset=utf-8", name + ".csv", {}, {}};
    return {"application/x-ndjson", name + ".ndjson", {}, {}};
}

Answer stream(const Context &context, FileStream file)
{
    const http::Pieces pieces = watched(&context.owner, file);
    const auto answer = [file = std::move(file), pieces](const Piece &first) {
        if (!first)
            return http::Response::fromError(first.error());
        http::Response response;
        response.contentType = file.contentType;
        response.headers.emplaceBack("Content-Disposition",
                                     "attachment; filename=\"" + file.name + '"');
        response.pieces = startingWith(*first, pieces);
        return response;
    };
    return pieces().then(&context.owner, answer);
}

std::function<bool()> whileMay(const SessionPtr &session, Permission permission)
{
    return
        [session, permission] { return bool(session->recheck(false)) && session->may(permission); };
}

} // namespace mws::api
