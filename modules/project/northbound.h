// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

namespace mws
{

/// One value that the Modbus server shows: which tag lies where, and in which form.
struct NorthboundEntry {
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based PDU address, 0 to 65535
    DataType type = DataType::UInt16; ///< Bool in a register is a whole register, 0 or 1
    ByteOrder order = ByteOrder::ABCD;
    int length = 0; ///< String: bytes, 1 to 250
    QString tag; ///< Tag::id
    double factor = 1; ///< value of the tag = raw × factor + offset
    double offset = 0;
    QString badValue; ///< raw words as hex that stand for a value that is not good; empty: the
                      ///< request is answered by exception 4
    bool writable = false;

    /// The entry as the tag of a device would be: place, type, order and scale.
    [[nodiscard]] Tag asTag() const;
    friend bool operator==(const NorthboundEntry &, const NorthboundEntry &) = default;
};

/// The station as a Modbus server for the control system above: northbound.json.
struct Northbound {
    bool enabled = false;
    QString address = QStringLiteral("127.0.0.1"); ///< IP address to listen on
    int port = 0; ///< 0: 502, with TLS 802
    bool tls = false; ///< Modbus/TCP Security; files of the data folder
    int unit = 1; ///< 1 to 247; 0 and 255 reach the server too
    QStringList allow; ///< IP addresses and networks of clients; empty: nobody
    QString writeRole; ///< Role::id of writes without TLS; empty: read only
    int maxClients = 8; ///< 1 to 64
    int idleTimeoutS = 60; ///< a client without a request is closed, 5 to 3600
    int requestsPerSecond = 100; ///< of one client, 1 to 1000; more wait their turn
    bool serveStale = false; ///< an uncertain value is shown as the last one known
    QList<NorthboundEntry> map;

    [[nodiscard]] int effectivePort() const;
    friend bool operator==(const Northbound &, const Northbound &) = default;
};

} // namespace mws
