// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTimer>
#include <chrono>

namespace mws::modbus
{

/// A single-shot timer for deadlines that are seldom reached. To start and stop a timer costs more
/// than what is done for an answer, so it is left running when its deadline has gone: it may fire
/// when nothing is due, and then wants the next deadline.
class DeadlineTimer final : public QTimer
{
public:
    using Clock = std::chrono::steady_clock;

    explicit DeadlineTimer(QObject *parent = nullptr);

    /// Fires at that time at the latest, but not before the earliest deadline since it fired last.
    void fireBy(Clock::time_point deadline);

private:
    Clock::time_point m_firesAt; ///< while it runs
};

} // namespace mws::modbus
