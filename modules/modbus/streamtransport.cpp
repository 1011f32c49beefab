// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/streamtransport.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

using std::chrono::microseconds;

constexpr Milliseconds kStuckAfter{1000};
constexpr int kQuietTimes = 10; ///< as long we wait for a line to become quiet
constexpr qsizetype kMemory = 4096; ///< more than any frame with its echo

QString noEcho()
{
    return StreamTransport::tr("The adapter did not repeat what it sent; it may have no local "
                               "echo.");
}

} // namespace

StreamTransport::StreamTransport(const Connection &connection, std::unique_ptr<ByteLink> link,
                                 std::unique_ptr<Framing> framing)
    : m_link(std::move(link))
    , m_framing(std::move(framing))
    , m_timing(timingOf(connection))
    , m_quietTime(connection.quietTimeMs)
    , m_isLine(connection.isSerial())
    , m_hasEcho(m_isLine && connection.localEcho)
    , m_endsCutShort(connection.interByteTimeoutMs > 0)
{
    for (QTimer *timer : {&m_silence, &m_deadline}) {
        timer->setParent(this);
        timer->setSingleShot(true);
        timer->setTimerType(Qt::PreciseTimer);
    }
    connect(&m_pause, &FineTimer::timeout, this, &StreamTransport::transmit);
    connect(&m_silence, &QTimer::timeout, this, &StreamTransport::onSilence);
    connect(&m_deadline, &QTimer::timeout, this, &StreamTransport::onDeadline);
    connect(m_link.get(), &ByteLink::opened, this, &StreamTransport::onOpened);
    connect(m_link.get(), &ByteLink::received, this, &StreamTransport::onReceived);
    connect(m_link.get(), &ByteLink::lost, this, &StreamTransport::fail);
    connect(m_link.get(), &ByteLink::returned, this, &Transport::returned);
}

StreamTransport::~StreamTransport()
{
    close();
}

void StreamTransport::open()
{
    close();
    m_link->open();
}

void StreamTransport::close()
{
    m_waiting = m_sent = m_withheld = false;
    m_heard.clear();
    m_pause.stop();
    m_silence.stop();
    m_deadline.stop();
    m_lastByte.invalidate();
    m_link->close();
}

void StreamTransport::onOpened()
{
    if (m_isLine)
        m_pause.start(m_quietTime);
    Q_EMIT opened();
}

RequestId StreamTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                                const MayGo &mayGo)
{
    m_waiting = true;
    m_next = {unit, pdu, timeout, mayGo};
    m_deadline.start(timeout + kStuckAfter + kQuietTimes * m_quietTime);
    if (!m_pause.isActive())
        transmit();
    return 0;
}

void StreamTransport::transmit()
{
    if (!m_waiting || m_sent || m_withheld)
        return;
    if (m_lastByte.isValid()) {
        const auto left = m_timing.gap - microseconds(m_lastByte.nsecsElapsed() / 1000);
        if (left > microseconds(0)) {
            m_pause.start(left);
            return;
        }
    }
    if (!m_next.mayGo || m_next.mayGo()) {
        putOnWire();
        return;
    }
    m_withheld = true;
    m_deadline.start(Milliseconds(0));
}

void StreamTransport::putOnWire()
{
    m_before = {m_request.pdu.isEmpty() ? -1 : m_request.unit, m_request.pdu, m_answer, false};
    m_answer.clear();
    m_request = m_next;
    const QByteArray frame = m_framing->frame(m_request.unit, m_request.pdu);
    const bool ends = isBroadcast() && !m_hasEcho; // with it, its echo says that it has left
    const qsizetype answer
        = isBroadcast() ? 0 : m_framing->frameSize(expectedResponseSize(m_request.pdu));
    m_sent = true;
    m_sawAny = false;
    m_heard.clear();
    m_echo = m_hasEcho ? frame : QByteArray();
    m_link->discard();
    m_link->write(frame);
    if (m_request.mayGo)
        m_link->flush();
    countSent(frame.size());
    noteSent(m_framing->dissector(), frame, m_request.unit, m_request.pdu);
    m_lastByte.start();
    m_deadline.start((ends ? Milliseconds(0) : m_request.timeout) + m_timing.switching
                     + m_timing.onWire(frame.size() + answer));
}

void StreamTransport::onReceived(const QByteArray &bytes)
{
    countReceived(bytes.size());
    m_lastByte.start();
    m_silence.start(
        std::chrono::ceil<Milliseconds>(m_sent ? m_timing.interByte : m_timing.silence));
    if (m_pause.isActive())
        m_pause.start(m_quietTime);
    m_heard = (m_heard + bytes).right(kMemory);
    if (!m_sent)
        return;
    takeEcho();
    if (!m_echo.isEmpty())
        return;
    if (isBroadcast()) {
        if (m_hasEcho)
            finish({TransportReply::Status::Sent, {}, {}});
        return;
    }
    m_sawAny |= !m_heard.isEmpty();
    const Heard heard = m_framing->judge(m_heard, m_request.unit, m_request.pdu);
    if (heard.verdict != Heard::Verdict::Answer)
        return;
    m_answer = heard.pdu;
    if (m_heard.size() > m_framing->frameSize(heard.pdu.size()))
        tellStrays(true);
    noteHeard(heard.pdu);
    finish({TransportReply::Status::Answer, heard.pdu, {}});
}

void StreamTransport::noteHeard(const QByteArray &pdu)
{
    const QByteArray bytes = std::exchange(m_heard, {});
    if (!bytes.isEmpty())
        noteReceived(m_framing->dissector(), bytes, m_request.unit, pdu);
}

void StreamTransport::tellStrays(bool holdsAnswer)
{
    const Exchange newest{m_request.unit, m_request.pdu, m_answer, m_sent && !holdsAnswer};
    if (newest.request.isEmpty()) {
        Q_EMIT strayFrame(StrayReason::Garbage, -1);
        return;
    }
    const HeardFrames heard = m_framing->split(m_heard, newest.unit, newest.request);
    QList<Stray> strays = straysIn(heard, newest, m_before, holdsAnswer);
    if (strays.isEmpty() && !holdsAnswer)
        strays.append({StrayReason::Garbage, newest.unit});
    for (const Stray &stray : std::as_const(strays))
        Q_EMIT strayFrame(stray.reason, stray.unit);
}

void StreamTransport::takeEcho()
{
    const qsizetype at = m_echo.isEmpty() ? -1 : m_heard.indexOf(m_echo);
    if (at < 0)
        return;
    m_heard.remove(0, at + m_echo.size());
    m_echo.clear();
}

void StreamTransport::onSilence()
{
    if (!m_sent || isBroadcast()) {
        if (m_heard.isEmpty())
            return;
        tellStrays();
        noteHeard({});
        return;
    }
    if (const QString detail = damage(); !detail.isEmpty())
        giveUp(TransportReply::Status::Invalid, detail);
}

QString StreamTransport::damage() const
{
    if (!m_echo.isEmpty())
        return {};
    const Heard heard = m_framing->judge(m_heard, m_request.unit, m_request.pdu);
    if (heard.verdict == Heard::Verdict::Damaged)
        return tr("The answer was damaged.");
    if (m_endsCutShort && m_framing->split(m_heard, m_request.unit, m_request.pdu).cutShort)
        return tr("The answer was damaged: it stopped in the middle.");
    return {};
}

void StreamTransport::onDeadline()
{
    if (m_withheld)
        finish({TransportReply::Status::Withheld, {}, {}});
    else if (!m_sent)
        fail(tr("The line is never quiet."));
    else if (isBroadcast() && !m_hasEcho)
        finish({TransportReply::Status::Sent, {}, {}});
    else if (isBroadcast())
        giveUp(TransportReply::Status::Timeout, noEcho());
    else if (!m_echo.isEmpty() && !m_heard.isEmpty())
        giveUp(TransportReply::Status::Invalid, noEcho());
    else if (m_sawAny)
        giveUp(TransportReply::Status::Invalid,
               tr("The answer was damaged, came from another unit or was for another "
                  "request."));
    else
        giveUp(TransportReply::Status::Timeout, tr("No answer in time."));
}

void StreamTransport::giveUp(TransportReply::Status status, const QString &detail)
{
    m_pause.start(m_quietTime);
    if (status == TransportReply::Status::Invalid)
        tellStrays();
    noteHeard({});
    finish({status, {}, detail});
}

void StreamTransport::fail(const QString &reason)
{
    const bool waiting = m_waiting;
    const bool unsent = !m_sent;
    close();
    if (waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, 0, unsent});
    Q_EMIT closed(reason);
}

void StreamTransport::finish(const TransportReply &reply)
{
    m_waiting = m_sent = m_withheld = false;
    m_deadline.stop();
    Q_EMIT finished(reply);
}

} // namespace mws::modbus
