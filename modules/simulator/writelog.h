// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "simulator/pdu.h"

#include <QFile>

namespace mws::simulator
{

/// Every write request that reached a device, one JSON object per line, flushed before the answer
/// goes out.
class WriteLog
{
public:
    explicit WriteLog(const Clock &clock)
        : m_clock(clock)
    {
    }
    /// Appends to the file.
    Result<void> open(const QString &file);
    void append(const QString &connection, int unit, const WriteRequest &request);

private:
    const Clock &m_clock;
    QFile m_file;
};

} // namespace mws::simulator
