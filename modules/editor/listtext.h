// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/project.h"

#include <optional>

namespace mws::editor
{

// Short lists as one line of text, for a cell. None: the text does not have the form.

/// "0=Off; 1=Running:active": value, label, and a tone after the last colon if it is one.
[[nodiscard]] QString textOf(const QList<StateLabel> &states);
[[nodiscard]] std::optional<QList<StateLabel>> statesFrom(const QString &text);

/// "fast=250/3; slow=5000/3": id, period in ms, and periods until a value is stale.
[[nodiscard]] QString textOf(const QList<PollClass> &classes);
[[nodiscard]] std::optional<QList<PollClass>> pollClassesFrom(const QString &text);

/// "4000..20000 = 0..10": two raw numbers and the values that they stand for; empty: none.
[[nodiscard]] QString textOf(const TwoPointScale &scale);
[[nodiscard]] std::optional<TwoPointScale> scaleFrom(const QString &text);

/// "0..100", "0.." or "..100"; empty: none.
[[nodiscard]] QString textOf(const ClampRule &clamp);
[[nodiscard]] std::optional<ClampRule> clampFrom(const QString &text);

/// "holding 100-110; input 7": table, first and last address.
[[nodiscard]] QString textOf(const QList<TableRange> &ranges);
[[nodiscard]] std::optional<QList<TableRange>> rangesFrom(const QString &text);

/// "shiftlead, engineer"
[[nodiscard]] QStringList wordsFrom(const QString &text);

} // namespace mws::editor
