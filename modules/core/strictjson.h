// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonDocument>

namespace mws
{

/// Parses JSON from a file or the network (RFC 8259). Beyond QJsonDocument it refuses duplicate
/// keys, NUL characters (raw or escaped), invalid UTF-8 and nesting deeper than maxDepth. The error
/// names line and column.
Result<QJsonDocument> parseStrictJson(QByteArrayView text, int maxDepth = 16);

} // namespace mws
