// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/etag.h"

#include <algorithm>

namespace mws::api
{

namespace
{

constexpr qsizetype kHexDigits = 64;

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

QByteArray etagOf(const QByteArray &hash)
{
    return '"' + hash + '"';
}

std::optional<QByteArray> revisionIn(const QByteArray &ifMatch)
{
    const QByteArray hash = ifMatch.mid(1, kHexDigits);
    if (ifMatch != etagOf(hash) || hash.size() != kHexDigits
        || !std::all_of(hash.begin(), hash.end(), isHexDigit))
        return std::nullopt;
    return hash;
}

bool namesOtherThan(const QByteArray &ifNoneMatch, const QByteArray &hash)
{
    const QList<QByteArray> tags = ifNoneMatch.split(',');
    return std::none_of(tags.begin(), tags.end(), [&hash](const QByteArray &tag) {
        const QByteArray one = tag.trimmed();
        return one == "*" || one == etagOf(hash) || one == "W/" + etagOf(hash);
    });
}

} // namespace mws::api
