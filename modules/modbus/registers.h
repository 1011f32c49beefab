// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QList>
#include <optional>

namespace mws::modbus
{

/// The words in the order "most significant first, big-endian" for words in wire order, and back:
/// every order is its own inverse. Strings only swap bytes.
[[nodiscard]] QList<quint16> reordered(const Tag &tag, QList<quint16> words);

/// Up to four words, most significant first, as one number.
[[nodiscard]] quint64 joined(const QList<quint16> &words);
[[nodiscard]] QList<quint16> splitInto(quint64 raw, int words);

/// Packed decimal digits; none when a nibble is above 9 or the number has too many digits.
[[nodiscard]] std::optional<quint64> fromBcd(quint64 raw, int digits);
[[nodiscard]] std::optional<quint64> toBcd(quint64 number, int digits);

/// Words of 0 to 9999 each; none when one is above or the number is too large.
[[nodiscard]] std::optional<quint64> fromMod10k(const QList<quint16> &words);
[[nodiscard]] std::optional<QList<quint16>> toMod10k(quint64 number, int words);

} // namespace mws::modbus
