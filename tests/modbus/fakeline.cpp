// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/fakeline.h"

#include <algorithm>

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
    m_open = m_opening = false;
    m_waiting.clear();
}

modbus::RequestId FakeLine::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                                 const MayGo &)
{
    if (!m_open || m_waiting.size() >= window)
        qFatal("send() on a line that is closed or busy");
    const SentRequest request{unit, pdu, m_clock.monotonic()};
    m_sent.append(request);
    for (Waiting &older : m_waiting) {
        if (forgetful && older.request.unit == unit)
            drop(older);
    }
    m_waiting.append({++m_lastId, request, {}, timeout, {}});
    if (window > 1)
        decide(m_waiting.last());
    mostInFlight = std::max(mostInFlight, int(m_waiting.size()));
    return m_lastId;
}

QString FakeLine::detail() const
{
    if (!m_open)
        qFatal("detail() of a closed line");
    return QStringLiteral("fake");
}

void FakeLine::decide(Waiting &waiting)
{
    waiting.reply = replyTo(waiting.request);
    using Status = TransportReply::Status;
    const auto status = waiting.reply.status;
    const bool isAnswer
        = status == Status::Answer || status == Status::Sent || status == Status::LinkLost;
    const bool isWrite = waiting.request.function() > 4;
    const Milliseconds usual = isWrite ? writeLatency.value_or(latency) : latency;
    const Milliseconds takes = isAnswer ? slow.value(waiting.request.unit, usual) : waiting.timeout;
    if (takes > waiting.timeout)
        waiting.reply = {};
    waiting.reply.request = waiting.id;
    waiting.endsAt = waiting.request.at + std::min(takes, waiting.timeout);
}

void FakeLine::drop(Waiting &waiting)
{
    waiting.reply = {};
    waiting.reply.request = waiting.id;
    waiting.endsAt = waiting.request.at + waiting.timeout;
}

TransportReply FakeLine::replyTo(const SentRequest &request)
{
    if (const auto reply = override ? override(request) : std::nullopt)
        return *reply;
    return silent.contains(request.unit) ? TransportReply() : answered(request);
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
    if (m_waiting.isEmpty())
        return false;
    if (window == 1)
        decide(m_waiting.first());
    const auto first
        = std::min_element(m_waiting.begin(), m_waiting.end(),
                           [](const Waiting &a, const Waiting &b) { return a.endsAt < b.endsAt; });
    const Milliseconds left = first->endsAt - m_clock.monotonic();
    if (window > 1 && left > Milliseconds(0))
        return false;
    const TransportReply reply = first->reply;
    m_clock.advance(std::max(left, Milliseconds(0)));
    if (reply.status == TransportReply::Status::LinkLost) {
        breakLink();
        return true;
    }
    m_waiting.erase(first);
    Q_EMIT finished(reply);
    return true;
}

Milliseconds FakeLine::endsAt() const
{
    Milliseconds first = Milliseconds::max();
    for (const Waiting &waiting : m_waiting)
        first = std::min(first, waiting.endsAt);
    return m_opening ? Milliseconds(0) : first;
}

void FakeLine::breakLink()
{
    m_open = false;
    const QList<Waiting> lost = std::exchange(m_waiting, {});
    for (const Waiting &waiting : lost)
        Q_EMIT finished(
            {TransportReply::Status::LinkLost, {}, QStringLiteral("pulled"), waiting.id});
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
    if (unknown.contains(request.function()))
        pdu = QByteArray(1, char(request.function() | 0x80)) + char(1);
    else if (request.function() <= 2)
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
    for (int i = 0; request.function() == 15 && i < request.count(); ++i)
        coils[request.unit][request.address() + i] = uchar(pdu.at(6 + i / 8)) >> (i % 8) & 1;
    if (request.function() == 16)
        writeWords(request, request.address(), 5);
    if (request.function() == 22)
        return masked(request);
    if (request.function() != 23)
        return pdu.left(5);
    writeWords(request, request.word(5), 9);
    return readWords(request);
}

QByteArray FakeLine::masked(const SentRequest &request)
{
    quint16 &word = registers[request.unit][request.address()];
    const int keep = request.word(3);
    word = quint16((word & keep) | (request.word(5) & ~keep));
    return request.pdu;
}

/// at: of the number of bytes, with the words behind it.
void FakeLine::writeWords(const SentRequest &request, int address, int at)
{
    for (int i = 0; i < uchar(request.pdu.at(at)) / 2; ++i)
        registers[request.unit][address + i] = quint16(request.word(at + 1 + 2 * i));
}

} // namespace mws
