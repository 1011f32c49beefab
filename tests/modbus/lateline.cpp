// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/lateline.h"

#include "modbus/requests.h"

#include <algorithm>

namespace mws
{

using modbus::TransportReply;

namespace
{

/// Reads give the addresses, all else is repeated.
QByteArray answerTo(const SentRequest &request)
{
    if (request.function() > 4)
        return request.pdu.first(5);
    QByteArray data;
    for (int i = 0; i < request.count(); ++i)
        data.append(char((request.address() + i) >> 8)).append(char(request.address() + i));
    return request.pdu.first(1) + char(data.size()) + data;
}

} // namespace

LateLine::LateLine(FakeClock &clock, const Connection &connection)
    : m_clock(clock)
    , m_quiet(connection.quietTimeMs)
{
}

void LateLine::close()
{
    m_opening = m_waiting = m_sent = false;
}

modbus::RequestId LateLine::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                                 const MayGo &mayGo)
{
    if (m_waiting)
        qFatal("send() on a line that is busy");
    m_waiting = true;
    m_request = {unit, pdu, m_clock.monotonic()};
    m_timeout = timeout;
    m_mayGo = mayGo;
    return 0;
}

void LateLine::transmit()
{
    if (m_mayGo && !m_mayGo()) {
        finish({TransportReply::Status::Withheld, {}, {}, 0});
        return;
    }
    m_sent = true;
    asked.append(std::exchange(m_request.at, m_clock.monotonic()));
    sent.append(m_request);
    if (const auto takes = delay(m_request))
        m_answers.append({m_request.at + *takes, m_request.unit, answerTo(m_request)});
}

Milliseconds LateLine::nextAt() const
{
    Milliseconds next = m_opening ? m_clock.monotonic() : Milliseconds::max();
    for (const Answer &answer : m_answers)
        next = std::min(next, answer.at);
    if (m_waiting)
        next = std::min(next,
                        m_sent ? m_request.at + m_timeout : std::max(m_quietUntil, m_request.at));
    return next;
}

bool LateLine::step()
{
    const Milliseconds now = m_clock.monotonic();
    if (nextAt() > now)
        return false;
    if (std::exchange(m_opening, false)) {
        Q_EMIT opened();
        return true;
    }
    const auto due = std::find_if(m_answers.cbegin(), m_answers.cend(),
                                  [now](const Answer &answer) { return answer.at <= now; });
    if (due != m_answers.cend())
        take(m_answers.takeAt(due - m_answers.cbegin()));
    else if (!m_sent)
        transmit();
    else
        finish({TransportReply::Status::Timeout, {}, QStringLiteral("No answer in time."), 0});
    return true;
}

void LateLine::take(const Answer &answer)
{
    if (m_sent && answer.unit == m_request.unit && modbus::isResponse(m_request.pdu, answer.pdu)) {
        finish({TransportReply::Status::Answer, answer.pdu, {}, 0});
        return;
    }
    ++lateAnswers;
    if (m_quietUntil > m_clock.monotonic())
        m_quietUntil = m_clock.monotonic() + m_quiet;
}

void LateLine::finish(const TransportReply &reply)
{
    m_waiting = m_sent = false;
    if (reply.status != TransportReply::Status::Withheld)
        m_quietUntil = m_clock.monotonic()
            + (reply.status == TransportReply::Status::Timeout ? m_quiet : pause);
    Q_EMIT finished(reply);
}

void LateLine::breakLink()
{
    const bool waiting = std::exchange(m_waiting, false);
    const bool unsent = !std::exchange(m_sent, false);
    const QString reason = QStringLiteral("pulled");
    if (waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, 0, unsent});
    Q_EMIT closed(reason);
}

} // namespace mws
