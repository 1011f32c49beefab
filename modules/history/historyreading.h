// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "history/sample.h"

#include <QString>

namespace mws
{

/// How far the reading of all samples of one tag has come. Begins with a tag and a range; each
/// HistoryService::readOn() gives the next state, with what it has brought.
struct HistoryReading {
    QString tagId;
    Timestamp from{};
    Timestamp to{}; ///< excluded
    QList<HistorySample> samples{}; ///< of the last step, all of them in the range; may be none
    bool isOver = false; ///< there are no more
    QList<qint64> chunks{}; ///< the next ones, ascending; for HistoryService
    qint64 lastChunk = 0; ///< all up to here are read; for HistoryService
};

} // namespace mws
