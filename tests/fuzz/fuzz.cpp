// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"

#include "modbus/requests.h"

namespace mws::fuzz
{

QByteArray requestFrom(Input &input)
{
    using namespace modbus;
    const int kind = input.byte() % 10;
    const int address = input.word();
    const int count = 1 + input.byte() % 123;
    Result<QByteArray> request = readRequest(Table::HoldingRegister, 0, 1);
    if (kind < 4)
        request = readRequest(Table(kind), address, count);
    else if (kind == 4)
        request = writeCoilRequest(address, count % 2);
    else if (kind == 5)
        request = writeRegisterRequest(address, quint16(count));
    else if (kind == 6)
        request = writeCoilsRequest(address, QList<bool>(count, true));
    else if (kind == 8)
        request = maskWriteRequest(address, quint16(~count), quint16(count));
    else if (kind == 9)
        request = readWriteRequest(address, count, address, QList<quint16>(1 + count % 121));
    else
        request = writeRegistersRequest(address, QList<quint16>(count, quint16(address)));
    return request ? request.value() : readRequest(Table::HoldingRegister, 0, 1).value();
}

} // namespace mws::fuzz
