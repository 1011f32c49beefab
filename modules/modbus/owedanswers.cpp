// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/owedanswers.h"

#include "modbus/requests.h"

#include <algorithm>

namespace mws::modbus
{

OwedAnswers::OwedAnswers(const Connection &connection)
    : m_isNumbered(!connection.hasSerialFrames())
    , m_timeout(connection.responseTimeoutMs)
{
}

void OwedAnswers::silent(int unit, const QByteArray &request, Milliseconds sentAt, Milliseconds now)
{
    if (!m_isNumbered)
        note({unit, request, now + m_timeout, true}, sentAt);
}

void OwedAnswers::answered(int unit, const QByteArray &request, bool isException,
                           Milliseconds sentAt, Milliseconds now)
{
    const auto isOther = [&](const Owed &owed) {
        const bool fits
            = isException ? owed.request.at(0) == request.at(0) : owed.request == request;
        return owed.unit == unit && owed.until > sentAt && fits;
    };
    if (std::any_of(m_owed.cbegin(), m_owed.cend(), isOther))
        note({unit, request, now + 2 * m_timeout, false}, sentAt);
}

void OwedAnswers::note(const Owed &owed, Milliseconds sentAt)
{
    m_owed.removeIf([&owed, sentAt](const Owed &old) {
        return old.until <= sentAt || (old.unit == owed.unit && old.request == owed.request);
    });
    m_owed.append(owed);
}

bool OwedAnswers::mayAllGo(int unit, Milliseconds now) const
{
    return std::none_of(m_owed.cbegin(), m_owed.cend(), [unit, now](const Owed &owed) {
        return owed.unit == unit && owed.until > now;
    });
}

bool OwedAnswers::mayGo(int unit, const QByteArray &request, Milliseconds now) const
{
    return std::none_of(m_owed.cbegin(), m_owed.cend(), [&](const Owed &owed) {
        return owed.unit == unit && owed.until > now && sharesResponses(owed.request, request)
            && !(owed.maySayAgain && owed.request == request);
    });
}

Milliseconds OwedAnswers::nextEnd(Milliseconds after) const
{
    Milliseconds next = Milliseconds::max();
    for (const Owed &owed : m_owed)
        next = owed.until > after ? std::min(next, owed.until) : next;
    return next;
}

} // namespace mws::modbus
