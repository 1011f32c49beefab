// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace mws
{

/// One recorded value; it holds until the next one. Not good: from here on nothing is known, the
/// value means nothing (0).
struct HistorySample {
    qint64 time = 0; ///< milliseconds since 1970-01-01 UTC
    double value = 0;
    bool good = true;
    friend bool operator==(const HistorySample &, const HistorySample &) = default;
};

} // namespace mws
