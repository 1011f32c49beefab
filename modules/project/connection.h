// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws
{

enum class ConnectionKind { Tcp, Rtu };
enum class SerialParity { None, Even, Odd };

/// A wire to devices: one TCP endpoint or one serial line.
struct Connection {
    QString id; ///< immutable, [a-z0-9][a-z0-9_-]{0,63}
    QString name;
    ConnectionKind kind = ConnectionKind::Tcp;

    QString host; ///< Tcp: name, IPv4 or IPv6 without brackets
    int port = 502; ///< Tcp: 1 to 65535

    QString serialPort; ///< Rtu: device path, /dev/serial/by-id/… where there is one
    int baudRate = 19200; ///< Rtu: 300 to 921600
    SerialParity parity = SerialParity::Even;
    int stopBits = 1; ///< Rtu: 1 or 2

    int connectTimeoutMs = 3000; ///< 100 to 60000
    int responseTimeoutMs = 1000; ///< per request, 20 to 60000
    int retries = 1; ///< of reads only, 0 to 5; writes are never repeated
    int requestGapMs = 0; ///< between two requests, 0 to 5000
    int quietTimeMs = 100; ///< Rtu: silence after a timeout, 100 to 5000

    friend bool operator==(const Connection &, const Connection &) = default;
};

} // namespace mws
