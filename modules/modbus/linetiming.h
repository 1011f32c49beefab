// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/connection.h"

#include <chrono>

namespace mws::modbus
{

/// The times that frames without a length field live by (MODBUS over Serial Line V1.02, sections
/// 2.5.1.1 and 2.5.2.1). On a network the gateway keeps those of its line.
struct LineTiming {
    std::chrono::microseconds perByte{0}; ///< 0 on a network
    std::chrono::microseconds gap{0}; ///< silence before a request: t3.5 on a serial line
    std::chrono::microseconds silence{0}; ///< nothing more of this frame comes
    /// As silence, while an answer is awaited: Connection::interByteTimeoutMs, never less than
    /// t3.5.
    std::chrono::microseconds interByte{0};
    std::chrono::milliseconds switching{0}; ///< of an RS-485 line, before and after a request

    /// For a deadline: whole milliseconds, never too few. Without the switching.
    [[nodiscard]] std::chrono::milliseconds onWire(qsizetype bytes) const
    {
        return std::chrono::ceil<std::chrono::milliseconds>(bytes * perByte);
    }
};

/// 3.5 characters of 11 bits, 1750 µs above 19200 baud.
[[nodiscard]] std::chrono::microseconds rtuSilence(int baudRate);

/// What one takes on the serial line, to the bit.
[[nodiscard]] std::chrono::microseconds characterTime(const Connection &connection);

[[nodiscard]] LineTiming timingOf(const Connection &connection);

} // namespace mws::modbus
