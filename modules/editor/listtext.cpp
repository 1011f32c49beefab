// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/listtext.h"

#include "project/names.h"

#include <QLocale>

namespace mws::editor
{

namespace
{

constexpr QChar kEscape = u'\\';
constexpr QChar kSeparator = u';';

QString escaped(const QString &text)
{
    QString out;
    for (const QChar character : text) {
        if (character == kEscape || character == kSeparator)
            out += kEscape;
        out += character;
    }
    return out;
}

/// The parts between separators, without escapes and outer blanks; empty ones are left out.
QStringList partsOf(const QString &text)
{
    QStringList parts{QString()};
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == kSeparator) {
            parts.append(QString());
            continue;
        }
        if (text[i] == kEscape && i + 1 < text.size())
            ++i;
        parts.last() += text[i];
    }
    QStringList kept;
    for (const QString &part : parts) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            kept.append(trimmed);
    }
    return kept;
}

const QString kRange = QStringLiteral("..");

QString numberText(double number)
{
    return QLocale::c().toString(number, 'g', QLocale::FloatingPointShortest);
}

/// One end of a range: a number, or nothing. False: something else.
bool takeEnd(const QString &text, std::optional<double> &end)
{
    bool isNumber = true;
    if (const QString trimmed = text.trimmed(); !trimmed.isEmpty())
        end = QLocale::c().toDouble(trimmed, &isNumber);
    return isNumber;
}

/// Two ends with two dots between, at least one of them there.
std::optional<ClampRule> rangeFrom(const QString &text)
{
    ClampRule range;
    const QStringList ends = text.split(kRange);
    if (ends.size() != 2 || !takeEnd(ends[0], range.low) || !takeEnd(ends[1], range.high))
        return std::nullopt;
    range.enabled = range.low || range.high;
    return range.enabled ? std::optional(range) : std::nullopt;
}

QStringList tones()
{
    return {QStringLiteral("normal"), QStringLiteral("active"), QStringLiteral("warning"),
            QStringLiteral("alarm")};
}

} // namespace

QString textOf(const QList<StateLabel> &states)
{
    QStringList parts;
    for (const StateLabel &state : states) {
        const QString tone = state.tone.isEmpty() ? QString() : u':' + state.tone;
        parts.append(QString::number(state.value) + u'=' + escaped(state.label + tone));
    }
    return parts.join(QStringLiteral("; "));
}

std::optional<QList<StateLabel>> statesFrom(const QString &text)
{
    QList<StateLabel> states;
    const QStringList parts = partsOf(text);
    for (const QString &part : parts) {
        bool isNumber = false;
        StateLabel state;
        state.value = part.section(u'=', 0, 0).trimmed().toLongLong(&isNumber);
        state.label = part.section(u'=', 1).trimmed();
        if (!isNumber || state.label.isEmpty())
            return std::nullopt;
        if (const QString tone = state.label.section(u':', -1); tones().contains(tone)) {
            state.label.chop(qMin(state.label.size(), tone.size() + 1));
            state.tone = tone;
        }
        states.append(state);
    }
    return states;
}

QString textOf(const QList<PollClass> &classes)
{
    QStringList parts;
    for (const PollClass &one : classes)
        parts.append(QStringLiteral("%1=%2/%3").arg(one.id).arg(one.periodMs).arg(one.staleAfter));
    return parts.join(QStringLiteral("; "));
}

std::optional<QList<PollClass>> pollClassesFrom(const QString &text)
{
    QList<PollClass> classes;
    const QStringList parts = partsOf(text);
    for (const QString &part : parts) {
        bool hasPeriod = false;
        bool hasStale = false;
        const QString numbers = part.section(u'=', 1);
        const PollClass one{part.section(u'=', 0, 0).trimmed(),
                            numbers.section(u'/', 0, 0).toInt(&hasPeriod),
                            numbers.section(u'/', 1).toInt(&hasStale)};
        if (!hasPeriod || !hasStale || one.id.isEmpty())
            return std::nullopt;
        classes.append(one);
    }
    return classes;
}

QString textOf(const TwoPointScale &scale)
{
    if (!scale.enabled)
        return {};
    return QStringLiteral("%1..%2 = %3..%4")
        .arg(numberText(scale.rawLow), numberText(scale.rawHigh), numberText(scale.low),
             numberText(scale.high));
}

std::optional<TwoPointScale> scaleFrom(const QString &text)
{
    if (text.trimmed().isEmpty())
        return TwoPointScale();
    const auto raw = rangeFrom(text.section(u'=', 0, 0));
    const auto units = rangeFrom(text.section(u'=', 1));
    if (!raw || !units || !raw->low || !raw->high || !units->low || !units->high)
        return std::nullopt;
    return TwoPointScale{true, *raw->low, *raw->high, *units->low, *units->high};
}

QString textOf(const ClampRule &clamp)
{
    if (!clamp.enabled)
        return {};
    return (clamp.low ? numberText(*clamp.low) : QString()) + kRange
        + (clamp.high ? numberText(*clamp.high) : QString());
}

std::optional<ClampRule> clampFrom(const QString &text)
{
    return text.trimmed().isEmpty() ? ClampRule() : rangeFrom(text);
}

QString textOf(const QList<TableRange> &ranges)
{
    QStringList parts;
    for (const TableRange &range : ranges) {
        const QString to = range.to == range.from ? QString() : QStringLiteral("-%1").arg(range.to);
        parts.append(nameOf(range.table) + u' ' + QString::number(range.from) + to);
    }
    return parts.join(QStringLiteral("; "));
}

std::optional<QList<TableRange>> rangesFrom(const QString &text)
{
    QList<TableRange> ranges;
    const QStringList parts = partsOf(text);
    for (const QString &part : parts) {
        const qsizetype table = namesOfTables().indexOf(part.section(u' ', 0, 0));
        const QString addresses = part.section(u' ', 1);
        bool hasFrom = false;
        bool hasTo = false;
        const int from = addresses.section(u'-', 0, 0).trimmed().toInt(&hasFrom);
        const int to = addresses.section(u'-', -1).trimmed().toInt(&hasTo);
        if (table < 0 || !hasFrom || !hasTo || addresses.count(u'-') > 1)
            return std::nullopt;
        ranges.append({Table(table), from, to});
    }
    return ranges;
}

QStringList wordsFrom(const QString &text)
{
    QStringList words;
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            words.append(trimmed);
    }
    return words;
}

} // namespace mws::editor
