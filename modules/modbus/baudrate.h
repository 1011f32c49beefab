// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

namespace mws::modbus
{

/// Whether the driver of an open port took the baud rate over: many round to what their clock can
/// make. Up to 3 % are no error, for a line bears them; a driver that says nothing is believed.
[[nodiscard]] Result<void> checkBaudRate(int descriptor, int wanted);

} // namespace mws::modbus
