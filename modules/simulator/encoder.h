// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QList>
#include <optional>

namespace mws::simulator
{

/// The register words (or the one bit) that a device shows for a value of the tag, in the order of
/// the wire. Written apart from the product's codec, byte by byte, so that the one checks the
/// other. A number is rounded and clamped to what the type holds. `before` is what the registers
/// hold now: it supplies the other half or the other bits of a register that several tags share.
/// None: the value has the wrong kind for the tag.
[[nodiscard]] std::optional<QList<quint16>> encodeTag(const Tag &tag, const Value &value,
                                                      const QList<quint16> &before = {});

/// What the words mean in engineering units. None: the words are no value of the type (a BCD digit
/// above 9, a word of a mod-10000 number above 9999). 64-bit integers without a scale stay exact.
[[nodiscard]] Value decodeTag(const Tag &tag, const QList<quint16> &words);

} // namespace mws::simulator
