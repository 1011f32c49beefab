// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>

namespace mws
{

/// What becomes of host names that a test invents: this program answers getaddrinfo() for them
/// itself, every other name goes to the system. Thread-safe.
class Names
{
public:
    enum Answer { Unknown, Loopback, Elsewhere, Hangs }; ///< Elsewhere: 127.0.0.2

    /// Lookups that hang go on with the new answer.
    static void set(const QByteArray &name, Answer answer);
    /// Lookups that hang now.
    [[nodiscard]] static int hanging();
};

} // namespace mws
