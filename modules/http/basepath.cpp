// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/basepath.h"

#include <QList>
#include <algorithm>

namespace mws::http
{

namespace
{

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
        || c == '_' || c == '~';
}

bool isSegment(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isPlain);
}

} // namespace

Result<QByteArray> parseBasePath(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    const QByteArray path = bytes.endsWith('/') ? bytes.chopped(1) : bytes;
    const QList<QByteArray> segments = path.split('/');
    if (!bytes.startsWith('/') || !std::all_of(segments.begin() + 1, segments.end(), isSegment))
        return Error{ErrorCode::Invalid, text};
    return path;
}

std::optional<QByteArrayView> belowBase(QByteArrayView base, QByteArrayView target)
{
    if (!target.startsWith(base))
        return std::nullopt;
    const QByteArrayView rest = target.sliced(base.size());
    if (rest.isEmpty() || rest.startsWith('/') || rest.startsWith('?'))
        return rest;
    return std::nullopt;
}

} // namespace mws::http
