// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/pki.h"
#include "modbus/requests.h"
#include "modbus/roguedevice.h"
#include "modbus/transport.h"

#include <QSignalSpy>
#include <QTest>

namespace mws::modbus
{

inline const QByteArray kTenRegisters = readRequest(Table::HoldingRegister, 100, 10).value();

inline Connection connectionTo(quint16 port)
{
    Connection connection;
    connection.id = QStringLiteral("line");
    connection.host = QStringLiteral("127.0.0.1");
    connection.port = port;
    return connection;
}

/// Who carries Modbus/TCP in a test that runs for all of them.
enum class Carrier { Own, QModbus, Tls };

inline const Pki &pki()
{
    static const Pki made;
    return made;
}

/// Global data of a test class: every carrier, but TLS only where certificates can be made.
inline void addCarriers()
{
    QTest::addColumn<int>("carrier");
    QTest::newRow("own") << int(Carrier::Own);
    QTest::newRow("QModbus") << int(Carrier::QModbus);
    QTest::newRow("TLS") << int(Carrier::Tls);
}

inline Carrier carrier()
{
    QFETCH_GLOBAL(int, carrier);
    return Carrier(carrier);
}

/// A device and a transport to it with everything it says, over the carrier of the global data.
inline Connection carried(Connection connection)
{
    if (carrier() == Carrier::QModbus)
        connection.backend = LinkBackend::QModbus;
    if (carrier() == Carrier::Tls)
        connection.kind = ConnectionKind::Tls;
    return connection;
}

inline std::unique_ptr<Transport> makeCarrier(const Connection &connection)
{
    const bool isTls = carrier() == Carrier::Tls;
    return makeTransport(carried(connection),
                         isTls ? pki().stationFolder(connection.id) : QString());
}

/// A device that the carrier of the global data can reach.
struct Device : RogueDevice {
    Device()
        : RogueDevice(carrier() == Carrier::Tls ? std::optional(pki().server()) : std::nullopt)
    {
    }
};

/// A transport with everything it says.
struct TcpLine {
    explicit TcpLine(std::unique_ptr<Transport> made)
        : transport(std::move(made))
        , opened(transport.get(), &Transport::opened)
        , closed(transport.get(), &Transport::closed)
        , finished(transport.get(), &Transport::finished)
        , stray(transport.get(), &Transport::strayFrame)
        , late(transport.get(), &Transport::lateAnswer)
    {
    }
    explicit TcpLine(quint16 port)
        : TcpLine(makeCarrier(connectionTo(port)))
    {
    }
    [[nodiscard]] bool open()
    {
        transport->open();
        return opened.wait();
    }
    /// The reply to a request for ten registers. That there is one is what every transport
    /// promises.
    [[nodiscard]] TransportReply ask(int unit = 1, Milliseconds deadline = Milliseconds(150))
    {
        const auto before = finished.size();
        transport->send(unit, kTenRegisters, deadline);
        if (finished.size() == before && !finished.wait())
            qFatal("a request was never finished");
        return finished.last().first().value<TransportReply>();
    }
    /// Why the last attempt to open it failed.
    [[nodiscard]] QString refusal()
    {
        const auto before = closed.size();
        transport->open();
        if (!closed.wait() || closed.size() != before + 1 || !opened.isEmpty())
            return QStringLiteral("it was opened");
        return closed.last().first().toString();
    }
    std::unique_ptr<Transport> transport;
    QSignalSpy opened;
    QSignalSpy closed;
    QSignalSpy finished;
    QSignalSpy stray;
    QSignalSpy late;
};

} // namespace mws::modbus
