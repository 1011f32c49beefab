// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "field/counters.h"
#include "project/tag.h"

#include <QByteArray>
#include <QList>

namespace mws::modbus
{

inline constexpr int kMaskWriteRegister = 22;
inline constexpr int kReadWriteRegisters = 23;

/// Request PDUs (function code and data, MODBUS Application Protocol V1.1b3, section 6). Invalid
/// when address or count leave the limits of the protocol: 2000 bits or 125 registers read, 1968
/// bits or 123 registers (121 by FC 23) written, address 0 to 65535.
[[nodiscard]] Result<QByteArray> readRequest(Table table, int address, int count);
[[nodiscard]] Result<QByteArray> writeCoilRequest(int address, bool on);
[[nodiscard]] Result<QByteArray> writeRegisterRequest(int address, quint16 value);
[[nodiscard]] Result<QByteArray> writeCoilsRequest(int address, const QList<bool> &values);
[[nodiscard]] Result<QByteArray> writeRegistersRequest(int address, const QList<quint16> &values);
/// FC 22: the register becomes (what it is AND keep) OR (put AND NOT keep), within the device.
[[nodiscard]] Result<QByteArray> maskWriteRequest(int address, quint16 keep, quint16 put);
/// FC 23: the device writes first, then it reads.
[[nodiscard]] Result<QByteArray> readWriteRequest(int readAddress, int readCount, int address,
                                                  const QList<quint16> &values);

/// What a response PDU is worth beside its request.
struct ResponseCheck {
    enum class Verdict {
        Data, ///< right function, byte count as asked, or the echo of what was written
        Exception, ///< section 7; the code is in exception
        Invalid, ///< must not reach a tag
    };
    Verdict verdict = Verdict::Invalid;
    quint8 exception = 0;
    QString reason; ///< for Invalid: what is wrong
    StrayReason fault = StrayReason::Damaged; ///< the same, to count it
};

[[nodiscard]] ResponseCheck checkResponse(const QByteArray &request, const QByteArray &response);

/// It can be the answer to this request: not Invalid.
[[nodiscard]] bool isResponse(const QByteArray &request, const QByteArray &response);

/// A good response to one of them can pass for one to the other.
[[nodiscard]] bool sharesResponses(const QByteArray &request, const QByteArray &other);

/// The data of a response that was checked as Data.
[[nodiscard]] QList<quint16> registersOf(const QByteArray &response);
[[nodiscard]] QList<bool> bitsOf(const QByteArray &response, int count);

/// Bytes of a good response to this request, without unit id and checksum; the most where its
/// length is up to the device, as with some of diagnostics.h.
[[nodiscard]] int expectedResponseSize(const QByteArray &request);
/// The fewest: where its length is not up to the device, the same.
[[nodiscard]] int shortestResponseSize(const QByteArray &request);

/// "illegal data address" for 2, and so on; "exception 42" for codes nobody has defined.
[[nodiscard]] QString exceptionText(quint8 code);

} // namespace mws::modbus
