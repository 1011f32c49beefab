// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/strays.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

constexpr quint8 kExceptionFlag = 0x80;
constexpr qsizetype kShortestFrame = 5; ///< an exception, with its checksum

bool answersTo(const QByteArray &frame, const Exchange &exchange)
{
    return exchange.unit == quint8(frame[0]) && isResponse(exchange.request, frame.mid(1));
}

bool hasFunctionOf(const QByteArray &frame, const Exchange &exchange)
{
    return (quint8(frame[1]) & ~kExceptionFlag) == quint8(exchange.request.at(0));
}

/// during: it was heard while the newest was under way.
Stray strayOf(const QByteArray &frame, const Exchange &newest, const Exchange &before, bool during)
{
    if (isRequest(frame))
        return {StrayReason::Foreign, -1};
    for (const Exchange *exchange : {&newest, &before}) {
        if (answersTo(frame, *exchange) && !exchange->waits)
            return {exchange->answer.isEmpty() ? StrayReason::Late : StrayReason::Duplicate,
                    exchange->unit};
    }
    const bool sameUnit = newest.unit == quint8(frame[0]);
    const int against = during || sameUnit ? newest.unit : -1;
    if (!sameUnit)
        return {StrayReason::WrongUnit, against};
    return {hasFunctionOf(frame, newest) ? StrayReason::WrongLength : StrayReason::WrongFunction,
            against};
}

/// Bytes that are no frame.
Stray strayOf(const HeardFrames &heard, const Exchange &newest, bool during)
{
    if (!newest.waits)
        return {StrayReason::Garbage, during ? newest.unit : -1};
    if (heard.cutShort)
        return {StrayReason::WrongLength, newest.unit};
    return {heard.rest.size() < kShortestFrame ? StrayReason::Garbage : StrayReason::Damaged,
            newest.unit};
}

} // namespace

QList<Stray> straysIn(const HeardFrames &heard, const Exchange &newest, const Exchange &before,
                      bool holdsAnswer)
{
    QList<Stray> strays;
    const bool during = newest.waits || holdsAnswer;
    for (const QByteArray &frame : heard.whole) {
        if (frame == char(newest.unit) + newest.request)
            continue;
        if (holdsAnswer && frame == char(newest.unit) + newest.answer)
            holdsAnswer = false;
        else
            strays.append(strayOf(frame, newest, before, during));
    }
    if (!heard.rest.isEmpty())
        strays.append(strayOf(heard, newest, during));
    return strays;
}

bool isRequest(QByteArrayView frame)
{
    if (frame.size() < 2)
        return false;
    const auto function = quint8(frame[1]);
    const auto at = [&frame](qsizetype i) { return i < frame.size() ? quint8(frame[i]) : 0; };
    const qsizetype size = frame.size();
    if (function == 1 || function == 2)
        return size == 6 && at(2) != 3; // 3 bytes of bits
    if (function == 3 || function == 4)
        return size == 6;
    if (function == 15 || function == 16)
        return size > 7 && size == 7 + at(6);
    if (function == kReadWriteRegisters)
        return size > 11 && size == 11 + at(10);
    return false;
}

} // namespace mws::modbus
