// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/mbaptransport.h"

namespace mws::modbus
{

MbapTransport::MbapTransport(std::unique_ptr<ByteLink> link)
    : m_link(std::move(link))
    , m_deadline(this)
{
    connect(&m_deadline, &QTimer::timeout, this, &MbapTransport::onDeadline);
    connect(m_link.get(), &ByteLink::opened, this, &Transport::opened);
    connect(m_link.get(), &ByteLink::received, this, &MbapTransport::onReceived);
    connect(m_link.get(), &ByteLink::lost, this, &MbapTransport::fail);
}

MbapTransport::~MbapTransport()
{
    close();
}

void MbapTransport::open()
{
    close();
    m_link->open();
}

void MbapTransport::close()
{
    m_deadline.stop();
    m_window.clear();
    m_reader = {};
    m_link->close();
}

RequestId MbapTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout)
{
    const RequestId id = m_window.add(unit, timeout, Clock::now());
    const QByteArray frame = mbapFrame(id, unit, pdu);
    m_link->write(frame);
    countSent(frame.size());
    noteSent("mbtcp", frame, unit, pdu);
    arm();
    return id;
}

void MbapTransport::onReceived(const QByteArray &bytes)
{
    countReceived(bytes.size());
    if (!m_reader.hasPart())
        m_partSince = Clock::now();
    m_reader.feed(bytes);
    while (const auto frame = m_reader.next()) {
        m_partSince = Clock::now();
        onFrame(*frame);
    }
    if (!m_reader.isBroken())
        return;
    noteReceived("mbtcp", m_reader.part(), 0, {});
    Q_EMIT strayFrame(StrayReason::Garbage, -1);
    fail(tr("The device sends bytes that are not Modbus/TCP."));
}

void MbapTransport::onFrame(const MbapFrame &frame)
{
    if (isTraced())
        noteReceived("mbtcp", mbapFrame(frame.transaction, frame.unit, frame.pdu), frame.unit,
                     frame.pdu);
    const MbapWindow::Match match = m_window.take(frame, Clock::now());
    if (match.answers) {
        Q_EMIT finished({TransportReply::Status::Answer, frame.pdu, {}, *match.answers});
        return;
    }
    Q_EMIT strayFrame(match.reason, match.unit);
    if (match.late)
        Q_EMIT lateAnswer(*match.late);
}

void MbapTransport::onDeadline()
{
    while (const auto request = m_window.takeExpired(Clock::now()))
        onExpired(*request);
    arm();
}

void MbapTransport::onExpired(const MbapWindow::Request &request)
{
    // A frame that came in pieces just now is late; one that has stood still is a stream out of
    // step.
    if (m_reader.hasPart() && Clock::now() - m_partSince >= request.timeout / 2) {
        noteReceived("mbtcp", m_reader.part(), 0, {});
        Q_EMIT strayFrame(StrayReason::WrongLength, request.unit);
        lose(QList{request} + m_window.takeAll(),
             tr("The device stopped in the middle of an answer."));
    } else if (request.sawStray) {
        Q_EMIT finished({TransportReply::Status::Invalid,
                         {},
                         tr("Only answers to other requests or from other units came."),
                         request.id});
    } else {
        Q_EMIT finished(
            {TransportReply::Status::Timeout, {}, tr("No answer in time."), request.id});
    }
}

void MbapTransport::arm()
{
    if (const auto deadline = m_window.deadline())
        m_deadline.fireBy(*deadline);
}

void MbapTransport::fail(const QString &reason)
{
    lose(m_window.takeAll(), reason);
}

void MbapTransport::lose(const QList<MbapWindow::Request> &requests, const QString &reason)
{
    close();
    for (const MbapWindow::Request &request : requests)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, request.id});
    Q_EMIT closed(reason);
}

} // namespace mws::modbus
