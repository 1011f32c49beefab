// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/clock.h"

#include <QDateTime>

namespace mws
{

Timestamp SystemClock::now() const
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Milliseconds SystemClock::monotonic() const
{
    const auto elapsed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Milliseconds>(elapsed);
}

QString toIsoString(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(time), Qt::UTC)
        .toString(Qt::ISODateWithMs);
}

} // namespace mws
