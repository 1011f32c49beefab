// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/stationkey.h"
#include "core/clock.h"

#include <QObject>
#include <QTimer>

namespace mws
{

class AuditLog;

/// Cuts off audit rows that are too old, at the start and every hour, in pieces. Tries every ten
/// seconds to write those that the disk did not take. Lives in the main thread.
class AuditKeeper final : public QObject
{
    Q_OBJECT

public:
    /// What stays whatever its time says: a clock that runs ahead by years costs no more than the
    /// rows before these.
    static constexpr qint64 kKeep = 10'000;

    AuditKeeper(AuditLog &audit, const Clock &clock, StationKey key, int days, qint64 keep = kKeep);

    void start();

Q_SIGNALS:
    /// All that is too old is gone, rows by this time.
    void done(qint64 rows);

private:
    void cut();
    void finish(const QString &problem);

    AuditLog &m_audit;
    const Clock &m_clock;
    const StationKey m_key;
    const std::chrono::days m_age;
    const qint64 m_keep;
    QTimer m_timer;
    QTimer m_retryTimer;
    qint64 m_rows = 0; ///< of this time, so far
    bool m_running = false;
};

} // namespace mws
