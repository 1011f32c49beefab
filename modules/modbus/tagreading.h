// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/scalebook.h"

#include <QByteArray>
#include <QStringList>

namespace mws::modbus
{

/// What the answer to a read of exactly one tag says, step by step.
struct TagReading {
    QStringList words; ///< registers as hex, "A0FF"; "0" or "1" for a bit
    Decoded decoded; ///< by data type and byte order alone: no sentinel, scale or clamp
    Decoded scaled; ///< as decodeScaled()
};

/// answer was checked as Data. power: see decodeScaled().
[[nodiscard]] TagReading readingOf(const Tag &tag, const QByteArray &answer,
                                   const ScaleBook::Power &power = {});

/// decodeRegisters() with what is known of the scale factor of the tag; its quality, such as
/// BadNotRead, when there is none.
[[nodiscard]] Decoded decodeScaled(const Tag &tag, const QList<quint16> &words,
                                   const ScaleBook::Power &power);

} // namespace mws::modbus
