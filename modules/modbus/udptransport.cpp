// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/udptransport.h"

#include <QNetworkDatagram>
#include <QNetworkProxy>
#include <QUdpSocket>

namespace mws::modbus
{

namespace
{

bool isSameHost(QHostAddress a, QHostAddress b)
{
    a.setScopeId({}); // once a number, once a name
    b.setScopeId({});
    return a.isEqual(b, QHostAddress::TolerantConversion);
}

/// The frame that fills the datagram.
std::optional<MbapFrame> frameOf(const QByteArray &datagram)
{
    MbapReader reader;
    reader.feed(datagram);
    const auto frame = reader.next();
    return reader.hasPart() ? std::nullopt : frame;
}

} // namespace

UdpTransport::UdpTransport(Connection connection)
    : m_connection(std::move(connection))
    , m_deadline(this)
{
    connect(&m_deadline, &QTimer::timeout, this, &UdpTransport::onDeadline);
}

UdpTransport::~UdpTransport()
{
    close();
}

void UdpTransport::open()
{
    close();
    m_socket = new QUdpSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket, &QUdpSocket::readyRead, this, &UdpTransport::onReadyRead);
    if (QHostAddress address; address.setAddress(m_connection.host)) {
        openLater(address); // not behind lookups that hang
        return;
    }
    m_deadline.start(m_connection.connectTimeoutMs);
    m_lookup = QHostInfo::lookupHost(m_connection.host, this, &UdpTransport::onLookup);
}

void UdpTransport::openLater(const QHostAddress &peer)
{
    QMetaObject::invokeMethod(
        m_socket,
        [this, peer, socket = m_socket] {
            if (socket == m_socket)
                openTo(peer);
        },
        Qt::QueuedConnection);
}

void UdpTransport::onLookup(const QHostInfo &found)
{
    if (found.lookupId() != m_lookup)
        return;
    m_lookup = -1;
    m_deadline.stop();
    if (found.addresses().isEmpty())
        fail(found.errorString());
    else
        openTo(found.addresses().first());
}

void UdpTransport::openTo(const QHostAddress &peer)
{
    m_peer = peer;
    const bool v4 = peer.protocol() == QAbstractSocket::IPv4Protocol;
    if (m_socket->bind(v4 ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6, 0))
        Q_EMIT opened();
    else
        fail(m_socket->errorString());
}

void UdpTransport::close()
{
    m_deadline.stop();
    m_window.clear();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    if (!m_socket)
        return;
    QUdpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

RequestId UdpTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout)
{
    const RequestId id = m_window.add(unit, timeout, MbapWindow::Clock::now());
    const QByteArray frame = mbapFrame(id, unit, pdu);
    noteSent("mbtcp", frame, unit, pdu);
    countSent(frame.size());
    if (m_socket->writeDatagram(frame, m_peer, quint16(m_connection.port)) != frame.size())
        failLater(m_socket->errorString());
    arm();
    return id;
}

void UdpTransport::onReadyRead()
{
    const QUdpSocket *socket = m_socket; // our signals may close it
    while (m_socket == socket && m_socket->hasPendingDatagrams()) {
        if (const auto frame = receive())
            onFrame(*frame);
    }
}

std::optional<MbapFrame> UdpTransport::receive()
{
    const QNetworkDatagram datagram = m_socket->receiveDatagram();
    const bool fromPeer = datagram.senderPort() == m_connection.port
        && isSameHost(datagram.senderAddress(), m_peer);
    const auto frame = frameOf(datagram.data());
    countReceived(datagram.data().size());
    noteReceived("mbtcp", datagram.data(), frame ? frame->unit : 0,
                 frame ? frame->pdu : QByteArray());
    if (fromPeer && frame)
        return frame;
    m_window.noteStray();
    Q_EMIT strayFrame(fromPeer ? StrayReason::Damaged : StrayReason::Foreign, -1);
    return std::nullopt;
}

void UdpTransport::onFrame(const MbapFrame &frame)
{
    const MbapWindow::Match match = m_window.take(frame, MbapWindow::Clock::now());
    if (match.answers) {
        Q_EMIT finished({TransportReply::Status::Answer, frame.pdu, {}, *match.answers});
        return;
    }
    Q_EMIT strayFrame(match.reason, match.unit);
    if (match.late)
        Q_EMIT lateAnswer(*match.late);
}

void UdpTransport::onDeadline()
{
    if (m_lookup >= 0) {
        fail(tr("The name of the device was not found in time."));
        return;
    }
    while (const auto request = m_window.takeExpired(MbapWindow::Clock::now()))
        onExpired(*request);
    arm();
}

void UdpTransport::onExpired(const MbapWindow::Request &request)
{
    if (request.sawStray)
        Q_EMIT finished({TransportReply::Status::Invalid,
                         {},
                         tr("Only answers to other requests or from other units came."),
                         request.id});
    else
        Q_EMIT finished(
            {TransportReply::Status::Timeout, {}, tr("No answer in time."), request.id});
}

void UdpTransport::arm()
{
    if (const auto deadline = m_window.deadline())
        m_deadline.fireBy(*deadline);
}

void UdpTransport::failLater(const QString &reason)
{
    QMetaObject::invokeMethod(
        m_socket, [this, reason] { fail(reason); }, Qt::QueuedConnection);
}

void UdpTransport::fail(const QString &reason)
{
    if (!m_socket)
        return;
    const QList<MbapWindow::Request> waiting = m_window.takeAll();
    close();
    for (const MbapWindow::Request &request : waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason, request.id});
    Q_EMIT closed(reason);
}

} // namespace mws::modbus
