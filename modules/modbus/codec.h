// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "core/tagvalue.h"
#include "project/tag.h"

#include <QList>

namespace mws::modbus
{

/// What a tag's raw words say: a value, or why there is none.
struct Decoded {
    Value value;
    Quality quality = Quality::Good; ///< Good, UncertainClamped, BadNotAvailable (sentinel),
                                     ///< BadOutOfRange (NaN, BCD digit)
};

/// Reads the value of a tag from exactly Tag::span() registers, the first of the tag's own address.
/// Order of work: not-available words, byte order, type, scale, clamp. power is what the register
/// of Tag::scaleFactor says, −10 to 10.
[[nodiscard]] Decoded decodeRegisters(const Tag &tag, QList<quint16> registers, int power = 0);
/// The same without the clamp: what the device holds, for read-back.
[[nodiscard]] Decoded decodeUnclamped(const Tag &tag, QList<quint16> registers, int power = 0);
[[nodiscard]] Decoded decodeBit(bool bit);

/// The registers that hold a value in engineering units; Invalid when the type cannot hold it. For
/// types that fill part of a register (bit, bit field, int8) base is the register as it is now,
/// else ignored. A value beyond the clamp does not fit.
[[nodiscard]] Result<QList<quint16>> encodeRegisters(const Tag &tag, const Value &value,
                                                     quint16 base = 0, int power = 0);

/// True for tags that share their register with something else, so that a write must read it first.
[[nodiscard]] bool sharesRegister(const Tag &tag);

/// Whether two values are the same at the resolution of the tag's registers: for read-back.
[[nodiscard]] bool sameOnWire(const Tag &tag, const Value &a, const Value &b, int power = 0);

} // namespace mws::modbus
