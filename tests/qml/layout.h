// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QQuickItem>
#include <QStringList>

namespace mws
{

/// Every touch area that is shown and enabled in or below the item and is smaller than least pixels
/// in either direction, or lies over another one; each with its name and size.
[[nodiscard]] QStringList touchProblems(QQuickItem *root, double least);

/// Every pair of touch areas of those names that are shown in or below the item, side by side and
/// less than least pixels apart; each with how many.
[[nodiscard]] QStringList narrowGaps(QQuickItem *root, const QStringList &names, double least);

/// Every text that is shown in or below the item and is cut short, does not fit into its place, or
/// runs into another text. The dashes that stand for no value do not count.
[[nodiscard]] QStringList textProblems(QQuickItem *root);

/// Every text that is shown in or below the item in a type of less than least pixels; each with its
/// size.
[[nodiscard]] QStringList smallTexts(QQuickItem *root, int least);

} // namespace mws
