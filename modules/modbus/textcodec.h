// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QList>
#include <optional>

namespace mws::modbus
{

/// The text in words that Tag::order was applied to; none when they hold something else: a control
/// character, or bytes that the encoding does not know.
[[nodiscard]] std::optional<QString> textFromWords(const Tag &tag, const QList<quint16> &words);

/// The words of a text, filled up with NUL; none when the encoding or the length cannot hold it. A
/// byte that the text does not use (Tag::textBytes) becomes 0.
[[nodiscard]] std::optional<QList<quint16>> wordsFromText(const Tag &tag, const QString &text);

} // namespace mws::modbus
