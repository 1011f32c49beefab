// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbapwindow.h"

#include <QRandomGenerator>
#include <QtEndian>
#include <algorithm>

namespace mws::modbus
{

namespace
{

constexpr qsizetype kExpiredKept = 64;
constexpr qsizetype kHeader = 7; ///< transaction, protocol, length, unit

/// The request that a frame belongs to.
template <typename List> auto find(List &requests, const MbapFrame &frame)
{
    return std::find_if(requests.begin(), requests.end(), [&frame](const auto &request) {
        return quint16(request.id) == frame.transaction && request.unit == frame.unit
            && !request.isWithheld;
    });
}

bool isEarlier(const MbapWindow::Request &a, const MbapWindow::Request &b)
{
    return a.deadline < b.deadline;
}

} // namespace

MbapWindow::MbapWindow()
    : m_lastId(QRandomGenerator::system()->bounded(1U << 16))
{
}

RequestId MbapWindow::add(int unit, Milliseconds timeout, Clock::time_point now)
{
    m_waiting.append({++m_lastId, unit, timeout, now + timeout, false, false});
    return m_lastId;
}

RequestId MbapWindow::withhold(int unit, Clock::time_point now)
{
    m_waiting.append({++m_lastId, unit, {}, now, false, true});
    return m_lastId;
}

void MbapWindow::clear()
{
    m_waiting.clear();
    m_expired.clear();
    m_answered.fill({});
}

QList<MbapWindow::Request> MbapWindow::takeAll()
{
    return std::exchange(m_waiting, {});
}

MbapWindow::Match MbapWindow::take(const MbapFrame &frame, Clock::time_point now)
{
    if (const auto found = find(m_waiting, frame); found != m_waiting.end()) {
        const RequestId id = found->id;
        m_waiting.erase(found);
        m_answered[m_nextAnswered++ % m_answered.size()] = {frame.unit, frame.transaction};
        return {id, {}, {}, frame.unit};
    }
    if (const auto found = find(m_expired, frame); found != m_expired.end()) {
        const auto by = std::chrono::ceil<Milliseconds>(now - found->deadline);
        m_expired.erase(found);
        return {{}, by, StrayReason::Late, frame.unit};
    }
    noteStray();
    return judge(frame);
}

MbapWindow::Match MbapWindow::judge(const MbapFrame &frame) const
{
    const auto isTwin = [&frame](const Answered &answered) {
        return answered.unit == frame.unit && answered.transaction == frame.transaction;
    };
    if (std::any_of(m_answered.cbegin(), m_answered.cend(), isTwin))
        return {{}, {}, StrayReason::Duplicate, frame.unit};
    const auto asked = std::find_if(m_waiting.cbegin(), m_waiting.cend(), [&frame](const auto &r) {
        return quint16(r.id) == frame.transaction && !r.isWithheld;
    });
    if (asked != m_waiting.cend())
        return {{}, {}, StrayReason::WrongUnit, asked->unit};
    return {{}, {}, StrayReason::WrongTransaction, frame.unit};
}

void MbapWindow::noteStray()
{
    for (Request &request : m_waiting)
        request.sawStray = true;
}

std::optional<MbapWindow::Request> MbapWindow::takeExpired(Clock::time_point now)
{
    const auto first = std::min_element(m_waiting.begin(), m_waiting.end(), isEarlier);
    if (first == m_waiting.end() || first->deadline > now)
        return std::nullopt;
    const Request request = *first;
    m_waiting.erase(first);
    m_expired.append(request);
    if (m_expired.size() > kExpiredKept)
        m_expired.removeFirst();
    return request;
}

std::optional<MbapWindow::Clock::time_point> MbapWindow::deadline() const
{
    const auto first = std::min_element(m_waiting.cbegin(), m_waiting.cend(), isEarlier);
    if (first == m_waiting.cend())
        return std::nullopt;
    return first->deadline;
}

QByteArray mbapFrame(RequestId id, int unit, const QByteArray &pdu)
{
    QByteArray frame(kHeader + pdu.size(), '\0');
    qToBigEndian(quint16(id), frame.data());
    qToBigEndian(quint16(pdu.size() + 1), frame.data() + 4);
    frame[kHeader - 1] = char(unit);
    std::copy(pdu.cbegin(), pdu.cend(), frame.begin() + kHeader);
    return frame;
}

} // namespace mws::modbus
