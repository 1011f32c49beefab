// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "fuzz/fuzz.h"

#include "modbus/diagnostics.h"

namespace mws::fuzz
{

QByteArray requestFrom(Input &input)
{
    using namespace modbus;
    const int kind = input.byte() % 11;
    if (kind == 10)
        return diagnosticFrom(input);
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

QByteArray diagnosticFrom(Input &input)
{
    using namespace modbus;
    const int kind = input.byte() % 9;
    const int number = input.byte();
    const auto sub = subFunctionOf(number);
    switch (kind) {
    case 0:
        return exceptionStatusRequest();
    case 1:
        return diagnosticsRequest(sub.value_or(SubFunction::ReturnQueryData), quint16(number));
    case 2:
        return eventCounterRequest();
    case 3:
        return eventLogRequest();
    case 4:
        return serverIdRequest();
    case 5:
        return readFileRequest({{1, number, 1 + number % 100}, {2, 0, 1 + number % 20}}).value();
    case 6:
        return writeFileRequest(1, number, QList<quint16>(1 + number % 122)).value();
    case 7:
        return fifoRequest(number).value();
    default:
        return identificationRequest(1 + number % 4, number / 4).value();
    }
}

} // namespace mws::fuzz
