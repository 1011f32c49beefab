// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/tagcheck.h"

#include "project/projecttext.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace mws
{

namespace
{

bool isByteType(DataType type)
{
    return type == DataType::Int8Low || type == DataType::Int8High || type == DataType::UInt8Low
        || type == DataType::UInt8High;
}

void checkPlace(Checker &check, const Tag &tag)
{
    if (tag.isBitTable() && tag.type != DataType::Bool)
        check.note("type", ProjectText::tr("must be bool in this table"));
    if (!tag.isBitTable() && tag.type == DataType::Bool && tag.bit < 0)
        check.note("bit", ProjectText::tr("is missing: which bit of the register, 0 to 15"));
    if ((tag.isBitTable() || tag.type != DataType::Bool) && tag.bit >= 0)
        check.note("bit", ProjectText::tr("is only for bool in a register"));
    if (tag.type == DataType::String && tag.length < 1)
        check.note("length", ProjectText::tr("is missing: bytes of the text, 1 to 250"));
    if (tag.type != DataType::String && tag.length != 0)
        check.note("length", ProjectText::tr("is only for the type string"));
    if (tag.address + tag.span() > 65536)
        check.note("address", ProjectText::tr("the value reaches beyond address 65535"));
    const bool wideOrder = tag.order == ByteOrder::CDABGHEF || tag.order == ByteOrder::EFGHABCD;
    if (wideOrder && (tag.span() != 4 || tag.type == DataType::String))
        check.note("order", ProjectText::tr("is only for types of 64 bit"));
}

void checkScale(Checker &check, const Tag &tag)
{
    if (tag.factor == 0.0)
        check.note("factor", ProjectText::tr("must not be 0"));
    const bool scaled = tag.factor != 1.0 || tag.offset != 0.0;
    if (scaled && (tag.type == DataType::Bool || tag.type == DataType::String))
        check.note("factor", ProjectText::tr("is not for bool and string"));
}

void checkSentinel(Checker &check, const Tag &tag)
{
    static const QRegularExpression kHex(QStringLiteral("\\A[0-9A-Fa-f]+\\z"));
    if (tag.notAvailable.isEmpty())
        return;
    if (tag.isBitTable() || tag.type == DataType::Bool || tag.type == DataType::String)
        check.note("notAvailable", ProjectText::tr("is only for numbers in registers"));
    else if (!kHex.match(tag.notAvailable).hasMatch() || tag.notAvailable.size() != tag.span() * 4)
        check.note("notAvailable",
                   ProjectText::tr("must be %1 hexadecimal digits").arg(tag.span() * 4));
}

void checkLimits(Checker &check, const Tag &tag)
{
    if (tag.low && tag.high && *tag.low >= *tag.high)
        check.note("high", ProjectText::tr("must be greater than low"));
    if (tag.normalLow && tag.normalHigh && *tag.normalLow >= *tag.normalHigh)
        check.note("normalHigh", ProjectText::tr("must be greater than normalLow"));
}

void checkStates(Checker &check, const Tag &tag)
{
    static const QStringList kTones{QString(), QStringLiteral("normal"), QStringLiteral("active"),
                                    QStringLiteral("warning"), QStringLiteral("alarm")};
    QSet<qint64> seen;
    for (qsizetype i = 0; i < tag.states.size(); ++i) {
        const StateLabel &state = tag.states[i];
        Checker inner = check.element("states", i);
        if (seen.contains(state.value))
            inner.note("value", ProjectText::tr("%1 is used twice").arg(state.value));
        seen.insert(state.value);
        if (state.label.isEmpty())
            inner.note("label", ProjectText::tr("is missing"));
        if (!kTones.contains(state.tone))
            inner.note("tone", ProjectText::tr("must be normal, active, warning or alarm"));
    }
    if (!tag.states.isEmpty() && tag.valueKind() == Value::Kind::String)
        check.note("states", ProjectText::tr("are not for texts"));
}

void checkWriteLimits(Checker &check, const Tag &tag)
{
    const WriteRule &rule = tag.write;
    if (rule.min && rule.max && *rule.min > *rule.max)
        check.note("max", ProjectText::tr("must not be less than min"));
    if (rule.step && *rule.step <= 0)
        check.note("step", ProjectText::tr("must be greater than 0"));
    const bool number = tag.type != DataType::Bool && tag.type != DataType::String;
    if (!number && (rule.min || rule.max || rule.step))
        check.note("min", ProjectText::tr("limits are only for numbers"));
}

void checkWrite(Checker &check, const Tag &tag)
{
    if (!tag.write.enabled)
        return;
    if (tag.table == Table::DiscreteInput || tag.table == Table::InputRegister)
        check.note("write", ProjectText::tr("this table cannot be written"));
    if (isByteType(tag.type))
        check.note("write", ProjectText::tr("half a register cannot be written"));
    Checker inner = check.member("write");
    checkWriteLimits(inner, tag);
}

} // namespace

void checkTagPath(Checker &check, const QString &path)
{
    const QStringList parts = path.split(u'/');
    const bool clean = std::all_of(parts.begin(), parts.end(), [](const QString &part) {
        return !part.isEmpty() && part.trimmed() == part;
    });
    if (parts.size() < 2 || !clean)
        check.note("path", ProjectText::tr("must be area/name or area/unit/name"));
}

void checkTagAlone(Checker &check, const Tag &tag)
{
    checkPlace(check, tag);
    checkScale(check, tag);
    checkSentinel(check, tag);
    checkLimits(check, tag);
    checkStates(check, tag);
    checkWrite(check, tag);
    if (tag.history.enabled && tag.history.deadband < 0)
        check.member("history").note("deadband", ProjectText::tr("must not be negative"));
}

void checkTagReferences(Checker &check, const Tag &tag, const ProjectScope &scope)
{
    if (!scope.pollClasses.contains(tag.pollClass))
        check.note("pollClass", ProjectText::tr("there is no poll class %1").arg(tag.pollClass));
    for (qsizetype i = 0; i < tag.write.roles.size(); ++i) {
        if (!scope.roles.contains(tag.write.roles[i]))
            check.member("write").noteElement(
                "roles", i, ProjectText::tr("there is no role %1").arg(tag.write.roles[i]));
    }
}

} // namespace mws
