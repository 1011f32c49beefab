// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QObject>
#include <QTimer>
#include <functional>

namespace mws
{

class AuditLog;

/// Notices that the wall clock was set, and leaves an audit row with the time before and after: the
/// order of records tells less from then on. Compares the two clocks every second. Steps that are
/// too small add up; a clock that NTP slews keeps with the other one. Leaves a row, too, when the
/// clock begins or ceases to be synchronised. Lives in the main thread.
class ClockWatch final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds kTolerance{2000}; ///< more than that is a step

    static constexpr Milliseconds kSettled{60000}; ///< so long it must be so to count

    using AskSync = std::function<ClockSync()>;
    ClockWatch(AuditLog &audit, const Clock &clock, AskSync askSync = &clockSync);

    void look();
    /// "clock synchronised", "clock not synchronised", "clock state unknown"; for records.
    [[nodiscard]] static QString describe(ClockSync sync);

private:
    void lookForStep();
    void lookForSync();
    void record(const QString &action, const QString &detail);

    AuditLog &m_audit;
    const Clock &m_clock;
    Milliseconds m_base{0}; ///< wall clock since 1970 less the monotonic one
    AskSync m_askSync;
    ClockSync m_sync; ///< as told last
    Milliseconds m_sameSince; ///< monotonic; when it was last so
    QTimer m_timer;
};

} // namespace mws
