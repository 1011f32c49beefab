// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/trendscale.h"

#include <cmath>

namespace mws
{

QList<double> TrendScale::ticks(Range range, int count)
{
    const double span = range.high - range.low;
    if (!(span > 0) || !std::isfinite(span) || count < 1)
        return {};
    const double rough = span / count;
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough * 0.999) {
            step = factor * power;
            break;
        }
    }
    QList<double> all;
    for (double at = std::ceil(range.low / step - 1e-9) * step; at <= range.high + step * 1e-9;
         at += step)
        all.append(std::abs(at) < step * 1e-9 ? 0 : at);
    return all;
}

TrendScale::Range TrendScale::padded(double low, double high)
{
    if (!(low <= high))
        return {0, 1};
    const double least = std::max(std::abs(high), 1.0) * 0.01;
    const double pad = std::max((high - low) * 0.1, least);
    return {low - pad, high + pad};
}

} // namespace mws
