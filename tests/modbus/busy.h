// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/bench.h"

#include <algorithm>

namespace mws
{

inline QString fast()
{
    return QStringLiteral("fast");
}

inline QString tagOf(int unit, int i)
{
    return QStringLiteral("u%1_%2").arg(unit).arg(i);
}

/// Units with blocks of one register each; "a" is the first of unit 1.
class Busy : public Bench
{
public:
    explicit Busy(int units, int blocks, int window = 16)
        : Bench(units)
    {
        connection.maxInFlight = window;
        for (int unit = 1; unit <= units; ++unit) {
            for (int i = 0; i < blocks; ++i)
                addTag(unit == 1 && i == 0 ? a() : tagOf(unit, i), unit, 10 * i, fast());
        }
    }
    /// Until a round of polls has just begun and so many requests are on the wire.
    void runUntilBusy(int requests)
    {
        while (line->inFlight() > 0)
            run(Milliseconds(1));
        while (line->inFlight() < requests)
            run(Milliseconds(1));
    }
};

inline Milliseconds longestGap(const QList<SentRequest> &requests)
{
    Milliseconds longest{0};
    for (qsizetype i = 1; i < requests.size(); ++i)
        longest = std::max(longest, requests[i].at - requests[i - 1].at);
    return longest;
}

/// The most requests that were sent within a time that long.
inline int mostWithin(const QList<SentRequest> &requests, Milliseconds time)
{
    int most = 0;
    for (const SentRequest &first : requests) {
        most = std::max(
            most,
            int(std::count_if(requests.cbegin(), requests.cend(), [&](const SentRequest &other) {
                return other.at >= first.at && other.at < first.at + time;
            })));
    }
    return most;
}

/// Whether nothing else of the unit was on the wire while the request was.
inline bool wasAlone(const QList<SentRequest> &sent, const SentRequest &request,
                     Milliseconds latency)
{
    return std::none_of(sent.cbegin(), sent.cend(), [&](const SentRequest &other) {
        const bool isSame = other.at == request.at && other.pdu == request.pdu;
        return !isSame && other.unit == request.unit && other.at < request.at + latency
            && other.at + latency > request.at;
    });
}

} // namespace mws
