// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws
{

// JSON Pointer, RFC 6901.

[[nodiscard]] inline QString joinPointer(const QString &pointer, QString key)
{
    key.replace(u'~', QStringLiteral("~0")).replace(u'/', QStringLiteral("~1"));
    return pointer + u'/' + key;
}

[[nodiscard]] inline QString joinPointer(const QString &pointer, qsizetype index)
{
    return pointer + u'/' + QString::number(index);
}

} // namespace mws
