// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace mws
{

/// How requests travel: Modbus/TCP, RTU on a serial line, RTU frames on a TCP stream (gateways
/// without a protocol of their own), ASCII on a serial line, Modbus/TCP frames as UDP datagrams,
/// Modbus/TCP Security (TLS).
enum class ConnectionKind { Tcp, Rtu, RtuOverTcp, Ascii, Udp, Tls };
enum class SerialParity { None, Even, Odd };
/// Who drives the serial line of Rtu or the socket of Tcp.
enum class LinkBackend { Own, QModbus };

/// A wire to devices: one network endpoint or one serial line.
struct Connection {
    QString id; ///< immutable, [a-z0-9][a-z0-9_-]{0,63}
    QString name;
    ConnectionKind kind = ConnectionKind::Tcp;

    QString host; ///< network: name, IPv4 or IPv6 without brackets
    int port = 502; ///< network: 1 to 65535; by standard 802 with Tls
    QString standbyHost; ///< Tcp, RtuOverTcp, Tls: tried in turn with host; empty: none
    int standbyPort = 0; ///< 1 to 65535; 0: that of host
    QString serverName; ///< Tls: whom the device's certificate must name; empty: the host
    QString pin; ///< Tls: SHA-256 of the device's certificate, in hex, instead of a name

    QString serialPort; ///< serial: device path, /dev/serial/by-id/… where there is one
    int baudRate = 19200; ///< serial: 300 to 921600
    SerialParity parity = SerialParity::Even;
    int dataBits = 7; ///< Ascii: 7 or 8; Rtu always has 8
    int stopBits = 1; ///< serial: 1 or 2
    bool localEcho = false; ///< serial: the adapter hears what it sends
    LinkBackend backend = LinkBackend::Own; ///< Rtu, Tcp

    int connectTimeoutMs = 3000; ///< 100 to 60000
    int responseTimeoutMs = 1000; ///< per request, 20 to 60000
    int retries = 1; ///< of reads only, 0 to 5; writes are never repeated
    int requestGapMs = 0; ///< between two requests, 0 to 5000
    int maxInFlight = 1; ///< Tcp, Udp, Tls: requests that may wait for an answer, 1 to 16
    int quietTimeMs = 100; ///< hasSerialFrames(): silence after a timeout, 100 to 5000

    [[nodiscard]] bool isSerial() const
    {
        return kind == ConnectionKind::Rtu || kind == ConnectionKind::Ascii;
    }
    /// Frames without a transaction number: an answer belongs to the request before it.
    [[nodiscard]] bool hasSerialFrames() const
    {
        return isSerial() || kind == ConnectionKind::RtuOverTcp;
    }
    [[nodiscard]] bool hasBackend() const
    {
        return kind == ConnectionKind::Rtu || kind == ConnectionKind::Tcp;
    }
    [[nodiscard]] bool isByQModbus() const
    {
        return hasBackend() && backend == LinkBackend::QModbus;
    }
    [[nodiscard]] bool hasStandby() const
    {
        return !isSerial() && kind != ConnectionKind::Udp && !standbyHost.isEmpty();
    }
    /// Requests that may be in flight together: 1 where answers have no transaction number.
    [[nodiscard]] int window() const
    {
        return hasSerialFrames() || isByQModbus() ? 1 : maxInFlight;
    }

    friend bool operator==(const Connection &, const Connection &) = default;
};

/// The port that the standard names for the kind.
[[nodiscard]] constexpr int standardPort(ConnectionKind kind)
{
    return kind == ConnectionKind::Tls ? 802 : 502;
}

} // namespace mws
