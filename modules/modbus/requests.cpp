// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/requests.h"

#include "modbus/diagnostics.h"

#include <QCoreApplication>
#include <QtEndian>

namespace mws::modbus
{

namespace
{

/// Gives the texts for people their translation context.
class Texts
{
    Q_DECLARE_TR_FUNCTIONS(ModbusRequests)
};

constexpr int kMaxReadBits = 2000;
constexpr int kMaxReadRegisters = 125;
constexpr int kMaxWriteBits = 1968;
constexpr int kMaxWriteRegisters = 123;
constexpr int kMaxReadWriteRegisters = 121;
constexpr int kAddresses = 65536;
constexpr quint8 kExceptionFlag = 0x80;

void appendWord(QByteArray &pdu, int word)
{
    pdu.append(char(word >> 8)).append(char(word));
}

int wordAt(const QByteArray &pdu, qsizetype offset)
{
    return qFromBigEndian<quint16>(pdu.constData() + offset);
}

QByteArray startOf(quint8 function, int address, int word)
{
    QByteArray pdu;
    pdu.reserve(5);
    pdu.append(char(function));
    appendWord(pdu, address);
    appendWord(pdu, word);
    return pdu;
}

bool isInLimits(int address, qsizetype count, int limit)
{
    return address >= 0 && count >= 1 && count <= limit && address + count <= kAddresses;
}

Error outOfLimits(int address, qsizetype count)
{
    return {ErrorCode::Invalid,
            Texts::tr("%1 values at address %2 are more than one request can ask for")
                .arg(count)
                .arg(address)};
}

quint8 readFunction(Table table)
{
    switch (table) {
    case Table::Coil:
        return 1;
    case Table::DiscreteInput:
        return 2;
    case Table::HoldingRegister:
        return 3;
    case Table::InputRegister:
        break;
    }
    return 4;
}

QByteArray packed(const QList<bool> &bits)
{
    QByteArray bytes((bits.size() + 7) / 8, '\0');
    for (qsizetype i = 0; i < bits.size(); ++i) {
        if (bits[i])
            bytes[i / 8] = char(uchar(bytes[i / 8]) | 1 << (i % 8));
    }
    return bytes;
}

/// Of one that is answered with data; none of a request that is cut off.
int dataBytes(const QByteArray &request)
{
    const int count = request.size() < 5 ? 0 : wordAt(request, 3);
    return request.at(0) <= 2 ? (count + 7) / 8 : 2 * count;
}

ResponseCheck invalid(StrayReason fault, const QString &reason)
{
    return {ResponseCheck::Verdict::Invalid, 0, reason, fault};
}

ResponseCheck checkRead(const QByteArray &request, const QByteArray &response)
{
    const int wanted = dataBytes(request);
    if (response.size() < 2 || uchar(response.at(1)) != wanted)
        return invalid(StrayReason::WrongLength,
                       Texts::tr("the byte count is not the one asked for"));
    if (response.size() != 2 + wanted)
        return invalid(StrayReason::WrongLength, Texts::tr("the answer is not as long as it says"));
    return {ResponseCheck::Verdict::Data, 0, {}, {}};
}

/// FC 22 is answered with the whole request, the other writes with its first two fields.
qsizetype echoSize(const QByteArray &request)
{
    return request.at(0) == kMaskWriteRegister ? 7 : 5;
}

bool bringsData(quint8 function)
{
    return function <= 4 || function == kReadWriteRegisters;
}

ResponseCheck checkEcho(const QByteArray &request, const QByteArray &response)
{
    if (response != request.first(echoSize(request)))
        return invalid(StrayReason::WrongEcho,
                       Texts::tr("the answer does not repeat what was written"));
    return {ResponseCheck::Verdict::Data, 0, {}, {}};
}

} // namespace

Result<QByteArray> readRequest(Table table, int address, int count)
{
    const bool bits = table == Table::Coil || table == Table::DiscreteInput;
    if (!isInLimits(address, count, bits ? kMaxReadBits : kMaxReadRegisters))
        return outOfLimits(address, count);
    return startOf(readFunction(table), address, count);
}

Result<QByteArray> writeCoilRequest(int address, bool on)
{
    if (!isInLimits(address, 1, 1))
        return outOfLimits(address, 1);
    return startOf(5, address, on ? 0xFF00 : 0);
}

Result<QByteArray> writeRegisterRequest(int address, quint16 value)
{
    if (!isInLimits(address, 1, 1))
        return outOfLimits(address, 1);
    return startOf(6, address, value);
}

Result<QByteArray> writeCoilsRequest(int address, const QList<bool> &values)
{
    if (!isInLimits(address, values.size(), kMaxWriteBits))
        return outOfLimits(address, values.size());
    const QByteArray bytes = packed(values);
    return startOf(15, address, int(values.size())) + char(bytes.size()) + bytes;
}

Result<QByteArray> writeRegistersRequest(int address, const QList<quint16> &values)
{
    if (!isInLimits(address, values.size(), kMaxWriteRegisters))
        return outOfLimits(address, values.size());
    QByteArray pdu = startOf(16, address, int(values.size())) + char(2 * values.size());
    for (const quint16 value : values)
        appendWord(pdu, value);
    return pdu;
}

Result<QByteArray> maskWriteRequest(int address, quint16 keep, quint16 put)
{
    if (!isInLimits(address, 1, 1))
        return outOfLimits(address, 1);
    QByteArray pdu = startOf(kMaskWriteRegister, address, keep);
    appendWord(pdu, put);
    return pdu;
}

Result<QByteArray> readWriteRequest(int readAddress, int readCount, int address,
                                    const QList<quint16> &values)
{
    if (!isInLimits(readAddress, readCount, kMaxReadRegisters))
        return outOfLimits(readAddress, readCount);
    if (!isInLimits(address, values.size(), kMaxReadWriteRegisters))
        return outOfLimits(address, values.size());
    QByteArray pdu = startOf(kReadWriteRegisters, readAddress, readCount);
    appendWord(pdu, address);
    appendWord(pdu, int(values.size()));
    pdu.append(char(2 * values.size()));
    for (const quint16 value : values)
        appendWord(pdu, value);
    return pdu;
}

ResponseCheck checkResponse(const QByteArray &request, const QByteArray &response)
{
    if (response.isEmpty())
        return invalid(StrayReason::WrongLength, Texts::tr("the answer is empty"));
    const auto function = quint8(request.at(0));
    const auto answered = quint8(response.at(0));
    if (answered == (function | kExceptionFlag)) {
        if (response.size() != 2 || response.at(1) == 0)
            return invalid(StrayReason::WrongLength, Texts::tr("the exception has no code"));
        return {ResponseCheck::Verdict::Exception, quint8(response.at(1)), {}, {}};
    }
    if (answered != function)
        return invalid(StrayReason::WrongFunction,
                       Texts::tr("the answer is for function %1").arg(answered));
    if (isDiagnostic(function))
        return checkDiagnostic(request, response);
    return bringsData(function) ? checkRead(request, response) : checkEcho(request, response);
}

bool isResponse(const QByteArray &request, const QByteArray &response)
{
    return checkResponse(request, response).verdict != ResponseCheck::Verdict::Invalid;
}

bool sharesResponses(const QByteArray &request, const QByteArray &other)
{
    const auto function = quint8(request.at(0));
    if (function != quint8(other.at(0)))
        return false;
    if (isDiagnostic(function))
        return true;
    return bringsData(function) ? dataBytes(request) == dataBytes(other)
                                : request.first(echoSize(request)) == other.first(echoSize(other));
}

QList<quint16> registersOf(const QByteArray &response)
{
    QList<quint16> words;
    words.reserve(response.size() / 2);
    for (qsizetype i = 2; i + 1 < response.size(); i += 2)
        words.append(quint16(wordAt(response, i)));
    return words;
}

QList<bool> bitsOf(const QByteArray &response, int count)
{
    QList<bool> bits;
    for (int i = 0; i < count; ++i)
        bits.append(uchar(response.at(2 + i / 8)) >> (i % 8) & 1);
    return bits;
}

int expectedResponseSize(const QByteArray &request)
{
    if (isDiagnostic(quint8(request.at(0))))
        return longestDiagnostic(request);
    return int(bringsData(quint8(request.at(0))) ? 2 + dataBytes(request) : echoSize(request));
}

int shortestResponseSize(const QByteArray &request)
{
    return isDiagnostic(quint8(request.at(0))) ? shortestDiagnostic(request)
                                               : expectedResponseSize(request);
}

QString exceptionText(quint8 code)
{
    switch (code) {
    case 1:
        return Texts::tr("illegal function");
    case 2:
        return Texts::tr("illegal data address");
    case 3:
        return Texts::tr("illegal data value");
    case 4:
        return Texts::tr("server device failure");
    case 5:
        return Texts::tr("acknowledge");
    case 6:
        return Texts::tr("server device busy");
    case 8:
        return Texts::tr("memory parity error");
    case 10:
        return Texts::tr("gateway path unavailable");
    case 11:
        return Texts::tr("gateway target device failed to respond");
    default:
        return Texts::tr("exception %1").arg(code);
    }
}

} // namespace mws::modbus
