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
/// Who switches the transmitter of an RS-485 line: the adapter, the driver of the port
/// (TIOCSRS485), or we by RTS around each frame.
enum class Rs485 { None, Kernel, Rts };

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
    int baudRate = 19200; ///< serial: 300 to 4000000, also one that no standard names
    SerialParity parity = SerialParity::Even;
    int dataBits = 7; ///< Ascii: 7 or 8; Rtu always has 8
    int stopBits = 1; ///< serial: 1 or 2
    bool localEcho = false; ///< serial: the adapter hears what it sends
    Rs485 rs485 = Rs485::None; ///< serial
    int rtsBeforeMs = 0; ///< with Rs485: from RTS on to the first byte, 0 to 100
    int rtsAfterMs = 0; ///< with Rs485: from the last byte to RTS off, 0 to 100
    LinkBackend backend = LinkBackend::Own; ///< Rtu, Tcp

    int connectTimeoutMs = 3000; ///< 100 to 60000
    int responseTimeoutMs = 1000; ///< per request, 20 to 60000
    /// hasSerialFrames(), backend Own: silence inside an answer that ends it as damaged, 1 to 5000;
    /// 0: its rest is awaited until the response timeout
    int interByteTimeoutMs = 0;
    int retries = 1; ///< of reads only, 0 to 5; of writes see WriteRule::idempotent
    int requestGapMs = 0; ///< between two requests, 0 to 5000; see also Device::requestGapMs
    int pauseAfterConnectMs = 0; ///< nothing is sent before, 0 to 30000
    int idleCloseS = 0; ///< closed when nothing was to be sent for so long, 0 to 86400; 0: never
    bool closeAfterPoll = false; ///< closed as soon as nothing is due: others may have the device
    /// serial: after a broadcast, 100 to 5000 (MODBUS over Serial Line V1.02, section 2.4.1)
    int turnaroundMs = 200;
    int maxInFlight = 1; ///< Tcp, Udp, Tls: requests that may wait for an answer, 1 to 16
    int quietTimeMs = 100; ///< hasSerialFrames(): silence after a timeout, 100 to 5000

    [[nodiscard]] bool isSerial() const
    {
        return kind == ConnectionKind::Rtu || kind == ConnectionKind::Ascii;
    }
    /// Over a network, where whoever is on the way can read and change everything.
    [[nodiscard]] bool isInTheClear() const { return !isSerial() && kind != ConnectionKind::Tls; }
    /// Frames without a transaction number: an answer belongs to the request before it.
    [[nodiscard]] bool hasSerialFrames() const
    {
        return isSerial() || kind == ConnectionKind::RtuOverTcp;
    }
    /// Every device of the line does what such a unit is asked, and none answers (MODBUS over
    /// Serial Line V1.02, section 2.1).
    [[nodiscard]] bool isBroadcast(int unit) const { return isSerial() && unit == 0; }
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
