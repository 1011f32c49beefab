// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/message.h"

namespace mws::http
{

/// How a response leaves on one connection.
struct WireOptions {
    bool secure = false; ///< over TLS: adds Strict-Transport-Security
    bool keepAlive = true;
    bool headOnly = false; ///< the answer to HEAD
};

/// The bytes of a response (of one in pieces: its head), with the security headers that every
/// response carries. A header with CR, LF or NUL turns the response into a 500.
[[nodiscard]] QByteArray toWire(const Response &response, const WireOptions &options);

/// One piece of a body as a chunk (RFC 9112 section 7.1); the empty one is the end of the body.
[[nodiscard]] QByteArray toChunk(const QByteArray &piece);

} // namespace mws::http
