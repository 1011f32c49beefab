// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/pdu.h"

namespace mws::northbound
{

namespace
{

constexpr int kReadCoils = 1;
constexpr int kReadDiscreteInputs = 2;
constexpr int kReadHoldingRegisters = 3;
constexpr int kReadInputRegisters = 4;
constexpr int kWriteCoil = 5;
constexpr int kWriteRegister = 6;
constexpr int kWriteCoils = 15;
constexpr int kWriteRegisters = 16;
constexpr int kMaskWrite = 22;
constexpr int kReadWrite = 23;
constexpr int kMostBits = 2000;
constexpr int kMostRegisters = 125;

using Parsed = std::variant<Request, Exception>;

int functionOf(const QByteArray &pdu)
{
    return pdu.isEmpty() ? 0 : uchar(pdu[0]);
}

int wordAt(const QByteArray &pdu, qsizetype at)
{
    return uchar(pdu[at]) << 8 | uchar(pdu[at + 1]);
}

QList<quint16> wordsFrom(const QByteArray &pdu, qsizetype at, int count)
{
    QList<quint16> words;
    for (int i = 0; i < count; ++i)
        words.append(quint16(wordAt(pdu, at + 2 * i)));
    return words;
}

QList<quint16> bitsFrom(const QByteArray &pdu, qsizetype at, int count)
{
    QList<quint16> bits;
    for (int i = 0; i < count; ++i)
        bits.append(uchar(pdu[at + i / 8]) >> (i % 8) & 1);
    return bits;
}

Table tableOfRead(int function)
{
    switch (function) {
    case kReadCoils:
        return Table::Coil;
    case kReadDiscreteInputs:
        return Table::DiscreteInput;
    case kReadHoldingRegisters:
        return Table::HoldingRegister;
    default:
        return Table::InputRegister;
    }
}

Parsed parseRead(const QByteArray &pdu)
{
    if (pdu.size() != 5)
        return Exception::IllegalValue;
    Request request;
    request.function = functionOf(pdu);
    request.table = tableOfRead(request.function);
    request.readAddress = wordAt(pdu, 1);
    request.readCount = wordAt(pdu, 3);
    const int most = request.function <= kReadDiscreteInputs ? kMostBits : kMostRegisters;
    if (request.readCount < 1 || request.readCount > most)
        return Exception::IllegalValue;
    return request;
}

Parsed parseSingle(const QByteArray &pdu)
{
    if (pdu.size() != 5)
        return Exception::IllegalValue;
    Request request;
    request.function = functionOf(pdu);
    request.writeAddress = wordAt(pdu, 1);
    const int value = wordAt(pdu, 3);
    request.values = {quint16(value)};
    if (request.function == kWriteRegister)
        return request;
    if (value != 0xFF00 && value != 0)
        return Exception::IllegalValue;
    request.table = Table::Coil;
    request.values = {quint16(value != 0)};
    return request;
}

Parsed parseMultiple(const QByteArray &pdu)
{
    constexpr int kMostCoilsWritten = 1968;
    constexpr int kMostWritten = 123;
    if (pdu.size() < 6)
        return Exception::IllegalValue;
    Request request;
    request.function = functionOf(pdu);
    request.writeAddress = wordAt(pdu, 1);
    const int count = wordAt(pdu, 3);
    const bool isBits = request.function == kWriteCoils;
    const int bytes = isBits ? (count + 7) / 8 : 2 * count;
    if (count < 1 || count > (isBits ? kMostCoilsWritten : kMostWritten) || uchar(pdu[5]) != bytes
        || pdu.size() != 6 + bytes)
        return Exception::IllegalValue;
    request.table = isBits ? Table::Coil : Table::HoldingRegister;
    request.values = isBits ? bitsFrom(pdu, 6, count) : wordsFrom(pdu, 6, count);
    return request;
}

Parsed parseMask(const QByteArray &pdu)
{
    if (pdu.size() != 7)
        return Exception::IllegalValue;
    Request request;
    request.function = kMaskWrite;
    request.writeAddress = wordAt(pdu, 1);
    request.values = wordsFrom(pdu, 3, 2);
    return request;
}

Parsed parseReadWrite(const QByteArray &pdu)
{
    constexpr int kMostWritten = 121;
    if (pdu.size() < 10)
        return Exception::IllegalValue;
    Request request;
    request.function = kReadWrite;
    request.readAddress = wordAt(pdu, 1);
    request.readCount = wordAt(pdu, 3);
    request.writeAddress = wordAt(pdu, 5);
    const int count = wordAt(pdu, 7);
    if (request.readCount < 1 || request.readCount > kMostRegisters || count < 1
        || count > kMostWritten || uchar(pdu[9]) != 2 * count || pdu.size() != 10 + 2 * count)
        return Exception::IllegalValue;
    request.values = wordsFrom(pdu, 10, count);
    return request;
}

QByteArray packed(const QList<quint16> &bits)
{
    QByteArray bytes((bits.size() + 7) / 8, '\0');
    for (qsizetype i = 0; i < bits.size(); ++i)
        bytes[i / 8] = char(uchar(bytes[i / 8]) | bits[i] << (i % 8));
    return bytes;
}

QByteArray objectOf(int id, const QByteArray &text)
{
    return QByteArray().append(char(id)).append(char(text.size())).append(text);
}

} // namespace

bool isWriteFunction(const QByteArray &pdu)
{
    switch (functionOf(pdu)) {
    case kWriteCoil:
    case kWriteRegister:
    case kWriteCoils:
    case kWriteRegisters:
    case kMaskWrite:
    case kReadWrite:
        return true;
    default:
        return false;
    }
}

Parsed parseRequest(const QByteArray &pdu)
{
    const int function = functionOf(pdu);
    if (function >= kReadCoils && function <= kReadInputRegisters)
        return parseRead(pdu);
    switch (function) {
    case kWriteCoil:
    case kWriteRegister:
        return parseSingle(pdu);
    case kWriteCoils:
    case kWriteRegisters:
        return parseMultiple(pdu);
    case kMaskWrite:
        return parseMask(pdu);
    case kReadWrite:
        return parseReadWrite(pdu);
    default:
        return Exception::IllegalFunction;
    }
}

QByteArray exceptionPdu(const QByteArray &request, Exception code)
{
    return QByteArray().append(char(functionOf(request) | 0x80)).append(char(code));
}

QByteArray readAnswer(const Request &request, const QList<quint16> &values)
{
    QByteArray data;
    if (request.table == Table::Coil || request.table == Table::DiscreteInput)
        data = packed(values);
    else
        for (const quint16 word : values)
            data.append(char(word >> 8)).append(char(word));
    return QByteArray().append(char(request.function)).append(char(data.size())).append(data);
}

QByteArray writeAnswer(const QByteArray &pdu)
{
    return functionOf(pdu) == kMaskWrite ? pdu : pdu.left(5);
}

QByteArray identify(const Identification &identification, const QByteArray &pdu)
{
    constexpr char kReadDeviceIdentification = 14;
    constexpr int kIndividual = 4;
    constexpr char kBasicConformity = char(0x81); // stream and individual access
    if (pdu.size() < 2 || pdu[1] != kReadDeviceIdentification)
        return exceptionPdu(pdu, Exception::IllegalFunction);
    const int code = pdu.size() == 4 ? uchar(pdu[2]) : 0;
    if (code < 1 || code > kIndividual)
        return exceptionPdu(pdu, Exception::IllegalValue);
    const QByteArrayList texts{identification.vendor, identification.product,
                               identification.revision};
    const int wanted = uchar(pdu[3]);
    if (code == kIndividual && wanted >= texts.size())
        return exceptionPdu(pdu, Exception::IllegalAddress);
    const int first = wanted < texts.size() ? wanted : 0;
    const int last = code == kIndividual ? first : int(texts.size()) - 1;
    QByteArray objects;
    for (int id = first; id <= last; ++id)
        objects += objectOf(id, texts[id]);
    // "More follows" and the next object are 0: all of it fits one answer.
    return pdu.left(3)
        .append(kBasicConformity)
        .append('\0')
        .append('\0')
        .append(char(last - first + 1))
        .append(objects);
}

} // namespace mws::northbound
