// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QStringList>

namespace mws::editor
{

// Cells as spreadsheets put them on the clipboard: tabs between cells, one line per row, a cell
// with a tab, line end or leading quotation mark in quotation marks, which are doubled inside.

[[nodiscard]] QList<QStringList> cellsFromText(const QString &text);
[[nodiscard]] QString textFromCells(const QList<QStringList> &rows);

} // namespace mws::editor
