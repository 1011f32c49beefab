// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace mws
{

// Wireshark's judgement of what our programs put on the wire.

/// What one side of a TCP connection sent at once.
struct Segment {
    bool isRequest = true; ///< to port 502; else from there
    QByteArray bytes;
};

/// A capture file (pcap, link type 101, "raw IP") of one connection, in the order of time. Without
/// its beginning and end, and with checksums of 0, which Wireshark does not verify by itself.
[[nodiscard]] QByteArray toPcap(const QList<Segment> &segments);

[[nodiscard]] bool hasTshark();

/// What tshark shows of a capture file: one line per packet, its fields separated by '|', the
/// values of a field that is there more than once by ','.
[[nodiscard]] QStringList byTshark(const QByteArray &capture, const QStringList &fields);

} // namespace mws
