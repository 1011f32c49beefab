// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <chrono>

namespace mws
{

/// UTC wall-clock time with a resolution of one millisecond; the epoch value means "never".
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

using Milliseconds = std::chrono::milliseconds;

/// Where the product gets its time from; injected so that tests can hold and turn it. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    /// Wall clock, for records and display.
    [[nodiscard]] virtual Timestamp now() const = 0;
    /// Time since an arbitrary start that never jumps, for ages, deadlines and limits.
    [[nodiscard]] virtual Milliseconds monotonic() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] Milliseconds monotonic() const override;
};

/// What the kernel says of the computer's clock. Unknown: it may not be asked.
enum class ClockSync { Synchronised, Alone, Unknown };
[[nodiscard]] ClockSync clockSync();

/// Milliseconds since 1970-01-01 UTC.
[[nodiscard]] constexpr qint64 toMsSinceEpoch(Timestamp time)
{
    return time.time_since_epoch().count();
}

[[nodiscard]] constexpr Timestamp fromMsSinceEpoch(qint64 ms)
{
    return Timestamp(Milliseconds(ms));
}

/// ISO 8601 in UTC with milliseconds, "2026-01-31T23:59:59.123Z" (RFC 3339).
[[nodiscard]] QString toIsoString(Timestamp time);

} // namespace mws
