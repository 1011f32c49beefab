// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/requests.h"
#include "modbus/tcptransport.h"

#include <QSignalSpy>

namespace mws::modbus
{

inline const QByteArray kTenRegisters = readRequest(Table::HoldingRegister, 100, 10).value();

inline Connection connectionTo(quint16 port)
{
    Connection connection;
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    return connection;
}

/// A TCP transport with everything it says.
struct TcpLine {
    explicit TcpLine(quint16 port)
        : transport(connectionTo(port))
        , opened(&transport, &Transport::opened)
        , closed(&transport, &Transport::closed)
        , finished(&transport, &Transport::finished)
        , stray(&transport, &Transport::strayFrame)
    {
    }
    [[nodiscard]] bool open()
    {
        transport.open();
        return opened.wait();
    }
    /// The reply to a request for ten registers. That there is one is what every transport
    /// promises.
    [[nodiscard]] TransportReply ask(int unit = 1, Milliseconds deadline = Milliseconds(150))
    {
        const auto before = finished.size();
        transport.send(unit, kTenRegisters, deadline);
        if (finished.size() == before && !finished.wait())
            qFatal("a request was never finished");
        return finished.last().first().value<TransportReply>();
    }
    TcpTransport transport;
    QSignalSpy opened;
    QSignalSpy closed;
    QSignalSpy finished;
    QSignalSpy stray;
};

} // namespace mws::modbus
