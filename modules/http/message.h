// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/future.h"
#include "core/result.h"

#include <QByteArray>
#include <QHostAddress>
#include <QJsonDocument>
#include <QList>
#include <QMap>
#include <QString>
#include <QUrlQuery>
#include <functional>

namespace mws::http
{

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

/// One request that has passed the front: canonical, bounded, complete.
struct Request {
    Method method = Method::Get;
    QString path; ///< below basePath; decoded once, starts with "/", no "." or ".." segments, no
                  ///< control characters; empty: the base path itself, without a slash
    QByteArray basePath{}; ///< what everything lies below: empty, or as "/plant1"
    QString host{}; ///< the name or address of ours that Host names, without port and brackets
    QUrlQuery query;
    QMap<QByteArray, QByteArray> headers; ///< names in lower case, one value each
    QByteArray body;
    QHostAddress peer; ///< the client, also behind a trusted proxy
    bool secure = false; ///< came over TLS
    QByteArray certificate{}; ///< SHA-256 of the client's, judged by the server's PeerGuard; empty:
                              ///< it has shown none, also behind a trusted proxy
    QStringList captures; ///< what the route's {placeholders} matched, in order

    [[nodiscard]] QByteArray header(const QByteArray &lowerName) const
    {
        return headers.value(lowerName);
    }
    /// Value of a cookie, empty when there is none or it comes twice.
    [[nodiscard]] QByteArray cookie(const QByteArray &name) const;
    /// The body as strict JSON; Invalid with a reason otherwise.
    [[nodiscard]] Result<QJsonDocument> json() const;
};

/// The next piece of a body, some ten KiB; an empty one: that was all. An error, or none ever, cuts
/// the answer off so that the client sees it. Called in the web thread, again only when the piece
/// before has left, and never after the client has; the last copy goes with the connection then.
using Pieces = std::function<Future<Result<QByteArray>>()>;

/// What a handler answers. Security headers are added by the server.
struct Response {
    int status = 200;
    QByteArray contentType = "application/json";
    QByteArray body;
    QList<QPair<QByteArray, QByteArray>> headers; ///< CR, LF and NUL are refused when it is sent
    Pieces pieces{}; ///< the body instead of body, of any length; never asked for a HEAD

    static Response json(QByteArray body, int status = 200);
    static Response json(const QJsonObject &body, int status = 200);
    static Response noContent();
    /// application/problem+json (RFC 9457): code is a stable word, detail a sentence for people.
    static Response problem(int status, const QString &code, const QString &detail);
    /// The one place that maps an Error to a status.
    static Response fromError(const Error &error);
};

} // namespace mws::http
