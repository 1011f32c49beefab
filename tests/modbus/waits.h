// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace mws
{

/// Whether a thread sleeps for the sake of one socket: this program answers poll(), ppoll() and
/// connect() itself before it hands them to the system. An event loop waits for many descriptors at
/// once, so a wait for a single one is that of a call which blocks, and so is connect() on a socket
/// that blocks.
class Waits
{
public:
    /// How often the calling thread did so since it began.
    [[nodiscard]] static int ofThisThread();
};

} // namespace mws
