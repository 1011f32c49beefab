// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/listtext.h"

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
