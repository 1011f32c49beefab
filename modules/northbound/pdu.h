// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QByteArray>
#include <QList>
#include <variant>

namespace mws::northbound
{

/// Exception codes of the MODBUS Application Protocol V1.1b3, section 7.
enum class Exception : quint8 {
    IllegalFunction = 1,
    IllegalAddress = 2,
    IllegalValue = 3,
    DeviceFailure = 4,
    DeviceBusy = 6,
    TargetFailed = 11, ///< of a gateway: no such unit
};

/// A request that is well formed: right size, right counts. Whether its addresses exist is not
/// said.
struct Request {
    int function = 0;
    Table table = Table::HoldingRegister;
    int readAddress = 0;
    int readCount = 0; ///< 0: reads nothing
    int writeAddress = 0;
    QList<quint16> values; ///< bits as 0 and 1; empty: writes nothing. FC 22: AND mask, OR mask

    [[nodiscard]] bool isMask() const { return function == 22; }
    [[nodiscard]] bool isWrite() const { return !values.isEmpty(); }
};

/// Functions that write, whatever follows: 5, 6, 15, 16, 22, 23.
[[nodiscard]] bool isWriteFunction(const QByteArray &pdu);

/// Of functions 1 to 6, 15, 16, 22, 23 (section 6); IllegalFunction for any other, IllegalValue for
/// wrong sizes, counts and coil values.
[[nodiscard]] std::variant<Request, Exception> parseRequest(const QByteArray &pdu);

[[nodiscard]] QByteArray exceptionPdu(const QByteArray &request, Exception code);
/// The answer to a read of bits or registers.
[[nodiscard]] QByteArray readAnswer(const Request &request, const QList<quint16> &values);
/// The answer to a write that was done: echo, or address and count.
[[nodiscard]] QByteArray writeAnswer(const QByteArray &pdu);

/// What function 43 / 14 tells (section 6.21), basic category; 1 to 60 characters of ASCII each.
struct Identification {
    QByteArray vendor;
    QByteArray product;
    QByteArray revision;
};
[[nodiscard]] QByteArray identify(const Identification &identification, const QByteArray &pdu);

} // namespace mws::northbound
