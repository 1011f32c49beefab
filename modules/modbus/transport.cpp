// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/transport.h"

#include "modbus/rtutransport.h"
#include "modbus/seriallink.h"
#include "modbus/socketlink.h"
#include "modbus/streamtransport.h"
#include "modbus/tcptransport.h"
#include "modbus/udptransport.h"

namespace mws::modbus
{

namespace
{

template <typename Link, typename Frames>
std::unique_ptr<Transport> makeStream(const Connection &connection)
{
    return std::make_unique<StreamTransport>(connection, std::make_unique<Link>(connection),
                                             std::make_unique<Frames>());
}

} // namespace

std::unique_ptr<Transport> makeTransport(const Connection &connection)
{
    switch (connection.kind) {
    case ConnectionKind::Rtu:
        if (connection.backend == SerialBackend::QModbus)
            return std::make_unique<RtuTransport>(connection);
        return makeStream<SerialLink, RtuFraming>(connection);
    case ConnectionKind::RtuOverTcp:
        return makeStream<SocketLink, RtuFraming>(connection);
    case ConnectionKind::Ascii:
        return makeStream<SerialLink, AsciiFraming>(connection);
    case ConnectionKind::Udp:
        return std::make_unique<UdpTransport>(connection);
    case ConnectionKind::Tcp:
        break;
    }
    return std::make_unique<TcpTransport>(connection);
}

} // namespace mws::modbus
