// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/rtuframe.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

constexpr quint8 kExceptionFlag = 0x80;
constexpr int kCrc = 2;

bool hasRightCrc(QByteArrayView frame)
{
    const quint16 crc = crc16(frame.chopped(kCrc));
    return quint8(frame[frame.size() - 2]) == (crc & 0xFF) && quint8(frame.back()) == crc >> 8;
}

} // namespace

quint16 crc16(QByteArrayView bytes)
{
    quint32 crc = 0xFFFF;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int i = 0; i < 8; ++i)
            crc = crc & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
    }
    return quint16(crc);
}

qsizetype responseSize(QByteArrayView pdu, quint8 function)
{
    const auto answered = quint8(pdu[0]);
    if (answered == (function | kExceptionFlag))
        return 2;
    if (answered != function)
        return 0;
    if (function <= 4 || function == kReadWriteRegisters)
        return 2 + quint8(pdu[1]);
    return function == kMaskWriteRegister ? 7 : 5;
}

std::optional<QByteArray> findResponse(const QByteArray &bytes, int unit, const QByteArray &request)
{
    const auto function = quint8(request.at(0));
    for (qsizetype at = 0; at + 3 + kCrc <= bytes.size(); ++at) {
        const QByteArrayView rest = QByteArrayView(bytes).sliced(at);
        const qsizetype size = quint8(rest[0]) == unit ? responseSize(rest.sliced(1), function) : 0;
        const qsizetype frame = 1 + size + kCrc;
        if (size == 0 || frame > rest.size() || !hasRightCrc(rest.first(frame)))
            continue;
        const QByteArray pdu = rest.sliced(1, size).toByteArray();
        if (isResponse(request, pdu))
            return pdu;
        at += frame - 1;
    }
    return std::nullopt;
}

} // namespace mws::modbus
