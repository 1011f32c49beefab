// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <optional>

namespace mws::http
{

/// The path that everything lies below, without a slash at its end: "/plant1" for "/plant1/", empty
/// for
/// "/". Invalid unless its segments are of letters, digits, "-", "_" and "~".
[[nodiscard]] Result<QByteArray> parseBasePath(const QString &text);

/// What of a request target, as it was sent, comes after base: empty, or beginning with "/" or "?".
/// None: it is not below base.
[[nodiscard]] std::optional<QByteArrayView> belowBase(QByteArrayView base, QByteArrayView target);

} // namespace mws::http
