// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"

#include <QByteArrayView>
#include <variant>

namespace mws::http
{

/// Why a request is not taken: a status and a sentence; the connection closes after it.
struct Refusal {
    int status = 400;
    QString detail;
    int retryAfter = 0; ///< seconds; 0: nothing is said about it
    friend bool operator==(const Refusal &, const Refusal &) = default;
};

struct HeadLimits {
    int headBytes = 16 * 1024;
    int lineBytes = 8 * 1024;
    int fields = 64;
    int targetBytes = 4 * 1024;
    QByteArray basePath{}; ///< as parseBasePath() gives it
};

/// The head of a request, and what it says about the body and the connection.
struct RequestHead {
    Request request;
    QByteArray host; ///< name or address in lower case, without port and brackets
    bool outside = false; ///< the path is not below the base path, and is whole
    qint64 contentLength = 0;
    bool chunked = false;
    bool keepAlive = true;
    bool wantsUpgrade = false; ///< a well-formed WebSocket upgrade (RFC 6455 section 4.2.1)
};

/// Parses a complete head, up to and including the empty line. Stricter than RFC 9112 where peers
/// disagree: no bare CR or LF, no folding, no blank before the colon, no octet outside visible
/// ASCII, HTTP/1.1 only, one value for every field that is no list, never both Content-Length and
/// Transfer-Encoding.
[[nodiscard]] std::variant<RequestHead, Refusal> parseHead(QByteArrayView head,
                                                           const HeadLimits &limits);

/// Decodes the path of a request target once. Nothing for "//", ".", "..", control and format
/// characters, ends of lines, a backslash, invalid UTF-8 or a broken escape.
[[nodiscard]] std::optional<QString> canonicalPath(QByteArrayView path);

} // namespace mws::http
