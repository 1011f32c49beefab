// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/writerights.h"

#include <QMultiMap>
#include <algorithm>

namespace mws
{

namespace
{

using Tags = QMap<QString, Tag>;
/// Tags that can be written, by device and table, then by address.
using Places = QMap<std::pair<QString, Table>, QMultiMap<int, const Tag *>>;

constexpr int kMostSpan = 125; ///< of Tag::span()

bool isRestricted(const WriteRule &rule)
{
    return !rule.roles.isEmpty() || rule.localOnly || rule.secondPerson;
}

bool addsRoles(const QStringList &before, const QStringList &after)
{
    if (before.isEmpty())
        return false;
    return after.isEmpty()
        || std::any_of(after.begin(), after.end(),
                       [&before](const QString &role) { return !before.contains(role); });
}

bool isLooser(const Tag &before, const Tag &after)
{
    return before.path != after.path || addsRoles(before.write.roles, after.write.roles)
        || (before.write.localOnly && !after.write.localOnly)
        || (before.write.secondPerson && !after.write.secondPerson);
}

bool isAtSamePlace(const Tag &a, const Tag &b)
{
    return a.device == b.device && a.table == b.table && a.address == b.address && a.bit == b.bit
        && a.type == b.type && a.length == b.length;
}

/// Two runs of bits of one register may lie side by side.
bool overlap(const Tag &a, const Tag &b)
{
    if (a.device != b.device || a.table != b.table || a.address >= b.address + b.span()
        || b.address >= a.address + a.span())
        return false;
    if (a.bit < 0 || b.bit < 0)
        return true;
    return a.bit < b.bit + std::max(b.length, 1) && b.bit < a.bit + std::max(a.length, 1);
}

Places placesOf(const Tags &tags)
{
    Places places;
    for (const Tag &tag : tags) {
        if (tag.write.enabled)
            places[{tag.device, tag.table}].insert(tag.address, &tag);
    }
    return places;
}

bool losesItsRule(const Tag &tag, const Tags &after)
{
    if (!tag.write.enabled)
        return false;
    const auto now = after.constFind(tag.id);
    if (now == after.cend() || !now->write.enabled)
        return isRestricted(tag.write);
    return isLooser(tag, *now) || (isRestricted(tag.write) && !isAtSamePlace(tag, *now));
}

/// It writes what another tag wrote, and did not before.
bool intrudes(const Tag &tag, const Tags &before, const Places &places)
{
    if (!tag.write.enabled)
        return false;
    const auto old = before.constFind(tag.id);
    const bool wrote = old != before.cend() && old->write.enabled;
    const auto others = places.value({tag.device, tag.table});
    for (auto it = others.lowerBound(tag.address - kMostSpan + 1);
         it != others.end() && it.key() < tag.address + tag.span(); ++it) {
        const Tag &other = **it;
        if (other.id != tag.id && overlap(tag, other) && !(wrote && overlap(*old, other)))
            return true;
    }
    return false;
}

} // namespace

bool widensWriting(const Tags &before, const Tags &after)
{
    const Places places = placesOf(before);
    return std::any_of(before.begin(), before.end(),
                       [&after](const Tag &tag) { return losesItsRule(tag, after); })
        || std::any_of(after.begin(), after.end(), [&before, &places](const Tag &tag) {
               return intrudes(tag, before, places);
           });
}

} // namespace mws
