// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/writerequests.h"

#include "modbus/codec.h"
#include "modbus/requests.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr quint16 kAllBits = 0xFFFF;
constexpr int kMaxWriteBits = 1968; // MODBUS Application Protocol V1.1b3, section 6.11

WriteFunction functionOf(const Device &device, Table table)
{
    if (table == Table::Coil)
        return device.coilWrite == CoilWrite::Single ? WriteFunction::Single
                                                     : WriteFunction::Multiple;
    switch (device.registerWrite) {
    case RegisterWrite::Single:
        return WriteFunction::Single;
    case RegisterWrite::Mask:
        return WriteFunction::Mask;
    case RegisterWrite::ReadWrite:
        return WriteFunction::ReadWrite;
    case RegisterWrite::Multiple:
        break;
    }
    return WriteFunction::Multiple;
}

Result<QByteArray> coilsRequest(const Stretch &stretch, WriteFunction function)
{
    if (stretch.words.size() == 1 && function == WriteFunction::Single)
        return writeCoilRequest(stretch.address, stretch.words.first() != 0);
    QList<bool> bits;
    for (const quint16 word : stretch.words)
        bits.append(word != 0);
    return writeCoilsRequest(stretch.address, bits);
}

int limitOf(const Device &device, Table table)
{
    if (table == Table::Coil)
        return std::min(device.maxBits, kMaxWriteBits);
    return std::min(device.maxRegisters, device.maxWrittenRegisters());
}

bool overlap(const Stretch &a, const Stretch &b)
{
    return a.address < b.end() && b.address < a.end();
}

} // namespace

Result<QByteArray> writeRequest(const Device &device, const Stretch &stretch,
                                WriteFunction function)
{
    if (function == WriteFunction::Device)
        function = functionOf(device, stretch.table);
    if (stretch.table == Table::Coil)
        return coilsRequest(stretch, function);
    if (function == WriteFunction::ReadWrite)
        return readWriteRequest(stretch.address, int(stretch.words.size()), stretch.address,
                                stretch.words);
    if (stretch.words.size() == 1 && function == WriteFunction::Single)
        return writeRegisterRequest(stretch.address, stretch.words.first());
    if (stretch.words.size() == 1 && function == WriteFunction::Mask)
        return maskWriteRequest(stretch.address, 0, stretch.words.first());
    return writeRegistersRequest(stretch.address, stretch.words);
}

Result<QByteArray> maskRequest(const Tag &tag, const Value &value, int power)
{
    const auto onZeros = encodeRegisters(tag, value, 0, power);
    const auto onOnes = encodeRegisters(tag, value, kAllBits, power);
    if (!onZeros || !onOnes)
        return onZeros ? onOnes.error() : onZeros.error();
    const quint16 put = onZeros.value().first();
    return maskWriteRequest(tag.address, put ^ onOnes.value().first(), put);
}

qsizetype mergeable(const Device &device, const QList<Stretch> &stretches)
{
    const Stretch &head = stretches.first();
    const bool merges = head.table == Table::Coil ? device.mergesCoils() : device.mergesRegisters();
    int first = head.address;
    int end = head.end();
    qsizetype words = head.words.size();
    qsizetype count = 1;
    for (qsizetype i = 1; merges && i < stretches.size(); ++i) {
        const Stretch &next = stretches[i];
        first = std::min(first, next.address);
        end = std::max(end, next.end());
        words += next.words.size();
        const bool overlaps
            = std::any_of(stretches.begin(), stretches.begin() + i,
                          [&next](const Stretch &other) { return overlap(other, next); });
        if (next.table != head.table || overlaps || end - first > limitOf(device, head.table))
            break;
        if (end - first == words)
            count = i + 1;
    }
    return count;
}

Stretch merged(QList<Stretch> stretches)
{
    std::sort(stretches.begin(), stretches.end(),
              [](const Stretch &a, const Stretch &b) { return a.address < b.address; });
    Stretch all = stretches.takeFirst();
    for (const Stretch &next : std::as_const(stretches))
        all.words += next.words;
    return all;
}

} // namespace mws::modbus
