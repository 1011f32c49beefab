// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bench.h"

#include <algorithm>

namespace mws
{

inline modbus::TransportReply refusal(const SentRequest &request, int exception)
{
    QByteArray pdu(1, char(request.function() | 0x80));
    return {modbus::TransportReply::Status::Answer, pdu + char(exception), {}};
}

inline bool touches(const SentRequest &request, int address)
{
    return request.address() <= address && address < request.address() + request.count();
}

inline bool touchesAny(const SentRequest &request, const QSet<int> &addresses)
{
    return std::any_of(addresses.cbegin(), addresses.cend(),
                       [&request](int address) { return touches(request, address); });
}

/// A device that refuses every read that touches one of the registers.
inline FakeLine::Override refusing(const QSet<int> &registers, int exception)
{
    return [registers, exception](const SentRequest &request) {
        return touchesAny(request, registers) ? std::optional(refusal(request, exception))
                                              : std::nullopt;
    };
}

/// A device that does not answer such reads.
inline FakeLine::Override ignoring(const QSet<int> &registers)
{
    return [registers](const SentRequest &request) {
        return touchesAny(request, registers) ? std::optional(modbus::TransportReply())
                                              : std::nullopt;
    };
}

inline QList<Milliseconds> timesTouching(const Bench &bench, int address)
{
    QList<Milliseconds> times;
    for (const SentRequest &request : bench.line->sent()) {
        if (touches(request, address))
            times.append(request.at);
    }
    return times;
}

inline QString name(int number)
{
    return QString::number(number);
}

inline Milliseconds longestGap(const QList<Milliseconds> &times)
{
    Milliseconds longest{0};
    for (qsizetype i = 1; i < times.size(); ++i)
        longest = std::max(longest, times[i] - times[i - 1]);
    return longest;
}

} // namespace mws
