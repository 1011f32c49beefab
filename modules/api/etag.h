// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <optional>

namespace mws::api
{

// Strong entity tags (RFC 9110 section 8.8.3) of things that a SHA-256 in hex names.

/// In quotes.
[[nodiscard]] QByteArray etagOf(const QByteArray &hash);

/// The hash of an If-Match with exactly one strong tag. None for no header, for "*", which names no
/// revision, and for everything else.
[[nodiscard]] std::optional<QByteArray> revisionIn(const QByteArray &ifMatch);

/// Whether If-None-Match lets a thing of this hash be sent: it names neither it nor "*". Tags that
/// are marked as weak count, too (section 13.1.2).
[[nodiscard]] bool namesOtherThan(const QByteArray &ifNoneMatch, const QByteArray &hash);

} // namespace mws::api
