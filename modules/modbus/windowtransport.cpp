// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/windowtransport.h"

namespace mws::modbus
{

namespace
{

constexpr auto kDissector = "mbtcp";

}

WindowTransport::WindowTransport()
    : m_deadline(this)
{
    connect(&m_deadline, &QTimer::timeout, this, &WindowTransport::onDeadline);
}

RequestId WindowTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout,
                                const MayGo &mayGo)
{
    const bool isWithheld = mayGo && !mayGo();
    const RequestId id = isWithheld ? m_window.withhold(unit, Clock::now())
                                    : m_window.add(unit, timeout, Clock::now());
    arm();
    if (isWithheld)
        return id;
    const QByteArray frame = mbapFrame(id, unit, pdu);
    countSent(frame.size());
    noteSent(kDissector, frame, unit, pdu);
    transmit(frame, bool(mayGo));
    return id;
}

QString WindowTransport::lossShownBy(const MbapWindow::Request &)
{
    return {};
}

void WindowTransport::take(const MbapFrame &frame)
{
    const MbapWindow::Match match = m_window.take(frame, Clock::now());
    if (match.answers) {
        Q_EMIT finished({TransportReply::Status::Answer, frame.pdu, {}, *match.answers});
        return;
    }
    Q_EMIT strayFrame(match.reason, match.unit);
    if (match.late)
        Q_EMIT lateAnswer(*match.late);
}

void WindowTransport::takeStray(StrayReason reason)
{
    m_window.noteStray();
    Q_EMIT strayFrame(reason, -1);
}

void WindowTransport::forgetRequests()
{
    m_deadline.stop();
    m_window.clear();
}

void WindowTransport::noteFrame(const QByteArray &bytes, const std::optional<MbapFrame> &frame)
{
    noteReceived(kDissector, bytes, frame ? frame->unit : 0, frame ? frame->pdu : QByteArray());
}

void WindowTransport::onDeadline()
{
    while (const auto request = m_window.takeExpired(Clock::now()))
        onExpired(*request);
    arm();
}

void WindowTransport::onExpired(const MbapWindow::Request &request)
{
    if (request.isWithheld) {
        Q_EMIT finished({TransportReply::Status::Withheld, {}, {}, request.id});
        return;
    }
    const QString loss = lossShownBy(request);
    if (!loss.isEmpty()) {
        Q_EMIT strayFrame(StrayReason::WrongLength, request.unit);
        lose(QList{request} + m_window.takeAll(), loss);
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

void WindowTransport::arm()
{
    if (const auto deadline = m_window.deadline())
        m_deadline.fireBy(*deadline);
}

void WindowTransport::fail(const QString &reason)
{
    lose(m_window.takeAll(), reason);
}

void WindowTransport::lose(const QList<MbapWindow::Request> &requests, const QString &reason)
{
    close();
    for (const MbapWindow::Request &request : requests)
        Q_EMIT finished(
            {TransportReply::Status::LinkLost, {}, reason, request.id, request.isWithheld});
    Q_EMIT closed(reason);
}

} // namespace mws::modbus
