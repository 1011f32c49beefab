// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/northboundcheck.h"

#include "project/describe.h"
#include "project/files.h"
#include "project/ipnetwork.h"
#include "project/projecttext.h"

#include <QRegularExpression>

#include <algorithm>
#include <tuple>

namespace mws
{

namespace
{

void checkServer(Checker &check, const Northbound &northbound, const ProjectScope &scope)
{
    const auto listen = IpNetwork::parse(northbound.address);
    if (!listen || !listen->isAddress())
        check.note("address", ProjectText::tr("must be an IP address"));
    for (qsizetype i = 0; i < northbound.allow.size(); ++i) {
        if (!IpNetwork::parse(northbound.allow[i]))
            check.noteElement(
                "allow", i,
                ProjectText::tr("must be an IP address or a network such as 192.0.2.0/24"));
    }
    if (northbound.enabled && northbound.allow.isEmpty())
        check.note("allow", ProjectText::tr("is empty: nobody may connect"),
                   Problem::Severity::Warning);
    if (northbound.writeRole.isEmpty())
        return;
    if (!scope.roles.contains(northbound.writeRole))
        check.note("writeRole", ProjectText::tr("there is no role %1").arg(northbound.writeRole));
    if (northbound.tls)
        check.note("writeRole", ProjectText::tr("has no effect with tls: the certificate says it"),
                   Problem::Severity::Warning);
}

bool isHalfRegister(DataType type)
{
    return type >= DataType::Int8Low && type <= DataType::UInt8High;
}

void checkForm(Checker &check, const NorthboundEntry &entry)
{
    static const QRegularExpression kHex(QStringLiteral("\\A[0-9A-Fa-f]+\\z"));
    const Tag shown = entry.asTag();
    checkTagAlone(check, shown);
    if (isHalfRegister(entry.type))
        check.note("type", ProjectText::tr("half a register cannot be served"));
    if (entry.badValue.isEmpty())
        return;
    if (shown.isBitTable())
        check.note("badValue", ProjectText::tr("is only for registers"));
    else if (!kHex.match(entry.badValue).hasMatch() || entry.badValue.size() != shown.span() * 4)
        check.note("badValue",
                   ProjectText::tr("must be %1 hexadecimal digits").arg(shown.span() * 4));
}

/// Text, yes or no, or a number: what may stand for each other.
int familyOf(const Tag &tag)
{
    const Value::Kind kind = tag.valueKind();
    const bool isNumber = kind != Value::Kind::Bool && kind != Value::Kind::String;
    return isNumber ? -1 : int(kind);
}

void checkWritable(Checker &check, const NorthboundEntry &entry, const Tag &tag)
{
    if (!entry.writable)
        return;
    if (entry.table == Table::DiscreteInput || entry.table == Table::InputRegister)
        check.note("writable", ProjectText::tr("this table cannot be written"));
    if (!tag.write.enabled)
        check.note("writable", ProjectText::tr("the tag can only be read"));
    else if (tag.write.localOnly)
        check.note("writable", ProjectText::tr("the tag is written from the panel only"));
    else if (tag.write.confirm != Confirm::None)
        check.note("writable", ProjectText::tr("the tag asks for a person's confirmation"));
    else if (tag.write.secondPerson)
        check.note("writable", ProjectText::tr("the tag asks for a second person"));
}

void checkTagOf(Checker &check, const NorthboundEntry &entry, const ProjectScope &scope,
                const QHash<QString, Tag> &tags)
{
    const auto tag = tags.constFind(entry.tag);
    if (tag == tags.cend()) {
        check.note("tag", ProjectText::tr("there is no tag %1").arg(entry.tag));
        return;
    }
    if (scope.disabledTags.contains(entry.tag))
        return;
    if (familyOf(entry.asTag()) != familyOf(*tag))
        check.note("type", ProjectText::tr("does not suit the tag: bool, text or number"));
    checkWritable(check, entry, *tag);
}

void checkOverlaps(const Checker &check, const QList<NorthboundEntry> &map)
{
    QList<qsizetype> order(map.size());
    for (qsizetype i = 0; i < map.size(); ++i)
        order[i] = i;
    std::sort(order.begin(), order.end(), [&map](qsizetype a, qsizetype b) {
        return std::tuple(map[a].table, map[a].address, a)
            < std::tuple(map[b].table, map[b].address, b);
    });
    qsizetype last = -1; // the entry that reaches furthest
    for (const qsizetype i : std::as_const(order)) {
        const auto endOf = [&map](qsizetype e) { return map[e].address + map[e].asTag().span(); };
        const bool sameTable = last >= 0 && map[last].table == map[i].table;
        if (sameTable && map[i].address < endOf(last))
            check.element("map", i).note(
                "address",
                ProjectText::tr("overlaps the entry at address %1").arg(map[last].address));
        if (!sameTable || endOf(i) > endOf(last))
            last = i;
    }
}

void checkWrittenOnce(const Checker &check, const QList<NorthboundEntry> &map)
{
    QSet<QString> written;
    for (qsizetype i = 0; i < map.size(); ++i) {
        if (map[i].writable && written.contains(map[i].tag))
            check.element("map", i).note("writable",
                                         ProjectText::tr("%1 is used twice").arg(map[i].tag));
        if (map[i].writable)
            written.insert(map[i].tag);
    }
}

} // namespace

QSet<QString> servedTags(const Northbound &northbound)
{
    QSet<QString> ids;
    for (const NorthboundEntry &entry : northbound.map)
        ids.insert(entry.tag);
    return ids;
}

void checkNorthbound(const Northbound &northbound, const ProjectScope &scope,
                     const QHash<QString, Tag> &tags, QList<Problem> &problems)
{
    Checker check(files::northbound(), {}, problems);
    describe::northbound(check, northbound);
    checkServer(check, northbound, scope);
    for (qsizetype i = 0; i < northbound.map.size(); ++i) {
        Checker inner = check.element("map", i);
        checkForm(inner, northbound.map[i]);
        checkTagOf(inner, northbound.map[i], scope, tags);
    }
    checkOverlaps(check, northbound.map);
    checkWrittenOnce(check, northbound.map);
}

} // namespace mws
