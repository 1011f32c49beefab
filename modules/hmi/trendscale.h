// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QRectF>

namespace mws
{

/// Where times and values lie in a trend's drawing area.
struct TrendScale {
    struct Range {
        double low = 0;
        double high = 1;
    };

    QRectF area;
    qint64 from = 0; ///< milliseconds since 1970
    qint64 to = 1;
    Range range;

    [[nodiscard]] double x(qint64 time) const
    {
        return area.left() + area.width() * double(time - from) / double(to - from);
    }
    [[nodiscard]] double y(double value) const
    {
        return area.bottom() - area.height() * (value - range.low) / (range.high - range.low);
    }
    /// Round numbers within the range, about count of them.
    [[nodiscard]] static QList<double> ticks(Range range, int count);
    /// A little more than the data needs, never empty.
    [[nodiscard]] static Range padded(double low, double high);
};

} // namespace mws
