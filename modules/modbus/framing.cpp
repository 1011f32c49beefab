// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/framing.h"

#include "modbus/requests.h"
#include "modbus/rtuframe.h"

#include <algorithm>
#include <optional>

namespace mws::modbus
{

namespace
{

constexpr quint8 kExceptionFlag = 0x80;
constexpr qsizetype kExceptionFrame = 5;
constexpr qsizetype kFixedFrame = 8; ///< read requests, answers to writes
constexpr qsizetype kMaskFrame = 10; ///< FC 22 and its answer
constexpr qsizetype kShortestAscii = 3; ///< unit, function, LRC

bool answers(quint8 function, const QByteArray &request)
{
    return (function & ~kExceptionFlag) == quint8(request.at(0));
}

/// Bytes of a whole frame with a right checksum, of whatever unit, that begins here; 0 for none.
qsizetype foreignFrame(QByteArrayView bytes)
{
    if (bytes.size() < kExceptionFrame)
        return 0;
    const qsizetype read = 5 + quint8(bytes[2]); // an answer with a byte count
    const qsizetype write = bytes.size() > 6 ? 9 + quint8(bytes[6]) : 0; // a request with one
    const qsizetype both = bytes.size() > 10 ? 13 + quint8(bytes[10]) : 0; // a request of FC 23
    for (const qsizetype size : {kExceptionFrame, kFixedFrame, kMaskFrame, read, write, both}) {
        if (size > 0 && size <= bytes.size() && crc16(bytes.first(size)) == 0)
            return size;
    }
    return 0;
}

QByteArrayView withoutForeignFrames(QByteArrayView bytes)
{
    while (const qsizetype size = foreignFrame(bytes))
        bytes = bytes.sliced(size);
    return bytes;
}

/// An answer has begun somewhere and is not complete yet.
bool hasBegun(QByteArrayView bytes, int unit, const QByteArray &request)
{
    const qsizetype expected = expectedResponseSize(request) + 3;
    for (qsizetype at = std::max<qsizetype>(0, bytes.size() - expected + 1); at < bytes.size();
         ++at) {
        const QByteArrayView rest = bytes.sliced(at);
        if (quint8(rest[0]) != unit)
            continue;
        if (rest.size() == 1 || quint8(rest[1]) == quint8(request.at(0)))
            return true;
        if (rest.size() < kExceptionFrame && answers(quint8(rest[1]), request))
            return true;
    }
    return false;
}

/// As long as the answer to the request, or a whole exception answer.
bool isAsLong(QByteArrayView bytes, int unit, const QByteArray &request)
{
    const bool exception = bytes.size() >= kExceptionFrame && quint8(bytes[0]) == unit
        && quint8(bytes[1]) == (quint8(request.at(0)) | kExceptionFlag);
    return exception || bytes.size() >= expectedResponseSize(request) + 3;
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/// Unit and PDU of the text between ':' and CR LF; none when it is not a whole frame.
std::optional<QByteArray> decoded(QByteArrayView text)
{
    if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), isHexDigit))
        return std::nullopt;
    const QByteArray bytes = QByteArray::fromHex(text.toByteArray());
    if (bytes.size() < kShortestAscii || lrc(bytes) != 0)
        return std::nullopt;
    return bytes.chopped(1);
}

/// Not so the request of another master, or an echo of ours.
bool isAnswer(const QByteArray &bytes, int unit, const QByteArray &request)
{
    return quint8(bytes.at(0)) == unit && isResponse(request, bytes.mid(1));
}

} // namespace

QByteArray RtuFraming::frame(int unit, const QByteArray &pdu) const
{
    const QByteArray bytes = char(unit) + pdu;
    const quint16 crc = crc16(bytes);
    return bytes + char(crc) + char(crc >> 8);
}

Heard RtuFraming::judge(const QByteArray &heard, int unit, const QByteArray &request) const
{
    if (const auto pdu = findResponse(heard, unit, request))
        return {Heard::Verdict::Answer, *pdu};
    const QByteArrayView own = withoutForeignFrames(heard);
    const bool damaged = isAsLong(own, unit, request) && !hasBegun(own, unit, request);
    return {damaged ? Heard::Verdict::Damaged : Heard::Verdict::Open, {}};
}

QByteArray AsciiFraming::frame(int unit, const QByteArray &pdu) const
{
    QByteArray bytes = char(unit) + pdu;
    bytes.append(char(lrc(bytes)));
    return ':' + bytes.toHex().toUpper() + "\r\n";
}

Heard AsciiFraming::judge(const QByteArray &heard, int unit, const QByteArray &request) const
{
    bool damaged = false;
    for (qsizetype start = heard.indexOf(':'); start >= 0;) {
        const qsizetype next = heard.indexOf(':', start + 1);
        const qsizetype end = heard.indexOf("\r\n", start);
        if (end >= 0 && (next < 0 || end < next)) {
            const auto bytes = decoded(QByteArrayView(heard).sliced(start + 1, end - start - 1));
            damaged |= !bytes;
            if (bytes && isAnswer(*bytes, unit, request))
                return {Heard::Verdict::Answer, bytes->mid(1)};
        } else if (next < 0) { // begun, not complete
            damaged = false;
        }
        start = next;
    }
    return {damaged ? Heard::Verdict::Damaged : Heard::Verdict::Open, {}};
}

quint8 lrc(QByteArrayView bytes)
{
    int sum = 0;
    for (const char byte : bytes)
        sum += quint8(byte);
    return quint8(-sum);
}

} // namespace mws::modbus
