// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

namespace mws::modbus
{

/// The largest power of ten that a scale factor register may give (SunSpec "sunssf"), and its
/// smallest with the sign turned.
inline constexpr int kMaxPower = 10;

/// The number of the registers in engineering units: by the two points, or by factor, offset and
/// the power of ten (−10 to 10) that a scale factor register gave.
[[nodiscard]] double toUnits(const Tag &tag, double raw, int power);
/// And back, not rounded.
[[nodiscard]] double toRaw(const Tag &tag, double value, int power);

} // namespace mws::modbus
