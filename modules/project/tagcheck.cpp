// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/tagcheck.h"

#include "project/countercheck.h"
#include "project/projecttext.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace mws
{

namespace
{

bool isNumber(const Tag &tag)
{
    return tag.type != DataType::Bool && tag.type != DataType::String;
}

void checkBits(Checker &check, const Tag &tag)
{
    const bool hasBit = tag.type == DataType::Bool || tag.type == DataType::BitField;
    if (!tag.isBitTable() && hasBit && tag.bit < 0)
        check.note("bit", ProjectText::tr("is missing: which bit of the register, 0 to 15"));
    if ((tag.isBitTable() || !hasBit) && tag.bit >= 0)
        check.note("bit", ProjectText::tr("is only for bool and bitField in a register"));
    if (tag.type == DataType::BitField && (tag.length < 1 || tag.bit + tag.length > 16))
        check.note("length", ProjectText::tr("must be the number of bits, up to bit 15"));
}

void checkText(Checker &check, const Tag &tag)
{
    static const Tag d;
    const bool isText = tag.type == DataType::String;
    if (isText && tag.length < 1)
        check.note("length", ProjectText::tr("is missing: bytes of the text, 1 to 250"));
    if (isText && tag.textBytes != TextBytes::Both && tag.length > 125)
        check.note("length", ProjectText::tr("must be 1 to 125 with one byte per register"));
    if (!isText && tag.type != DataType::BitField && tag.length != 0)
        check.note("length", ProjectText::tr("is only for string and bitField"));
    const auto onlyText = [&check, isText](const char *key, bool isDefault) {
        if (!isText && !isDefault)
            check.note(key, ProjectText::tr("is only for the type string"));
    };
    onlyText("encoding", tag.encoding == d.encoding);
    onlyText("textBytes", tag.textBytes == d.textBytes);
    onlyText("trim", tag.trim == d.trim);
}

void checkPlace(Checker &check, const Tag &tag)
{
    if (tag.isBitTable() && tag.type != DataType::Bool)
        check.note("type", ProjectText::tr("must be bool in this table"));
    checkBits(check, tag);
    checkText(check, tag);
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
    const QString notFor = ProjectText::tr("is not for bool and string");
    if (scaled && !isNumber(tag))
        check.note("factor", notFor);
    if (!tag.scaleFactor.isEmpty() && !isNumber(tag))
        check.note("scaleFactor", notFor);
    if (!tag.scale.enabled)
        return;
    if (!isNumber(tag))
        check.note("scale", notFor);
    if (scaled || !tag.scaleFactor.isEmpty())
        check.note("scale", ProjectText::tr("stands instead of factor, offset and scaleFactor"));
    Checker inner = check.member("scale");
    if (tag.scale.rawLow == tag.scale.rawHigh)
        inner.note("rawHigh", ProjectText::tr("must differ from rawLow"));
    if (tag.scale.low == tag.scale.high)
        inner.note("high", ProjectText::tr("must differ from low"));
}

void checkClamp(Checker &check, const Tag &tag)
{
    const ClampRule &clamp = tag.clamp;
    if (!clamp.enabled)
        return;
    if (!isNumber(tag))
        check.note("clamp", ProjectText::tr("is not for bool and string"));
    if (!clamp.low && !clamp.high)
        check.note("clamp", ProjectText::tr("wants low, high or both"));
    if (clamp.low && clamp.high && *clamp.low >= *clamp.high)
        check.member("clamp").note("high", ProjectText::tr("must be greater than low"));
}

void checkReport(Checker &check, const Tag &tag)
{
    const ReportRule &rule = tag.report;
    Checker inner = check.member("report");
    if (!rule.enabled)
        return;
    if (rule.deadband < 0)
        inner.note("deadband", ProjectText::tr("must not be negative"));
    if (rule.deadbandPercent < 0 || rule.deadbandPercent > 100)
        inner.note("deadbandPercent", ProjectText::tr("must be %1 to %2").arg(0).arg(100));
    if (rule.deadband != 0 && rule.deadbandPercent != 0)
        inner.note("deadbandPercent", ProjectText::tr("stands instead of deadband"));
    if (rule.deadbandPercent != 0 && (!tag.low || !tag.high))
        inner.note("deadbandPercent", ProjectText::tr("wants low and high of the tag"));
    if ((rule.deadband != 0 || rule.deadbandPercent != 0) && !isNumber(tag))
        inner.note("deadband", ProjectText::tr("is not for bool and string"));
}

void checkDebounce(Checker &check, const Tag &tag)
{
    if (tag.debounceMs != 0 && tag.type != DataType::Bool && tag.states.isEmpty())
        check.note("debounceMs", ProjectText::tr("is only for bool and tags with states"));
}

void checkSentinel(Checker &check, const Tag &tag)
{
    static const QRegularExpression kHex(QStringLiteral("\\A[0-9A-Fa-f]+\\z"));
    if (tag.notAvailable.isEmpty())
        return;
    const qsizetype digits = qsizetype(tag.span()) * 4;
    const QStringList patterns = tag.notAvailable.split(u' ');
    const bool valid = std::all_of(patterns.begin(), patterns.end(), [digits](const QString &hex) {
        return hex.size() == digits && kHex.match(hex).hasMatch();
    });
    if (tag.isBitTable() || !isNumber(tag))
        check.note("notAvailable", ProjectText::tr("is only for numbers in registers"));
    else if (!valid)
        check.note("notAvailable",
                   ProjectText::tr("must be %1 hexadecimal digits, several with a blank between")
                       .arg(digits));
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
    if (rule.maxStep && *rule.maxStep <= 0)
        check.note("maxStep", ProjectText::tr("must be greater than 0"));
    if (rule.maxRate && *rule.maxRate <= 0)
        check.note("maxRate", ProjectText::tr("must be greater than 0"));
    if (!isNumber(tag) && (rule.min || rule.max || rule.step || rule.maxStep || rule.maxRate))
        check.note("min", ProjectText::tr("limits are only for numbers"));
}

void checkWriteFunction(Checker &check, const Tag &tag)
{
    using Function = WriteFunction;
    const Function function = tag.write.function;
    const bool isCoil = tag.isBitTable();
    if (function == Function::Device)
        return;
    if (tag.isPartOfRegister())
        check.note(
            "function",
            ProjectText::tr("a part of a register is written as bitWrite of its device says"));
    else if (isCoil && (function == Function::Mask || function == Function::ReadWrite))
        check.note("function", ProjectText::tr("a coil is written by single or multiple"));
    else if (tag.span() > 1 && (function == Function::Single || function == Function::Mask))
        check.note("function",
                   ProjectText::tr("several registers are written by multiple or readWrite"));
}

void checkWrite(Checker &check, const Tag &tag)
{
    if (!tag.write.enabled)
        return;
    if (tag.table == Table::DiscreteInput || tag.table == Table::InputRegister)
        check.note("write", ProjectText::tr("this table cannot be written"));
    Checker inner = check.member("write");
    checkWriteLimits(inner, tag);
    checkWriteFunction(inner, tag);
    if (tag.write.idempotent && tag.write.momentary)
        inner.note("idempotent", ProjectText::tr("a command is never repeated"));
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
    checkCounter(check, tag);
    checkPlace(check, tag);
    checkScale(check, tag);
    checkClamp(check, tag);
    checkSentinel(check, tag);
    checkLimits(check, tag);
    checkStates(check, tag);
    checkWrite(check, tag);
    checkReport(check, tag);
    checkDebounce(check, tag);
    if (tag.history.enabled && tag.history.deadband < 0)
        check.member("history").note("deadband", ProjectText::tr("must not be negative"));
}

void checkScaleFactor(Checker &check, const Tag &tag, const Tag *factor)
{
    if (tag.scaleFactor.isEmpty())
        return;
    const bool exists = factor && factor->device == tag.device;
    if (!exists)
        check.note("scaleFactor",
                   ProjectText::tr("there is no tag %1 of this device").arg(tag.scaleFactor));
    else if (factor->isCounter() || factor->type != DataType::Int16 || factor->factor != 1
             || !factor->hasWholeScale() || factor->offset != 0 || factor->clamp.enabled)
        check.note("scaleFactor", ProjectText::tr("must be an int16 register without a scale"));
}

void checkTagReferences(Checker &check, const Tag &tag, const ProjectScope &scope)
{
    if (!tag.isCounter() && !scope.pollClasses.contains(tag.pollClass))
        check.note("pollClass", ProjectText::tr("there is no poll class %1").arg(tag.pollClass));
    for (qsizetype i = 0; i < tag.write.roles.size(); ++i) {
        if (!scope.roles.contains(tag.write.roles[i]))
            check.member("write").noteElement(
                "roles", i, ProjectText::tr("there is no role %1").arg(tag.write.roles[i]));
    }
}

} // namespace mws
