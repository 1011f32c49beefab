// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/message.h"

#include "core/strictjson.h"

#include <QJsonObject>
#include <QUuid>

namespace mws::http
{

namespace
{

QString titleOf(int status)
{
    switch (status) {
    case 400:
        return QStringLiteral("Bad request");
    case 401:
        return QStringLiteral("Not signed in");
    case 403:
        return QStringLiteral("Not allowed");
    case 404:
        return QStringLiteral("Not found");
    case 405:
        return QStringLiteral("Method not allowed");
    case 408:
        return QStringLiteral("Too slow");
    case 409:
        return QStringLiteral("Conflict");
    case 410:
        return QStringLiteral("Gone");
    case 412:
        return QStringLiteral("Changed meanwhile");
    case 413:
        return QStringLiteral("Body too large");
    case 414:
        return QStringLiteral("Address too long");
    case 415:
        return QStringLiteral("Unsupported media type");
    case 417:
        return QStringLiteral("Expectation failed");
    case 421:
        return QStringLiteral("Wrong host");
    case 422:
        return QStringLiteral("Value refused");
    case 428:
        return QStringLiteral("Precondition needed");
    case 429:
        return QStringLiteral("Too many requests");
    case 431:
        return QStringLiteral("Head too large");
    case 501:
        return QStringLiteral("Not implemented");
    case 503:
        return QStringLiteral("Unavailable");
    case 504:
        return QStringLiteral("Timeout");
    case 505:
        return QStringLiteral("HTTP version not supported");
    default:
        return QStringLiteral("Error");
    }
}

struct Mapped {
    int status;
    QLatin1String code;
};

Mapped mapped(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Invalid:
        return {422, QLatin1String("invalid")};
    case ErrorCode::NotFound:
        return {404, QLatin1String("notFound")};
    case ErrorCode::Denied:
        return {403, QLatin1String("denied")};
    case ErrorCode::Unauthenticated:
        return {401, QLatin1String("unauthenticated")};
    case ErrorCode::SecondFactor:
        return {401, QLatin1String("secondFactor")};
    case ErrorCode::Conflict:
        return {409, QLatin1String("conflict")};
    case ErrorCode::Busy:
        return {429, QLatin1String("busy")};
    case ErrorCode::Timeout:
        return {504, QLatin1String("timeout")};
    case ErrorCode::Unavailable:
        return {503, QLatin1String("unavailable")};
    case ErrorCode::Internal:
        break;
    }
    return {500, QLatin1String("internal")};
}

} // namespace

QByteArray Request::cookie(const QByteArray &name) const
{
    QByteArray found;
    int count = 0;
    const QList<QByteArray> pairs = header("cookie").split(';');
    for (const QByteArray &pair : pairs) {
        const QByteArray text = pair.trimmed();
        if (text.startsWith(name + '=')) {
            found = text.mid(name.size() + 1);
            ++count;
        }
    }
    return count == 1 ? found : QByteArray();
}

Result<QJsonDocument> Request::json() const
{
    return parseStrictJson(body);
}

Response Response::json(QByteArray body, int status)
{
    Response response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

Response Response::json(const QJsonObject &body, int status)
{
    return json(QJsonDocument(body).toJson(QJsonDocument::Compact), status);
}

Response Response::noContent()
{
    Response response;
    response.status = 204;
    response.contentType.clear();
    return response;
}

Response Response::problem(int status, const QString &code, const QString &detail)
{
    const QJsonObject body{
        {QStringLiteral("type"), QStringLiteral("about:blank")},
        {QStringLiteral("title"), titleOf(status)},
        {QStringLiteral("status"), status},
        {QStringLiteral("code"), code},
        {QStringLiteral("detail"), detail},
        {QStringLiteral("instance"),
         QStringLiteral("urn:uuid:") + QUuid::createUuid().toString(QUuid::WithoutBraces)},
    };
    Response response = json(body, status);
    response.contentType = "application/problem+json";
    return response;
}

Response Response::fromError(const Error &error)
{
    const Mapped mapping = mapped(error.code);
    return problem(mapping.status, mapping.code, error.detail);
}

} // namespace mws::http
