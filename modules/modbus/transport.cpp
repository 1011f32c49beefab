// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/transport.h"

#include "modbus/rtutransport.h"
#include "modbus/tcptransport.h"

namespace mws::modbus
{

std::unique_ptr<Transport> makeTransport(const Connection &connection)
{
    if (connection.kind == ConnectionKind::Rtu)
        return std::make_unique<RtuTransport>(connection);
    return std::make_unique<TcpTransport>(connection);
}

} // namespace mws::modbus
