// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/spreadsheet.h"

namespace mws::editor
{

namespace
{

constexpr QChar kQuote = u'"';

/// Takes the quoted cell that begins at place, and moves place behind it.
QString quotedCell(const QString &text, qsizetype &place)
{
    QString cell;
    for (++place; place < text.size(); ++place) {
        if (text[place] != kQuote) {
            cell += text[place];
        } else if (place + 1 < text.size() && text[place + 1] == kQuote) {
            cell += kQuote;
            ++place;
        } else {
            ++place;
            break;
        }
    }
    return cell;
}

bool endsCell(QChar character)
{
    return character == u'\t' || character == u'\n';
}

QString nextCell(const QString &text, qsizetype &place)
{
    QString cell;
    if (place < text.size() && text[place] == kQuote)
        cell = quotedCell(text, place);
    for (; place < text.size() && !endsCell(text[place]); ++place)
        cell += text[place];
    if (cell.endsWith(u'\r'))
        cell.chop(1);
    return cell;
}

QString written(QString cell)
{
    const bool plain = !cell.contains(u'\t') && !cell.contains(u'\n') && !cell.contains(u'\r')
        && !cell.startsWith(kQuote);
    if (plain)
        return cell;
    return kQuote + cell.replace(kQuote, QStringLiteral("\"\"")) + kQuote;
}

bool isBlank(const QStringList &cells)
{
    return cells.join(QString()).trimmed().isEmpty();
}

} // namespace

QList<QStringList> cellsFromText(const QString &text)
{
    QList<QStringList> rows;
    qsizetype place = 0;
    while (place < text.size()) {
        QStringList cells{nextCell(text, place)};
        while (place < text.size() && text[place] == u'\t') {
            ++place;
            cells.append(nextCell(text, place));
        }
        ++place;
        rows.append(cells);
    }
    while (!rows.isEmpty() && isBlank(rows.last()))
        rows.removeLast();
    return rows;
}

QString textFromCells(const QList<QStringList> &rows)
{
    QString text;
    for (const QStringList &cells : rows) {
        for (qsizetype i = 0; i < cells.size(); ++i)
            text += (i > 0 ? QStringLiteral("\t") : QString()) + written(cells[i]);
        text += u'\n';
    }
    return text;
}

} // namespace mws::editor
