// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/router.h"

#include "http/memorysocket.h"

#include <QHttpServer>
#include <QHttpServerRequest>
#include <QHttpServerResponse>
#include <QUrl>

#include <array>

namespace mws::http
{

namespace
{

constexpr std::array kMethods{Method::Get,   Method::Head,   Method::Post,   Method::Put,
                              Method::Patch, Method::Delete, Method::Options};

QHttpServerRequest::Method toQt(Method method)
{
    switch (method) {
    case Method::Get:
        return QHttpServerRequest::Method::Get;
    case Method::Head:
        return QHttpServerRequest::Method::Head;
    case Method::Post:
        return QHttpServerRequest::Method::Post;
    case Method::Put:
        return QHttpServerRequest::Method::Put;
    case Method::Patch:
        return QHttpServerRequest::Method::Patch;
    case Method::Delete:
        return QHttpServerRequest::Method::Delete;
    case Method::Options:
        break;
    }
    return QHttpServerRequest::Method::Options;
}

bool isPlaceholder(QStringView segment)
{
    return segment.startsWith(u'{') && segment.endsWith(u'}');
}

/// The pattern as QHttpServer writes it: "<arg>" for every placeholder.
QString toQtPattern(const QString &pattern, int *placeholders)
{
    QStringList segments = pattern.split(u'/');
    for (QString &segment : segments) {
        if (isPlaceholder(segment)) {
            segment = QStringLiteral("<arg>");
            ++*placeholders;
        }
    }
    return segments.join(u'/');
}

} // namespace

QByteArray nameOf(Method method)
{
    constexpr std::array<const char *, 7> kNames{"GET",   "HEAD",   "POST",   "PUT",
                                                 "PATCH", "DELETE", "OPTIONS"};
    return kNames[size_t(method)];
}

Router::Router()
    : m_server(std::make_unique<QHttpServer>())
    , m_listener(new MemoryListener)
{
    // QHttpServer binds only to a server that listens. No event runs between the two lines, so
    // nothing can be accepted.
    m_listener->listen(QHostAddress(QHostAddress::LocalHost), 0);
    m_server->bind(m_listener);
    m_listener->close();
}

Router::~Router() = default;

Result<void> Router::add(Method method, const QString &pattern)
{
    for (const Entry &entry : m_entries) {
        if (entry.method == method && entry.pattern == pattern)
            return Error{ErrorCode::Invalid, QStringLiteral("the route exists")};
    }
    int placeholders = 0;
    const QString path = toQtPattern(pattern, &placeholders);
    const qsizetype number = m_entries.size();
    const auto found = [this, number] {
        m_found = number;
        return QHttpServerResponse(QHttpServerResponse::StatusCode::NoContent);
    };
    if (placeholders == 0)
        m_server->route(path, toQt(method), [found] { return found(); });
    else if (placeholders == 1)
        m_server->route(path, toQt(method), [found](const QString &) { return found(); });
    else if (placeholders == 2)
        m_server->route(path, toQt(method),
                        [found](const QString &, const QString &) { return found(); });
    else
        return Error{ErrorCode::Invalid, QStringLiteral("the route has too many placeholders")};
    m_entries.append({method, pattern});
    return {};
}

Router::Match Router::find(Method method, const QString &path)
{
    if (!m_socket)
        m_socket = m_listener->open();
    m_found = -1;
    const QByteArray target = QUrl::toPercentEncoding(path, "/");
    m_socket->feed(nameOf(method) + ' ' + target
                   + " HTTP/1.1\r\nHost: router\r\nContent-Length: 0\r\n\r\n");
    if (m_found < 0)
        return {};
    return {m_found, capturesOf(m_entries[m_found].pattern, path)};
}

QList<Method> Router::methodsOf(const QString &path)
{
    QList<Method> known;
    for (const Method method : kMethods) {
        if (find(method, path).route >= 0)
            known.append(method);
    }
    return known;
}

QStringList Router::capturesOf(const QString &pattern, const QString &path) const
{
    const QStringList names = pattern.split(u'/');
    const QStringList values = path.split(u'/');
    QStringList captures;
    for (qsizetype i = 0; i < names.size() && i < values.size(); ++i) {
        if (isPlaceholder(names[i]))
            captures.append(values[i]);
    }
    return captures;
}

} // namespace mws::http
