// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonDocument>

namespace mws
{

/// Parses JSON from a file or the network by the grammar of RFC 8259 and nothing beside it, as
/// QJsonDocument does not. Refused as well, because peers read them differently: a byte order mark,
/// duplicate keys, NUL characters and lone surrogates (also escaped), invalid UTF-8, numbers that
/// no double holds, nesting deeper than maxDepth, and a text that is neither an object nor an
/// array. The error names line and column (of bytes).
Result<QJsonDocument> parseStrictJson(QByteArrayView text, int maxDepth = 16);

} // namespace mws
