// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "history/historyservice.h"
#include "history/sample.h"

namespace mws
{

/// Sorts by time and leaves those in [from, to) and the last one before from.
[[nodiscard]] QList<HistorySample> cutToRange(QList<HistorySample> samples, qint64 from, qint64 to);

/// The points of a trend over what cutToRange() gave: the samples themselves if they are at most
/// maxPoints, else maxPoints / 2 stretches, each with its range and, where one begins, its gap. The
/// last value holds until known (at most to).
[[nodiscard]] HistorySeries toSeries(const QList<HistorySample> &samples, qint64 from, qint64 to,
                                     qint64 known, int maxPoints);

} // namespace mws
