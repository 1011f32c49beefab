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

/// "shiftlead, engineer"
[[nodiscard]] QStringList wordsFrom(const QString &text);

} // namespace mws::editor
