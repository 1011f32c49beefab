// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/deadlinetimer.h"

#include <algorithm>

namespace mws::modbus
{

DeadlineTimer::DeadlineTimer(QObject *parent)
    : QTimer(parent)
{
    setSingleShot(true);
    setTimerType(Qt::PreciseTimer);
}

void DeadlineTimer::fireBy(Clock::time_point deadline)
{
    if (isActive() && m_firesAt <= deadline)
        return;
    m_firesAt = deadline;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    start(std::max(std::chrono::milliseconds(0), left));
}

} // namespace mws::modbus
