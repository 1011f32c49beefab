// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "project/connection.h"

namespace mws::modbus
{

// What Linux offers to switch the transmitter of an RS-485 line, on the descriptor of an open port.

/// From now on the driver sets RTS while it sends, with the delays of the connection
/// (Documentation/driver-api/serial/serial-rs485.rst). The error says what to do instead.
[[nodiscard]] Result<void> switchByKernel(int descriptor, const Connection &connection);

[[nodiscard]] Result<void> setRts(int descriptor, bool on);

/// The last byte has left the port, as far as its driver can tell: many adapters know only when
/// they have taken it over.
[[nodiscard]] bool hasSentAll(int descriptor);

} // namespace mws::modbus
