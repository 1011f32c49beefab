// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/pdu.h"

#include "simulator/registerimage.h"

namespace mws::simulator
{

namespace
{

constexpr int kReadCoils = 1;
constexpr int kReadDiscreteInputs = 2;
constexpr int kReadHoldingRegisters = 3;
constexpr int kReadInputRegisters = 4;
constexpr int kWriteSingleCoil = 5;
constexpr int kWriteSingleRegister = 6;
constexpr int kWriteMultipleCoils = 15;
constexpr int kWriteMultipleRegisters = 16;
constexpr int kMaskWriteRegister = 22;
constexpr int kReadWriteRegisters = 23;

int wordAt(const QByteArray &pdu, qsizetype at)
{
    return uchar(pdu[at]) << 8 | uchar(pdu[at + 1]);
}

void appendWord(QByteArray &pdu, int word)
{
    pdu.append(char(word >> 8)).append(char(word));
}

int functionOf(const QByteArray &pdu)
{
    return uchar(pdu[0]);
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

QByteArray withRegisters(int function, const QList<quint16> &words)
{
    QByteArray answer;
    answer.append(char(function)).append(char(words.size() * 2));
    for (const quint16 word : words)
        appendWord(answer, word);
    return answer;
}

QByteArray withBits(int function, const QList<quint16> &bits)
{
    QByteArray packed((bits.size() + 7) / 8, '\0');
    for (qsizetype i = 0; i < bits.size(); ++i)
        packed[i / 8] = char(uchar(packed[i / 8]) | bits[i] << (i % 8));
    return QByteArray().append(char(function)).append(char(packed.size())).append(packed);
}

QByteArray readBits(const RegisterImage &image, const QByteArray &pdu)
{
    const int count = pdu.size() == 5 ? wordAt(pdu, 3) : 0;
    if (count < 1 || count > image.maxBits())
        return exceptionPdu(pdu, kIllegalValue);
    const Table table = functionOf(pdu) == kReadCoils ? Table::Coil : Table::DiscreteInput;
    const auto bits = image.read(table, wordAt(pdu, 1), count);
    return bits ? withBits(functionOf(pdu), *bits) : exceptionPdu(pdu, kIllegalAddress);
}

QByteArray readRegisters(const RegisterImage &image, const QByteArray &pdu)
{
    const int count = pdu.size() == 5 ? wordAt(pdu, 3) : 0;
    if (count < 1 || count > image.maxRegisters())
        return exceptionPdu(pdu, kIllegalValue);
    const bool holding = functionOf(pdu) == kReadHoldingRegisters;
    const Table table = holding ? Table::HoldingRegister : Table::InputRegister;
    const auto words = image.read(table, wordAt(pdu, 1), count);
    return words ? withRegisters(functionOf(pdu), *words) : exceptionPdu(pdu, kIllegalAddress);
}

QByteArray readAndWrite(RegisterImage &image, const QByteArray &pdu, const WriteRequest &request)
{
    const int address = wordAt(pdu, 1);
    const int count = wordAt(pdu, 3);
    if (count < 1 || count > image.maxRegisters())
        return exceptionPdu(pdu, kIllegalValue);
    if (!image.exists(Table::HoldingRegister, address, count)
        || !image.write(Table::HoldingRegister, request.address, request.values))
        return exceptionPdu(pdu, kIllegalAddress);
    return withRegisters(kReadWriteRegisters, *image.read(Table::HoldingRegister, address, count));
}

QByteArray maskWrite(RegisterImage &image, const QByteArray &pdu, const WriteRequest &request)
{
    const auto now = image.read(Table::HoldingRegister, request.address, 1);
    if (!now)
        return exceptionPdu(pdu, kIllegalAddress);
    const int keep = request.values[0];
    const int put = request.values[1];
    const int result = (now->first() & keep) | (put & ~keep);
    image.write(Table::HoldingRegister, request.address, {quint16(result)});
    return pdu;
}

QByteArray performWrite(RegisterImage &image, const QByteArray &pdu)
{
    const auto request = writeRequestOf(pdu);
    if (!request)
        return exceptionPdu(pdu, kIllegalValue);
    if (request->function == kReadWriteRegisters)
        return readAndWrite(image, pdu, *request);
    if (request->function == kMaskWriteRegister)
        return maskWrite(image, pdu, *request);
    if (!image.write(request->table, request->address, request->values))
        return exceptionPdu(pdu, kIllegalAddress);
    return pdu.left(5); // both single writes echo, both multiple ones give address and count
}

std::optional<WriteRequest> singleWrite(const QByteArray &pdu)
{
    if (pdu.size() != 5)
        return std::nullopt;
    const int value = wordAt(pdu, 3);
    if (functionOf(pdu) == kWriteSingleRegister)
        return WriteRequest{
            kWriteSingleRegister, Table::HoldingRegister, wordAt(pdu, 1), {quint16(value)}};
    if (value != 0xFF00 && value != 0)
        return std::nullopt;
    return WriteRequest{kWriteSingleCoil, Table::Coil, wordAt(pdu, 1), {quint16(value != 0)}};
}

std::optional<WriteRequest> coilsWrite(const QByteArray &pdu)
{
    constexpr int kMostCoils = 1968;
    const int count = pdu.size() > 6 ? wordAt(pdu, 3) : 0;
    const int bytes = (count + 7) / 8;
    if (count < 1 || count > kMostCoils || uchar(pdu[5]) != bytes || pdu.size() != 6 + bytes)
        return std::nullopt;
    return WriteRequest{kWriteMultipleCoils, Table::Coil, wordAt(pdu, 1), bitsFrom(pdu, 6, count)};
}

std::optional<WriteRequest> registersWrite(const QByteArray &pdu)
{
    constexpr int kMostRegisters = 123;
    const int count = pdu.size() > 6 ? wordAt(pdu, 3) : 0;
    if (count < 1 || count > kMostRegisters || uchar(pdu[5]) != 2 * count
        || pdu.size() != 6 + 2 * count)
        return std::nullopt;
    return WriteRequest{kWriteMultipleRegisters, Table::HoldingRegister, wordAt(pdu, 1),
                        wordsFrom(pdu, 6, count)};
}

std::optional<WriteRequest> maskRequest(const QByteArray &pdu)
{
    if (pdu.size() != 7)
        return std::nullopt;
    return WriteRequest{kMaskWriteRegister, Table::HoldingRegister, wordAt(pdu, 1),
                        wordsFrom(pdu, 3, 2)};
}

std::optional<WriteRequest> readWriteRequest(const QByteArray &pdu)
{
    constexpr int kMostRegisters = 121;
    const int count = pdu.size() > 10 ? wordAt(pdu, 7) : 0;
    if (count < 1 || count > kMostRegisters || uchar(pdu[9]) != 2 * count
        || pdu.size() != 10 + 2 * count)
        return std::nullopt;
    return WriteRequest{kReadWriteRegisters, Table::HoldingRegister, wordAt(pdu, 5),
                        wordsFrom(pdu, 10, count)};
}

} // namespace

QByteArray exceptionPdu(const QByteArray &request, int code)
{
    const int function = request.isEmpty() ? 0 : functionOf(request);
    return QByteArray().append(char(function | 0x80)).append(char(code));
}

std::optional<WriteRequest> writeRequestOf(const QByteArray &pdu)
{
    switch (pdu.isEmpty() ? 0 : functionOf(pdu)) {
    case kWriteSingleCoil:
    case kWriteSingleRegister:
        return singleWrite(pdu);
    case kWriteMultipleCoils:
        return coilsWrite(pdu);
    case kWriteMultipleRegisters:
        return registersWrite(pdu);
    case kMaskWriteRegister:
        return maskRequest(pdu);
    case kReadWriteRegisters:
        return readWriteRequest(pdu);
    default:
        return std::nullopt;
    }
}

QByteArray answerPdu(RegisterImage &image, const QByteArray &pdu)
{
    switch (pdu.isEmpty() ? 0 : functionOf(pdu)) {
    case kReadCoils:
    case kReadDiscreteInputs:
        return readBits(image, pdu);
    case kReadHoldingRegisters:
    case kReadInputRegisters:
        return readRegisters(image, pdu);
    case kWriteSingleCoil:
    case kWriteSingleRegister:
    case kWriteMultipleCoils:
    case kWriteMultipleRegisters:
    case kMaskWriteRegister:
    case kReadWriteRegisters:
        return performWrite(image, pdu);
    default:
        return exceptionPdu(pdu, kIllegalFunction);
    }
}

} // namespace mws::simulator
