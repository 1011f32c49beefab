// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <chrono>
#include <linux/serial.h>

namespace mws
{

/// A driver that can switch an RS-485 line, which that of pseudo terminals cannot: while one lives,
/// this program answers the calls of ioctl() for it itself, all others go to the system. It proves
/// which calls are made, with what and when; what a real driver makes of them it does not.
class Rs485Port
{
public:
    enum class Kind { Mode, RtsOn, RtsOff, Look };
    struct Call {
        Kind kind = Kind::Look;
        serial_rs485 mode{}; ///< of Mode
        std::chrono::steady_clock::time_point at;
    };

    Rs485Port();
    ~Rs485Port();

    [[nodiscard]] static const QList<Call> &calls();
    static void forget();
    /// So many looks at the state of the line still find it sending; -1: all.
    static void setBusyLooks(int looks);
};

} // namespace mws
