// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/requests.h"
#include "modbus/transport.h"

#include <QSignalSpy>

namespace mws::modbus
{

inline const QByteArray kTwoRegisters = readRequest(Table::HoldingRegister, 100, 2).value();
inline const QByteArray kGoodPdu = QByteArray::fromHex("030400640065");
inline const QByteArray kOtherPdu = QByteArray::fromHex("0304deadbeef");
inline constexpr Milliseconds kShort{150};
inline constexpr Milliseconds kLong{60000}; ///< longer than any wait of these tests

/// A transport over a network with everything it says.
struct NetworkLine {
    NetworkLine(ConnectionKind kind, quint16 port,
                const QString &host = QStringLiteral("127.0.0.1"))
        : transport(makeTransport(connectionTo(kind, port, host)))
        , opened(transport.get(), &Transport::opened)
        , closed(transport.get(), &Transport::closed)
        , finished(transport.get(), &Transport::finished)
        , stray(transport.get(), &Transport::strayFrame)
    {
    }
    [[nodiscard]] static Connection connectionTo(ConnectionKind kind, quint16 port,
                                                 const QString &host)
    {
        Connection connection;
        connection.kind = kind;
        connection.host = host;
        connection.port = port;
        return connection;
    }
    [[nodiscard]] bool open()
    {
        transport->open();
        return opened.wait();
    }
    [[nodiscard]] TransportReply last() const
    {
        return finished.last().first().value<TransportReply>();
    }
    [[nodiscard]] TransportReply ask(Milliseconds timeout = kShort, int unit = 1)
    {
        const auto before = finished.size();
        transport->send(unit, kTwoRegisters, timeout);
        return finished.size() > before || finished.wait()
            ? last()
            : TransportReply{TransportReply::Status::LinkLost, {}, QStringLiteral("no end")};
    }
    std::unique_ptr<Transport> transport;
    QSignalSpy opened;
    QSignalSpy closed;
    QSignalSpy finished;
    QSignalSpy stray;
};

} // namespace mws::modbus
