// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/wire.h"

#include <algorithm>

namespace mws::http
{

namespace
{

constexpr QByteArrayView kSecurityHeaders
    = "Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self'; "
      "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; "
      "trusted-types 'none'\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "X-Frame-Options: DENY\r\n"
      "Referrer-Policy: no-referrer\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n"
      "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 204:
        return "No Content";
    case 304:
        return "Not Modified";
    default:
        return status < 400 ? "Done" : "Refused";
    }
}

bool isClean(const QByteArray &text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool hasCacheControl(const Response &response)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [](const auto &header) { return header.first == "Cache-Control"; });
}

} // namespace

QByteArray toWire(const Response &response, const WireOptions &options)
{
    const bool clean = isClean(response.contentType)
        && std::all_of(response.headers.begin(), response.headers.end(), [](const auto &header) {
                           return isClean(header.first) && isClean(header.second);
                       });
    if (!clean)
        return toWire(Response::problem(500, QStringLiteral("internal"),
                                        QStringLiteral("the answer was malformed")),
                      options);
    QByteArray out = "HTTP/1.1 " + QByteArray::number(response.status) + ' '
        + reasonOf(response.status) + "\r\n";
    out += kSecurityHeaders;
    if (options.secure)
        out += "Strict-Transport-Security: max-age=31536000\r\n";
    if (!hasCacheControl(response))
        out += "Cache-Control: no-store\r\n";
    if (!response.contentType.isEmpty())
        out += "Content-Type: " + response.contentType + "\r\n";
    for (const auto &[name, value] : response.headers)
        out += name + ": " + value + "\r\n";
    const bool bodyless = response.status == 204 || response.status == 304;
    if (response.pieces)
        out += "Transfer-Encoding: chunked\r\n";
    else if (!bodyless)
        out += "Content-Length: " + QByteArray::number(response.body.size()) + "\r\n";
    out += options.keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return bodyless || options.headOnly || response.pieces ? out : out + response.body;
}

QByteArray toChunk(const QByteArray &piece)
{
    return QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
}

} // namespace mws::http
