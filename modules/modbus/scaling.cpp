// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/scaling.h"

#include <array>
#include <cstdlib>

namespace mws::modbus
{

namespace
{

/// Divides for negative powers: 2305 with power -1 is the double nearest to 230.5.
double timesPowerOfTen(double number, int power)
{
    static constexpr std::array<double, kMaxPower + 1> kPowers{1,   1e1, 1e2, 1e3, 1e4, 1e5,
                                                               1e6, 1e7, 1e8, 1e9, 1e10};
    const double size = kPowers.at(size_t(std::abs(power)));
    return power < 0 ? number / size : number * size;
}

} // namespace

double toUnits(const Tag &tag, double raw, int power)
{
    const TwoPointScale &s = tag.scale;
    if (s.enabled)
        return s.low + (raw - s.rawLow) * (s.high - s.low) / (s.rawHigh - s.rawLow);
    return timesPowerOfTen(raw, power) * tag.factor + tag.offset;
}

double toRaw(const Tag &tag, double value, int power)
{
    const TwoPointScale &s = tag.scale;
    if (s.enabled)
        return s.rawLow + (value - s.low) * (s.rawHigh - s.rawLow) / (s.high - s.low);
    return timesPowerOfTen((value - tag.offset) / tag.factor, -power);
}

} // namespace mws::modbus
