// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QObject>
#include <QTimer>

namespace mws
{

class AuditLog;

/// Notices that the wall clock was set, and leaves an audit row with the time before and after: the
/// order of records tells less from then on. Compares the two clocks every second. Steps that are
/// too small add up; a clock that NTP slews keeps with the other one. Lives in the main thread.
class ClockWatch final : public QObject
{
    Q_OBJECT

public:
    static constexpr Milliseconds kTolerance{2000}; ///< more than that is a step

    ClockWatch(AuditLog &audit, const Clock &clock);

    void look();

private:
    AuditLog &m_audit;
    const Clock &m_clock;
    Milliseconds m_base{0}; ///< wall clock since 1970 less the monotonic one
    QTimer m_timer;
};

} // namespace mws
