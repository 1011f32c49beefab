// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/fakeline.h"

namespace mws
{

using modbus::TransportReply;

FakeLine::FakeLine(FakeClock &clock)
    : m_clock(clock)
{
}

void FakeLine::open()
{
    if (m_open || m_opening)
        qFatal("open() on an open line");
    ++m_opens;
    m_opening = true;
}

void FakeLine::close()
{
    m_open = m_opening = m_waiting = false;
}

void FakeLine::send(int unit, const QByteArray &pdu, Milliseconds timeout)
{
    if (!m_open || m_waiting)
        qFatal("send() on a line that is closed or busy");
    m_request = {unit, pdu, m_clock.monotonic()};
    m_sent.append(m_request);
    m_timeout = timeout;
    m_waiting = true;
}

bool FakeLine::step()
{
    if (m_opening) {
        m_opening = false;
        m_open = reachable;
        if (reachable)
            Q_EMIT opened();
        else
            Q_EMIT closed(QStringLiteral("refused"));
        return true;
    }
    if (!m_waiting)
        return false;
    const SentRequest request = m_request;
    auto reply = override ? override(request) : std::nullopt;
    if (!reply)
        reply = silent.contains(request.unit) ? TransportReply() : answered(request);
    m_clock.advance(reply->status == TransportReply::Status::Answer ? latency : m_timeout);
    m_waiting = false;
    Q_EMIT finished(*reply);
    return true;
}

void FakeLine::breakLink()
{
    m_open = false;
    if (std::exchange(m_waiting, false))
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, QStringLiteral("pulled")});
    Q_EMIT closed(QStringLiteral("pulled"));
}

QList<SentRequest> FakeLine::sentTo(int unit) const
{
    QList<SentRequest> list;
    for (const SentRequest &request : m_sent) {
        if (request.unit == unit)
            list.append(request);
    }
    return list;
}

TransportReply FakeLine::answered(const SentRequest &request)
{
    registers[request.unit].resize(1000);
    coils[request.unit].resize(1000);
    QByteArray pdu;
    if (request.function() <= 2)
        pdu = readBits(request);
    else
        pdu = request.function() <= 4 ? readWords(request) : written(request);
    return {TransportReply::Status::Answer, pdu, {}};
}

QByteArray FakeLine::readBits(const SentRequest &request)
{
    QByteArray data((request.count() + 7) / 8, '\0');
    for (int i = 0; i < request.count(); ++i) {
        if (coils[request.unit].at(request.address() + i))
            data[i / 8] = char(uchar(data[i / 8]) | 1 << (i % 8));
    }
    return request.pdu.left(1) + char(data.size()) + data;
}

QByteArray FakeLine::readWords(const SentRequest &request)
{
    QByteArray data;
    for (int i = 0; i < request.count(); ++i) {
        const quint16 word = registers[request.unit].at(request.address() + i);
        data.append(char(word >> 8)).append(char(word));
    }
    return request.pdu.left(1) + char(data.size()) + data;
}

QByteArray FakeLine::written(const SentRequest &request)
{
    const QByteArray &pdu = request.pdu;
    if (request.function() == 5)
        coils[request.unit][request.address()] = pdu.at(3) != 0;
    if (request.function() == 6)
        registers[request.unit][request.address()] = quint16(request.count());
    for (int i = 0; request.function() == 16 && i < request.count(); ++i) {
        registers[request.unit][request.address() + i]
            = quint16(uchar(pdu.at(6 + 2 * i)) << 8 | uchar(pdu.at(7 + 2 * i)));
    }
    return pdu.left(5);
}

} // namespace mws
