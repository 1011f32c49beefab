// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

namespace mws
{

/// What the Modbus server of the station does at the moment, and what it has done since the start.
struct NorthboundStatus {
    enum class State {
        Off, ///< not configured, or switched off
        Listening,
        Failed, ///< lastError says why; it is tried again
    };
    State state = State::Off;
    QString address; ///< it listens on; loopback until there is an administrator
    int port = 0;
    bool tls = false;
    int clients = 0; ///< connected now
    quint64 requests = 0;
    quint64 exceptions = 0; ///< requests that were answered by one
    quint64 writes = 0; ///< values that were written
    quint64 refusedWrites = 0; ///< write requests that were refused
    quint64 refusedClients = 0; ///< not in the allow-list, too many, or no valid certificate
    quint64 closedClients = 0; ///< for bytes that are no Modbus, slowness or silence
    QString lastError; ///< of listening or of a client, for people
    friend bool operator==(const NorthboundStatus &, const NorthboundStatus &) = default;
};

} // namespace mws

Q_DECLARE_METATYPE(mws::NorthboundStatus)
