// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/clock.h"

#include <QDateTime>
#include <QTimeZone>
#include <sys/timex.h>

namespace mws
{

namespace
{

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
constexpr auto Utc = QTimeZone::UTC;
#else
constexpr auto Utc = Qt::UTC;
#endif

} // namespace

Timestamp SystemClock::now() const
{
    return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
}

Milliseconds SystemClock::monotonic() const
{
    const auto elapsed = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<Milliseconds>(elapsed);
}

ClockSync clockSync()
{
    timex state{}; // asks and changes nothing
    const int answer = adjtimex(&state);
    if (answer < 0)
        return ClockSync::Unknown;
    return answer == TIME_ERROR ? ClockSync::Alone : ClockSync::Synchronised;
}

QString toIsoString(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(toMsSinceEpoch(time), Utc).toString(Qt::ISODateWithMs);
}

} // namespace mws
