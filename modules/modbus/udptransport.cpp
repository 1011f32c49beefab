// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/udptransport.h"

#include "modbus/mbapreader.h"

#include <QNetworkDatagram>
#include <QNetworkProxy>
#include <QRandomGenerator>
#include <QUdpSocket>
#include <QtEndian>

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

QByteArray framed(quint16 transaction, int unit, const QByteArray &pdu)
{
    QByteArray frame(7, '\0');
    qToBigEndian(transaction, frame.data());
    qToBigEndian(quint16(pdu.size() + 1), frame.data() + 4);
    frame[6] = char(unit);
    return frame + pdu;
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
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &UdpTransport::onDeadline);
}

UdpTransport::~UdpTransport()
{
    close();
}

void UdpTransport::open()
{
    close();
    m_transaction = quint16(QRandomGenerator::global()->generate());
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
    m_waiting = false;
    m_deadline.stop();
    if (m_lookup >= 0)
        QHostInfo::abortHostLookup(std::exchange(m_lookup, -1));
    if (!m_socket)
        return;
    QUdpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

void UdpTransport::send(int unit, const QByteArray &pdu, Milliseconds timeout)
{
    m_waiting = true;
    m_sawStray = false;
    m_unit = unit;
    ++m_transaction;
    m_deadline.start(timeout);
    const QByteArray frame = framed(m_transaction, unit, pdu);
    noteSent("mbtcp", frame, unit, pdu);
    if (m_socket->writeDatagram(frame, m_peer, quint16(m_connection.port)) != frame.size())
        failLater(m_socket->errorString());
}

void UdpTransport::onReadyRead()
{
    const QUdpSocket *socket = m_socket; // our signals may close it
    while (m_socket == socket && m_socket->hasPendingDatagrams()) {
        if (takeDatagram())
            continue;
        m_sawStray = true;
        Q_EMIT strayFrame();
    }
}

bool UdpTransport::takeDatagram()
{
    const QNetworkDatagram datagram = m_socket->receiveDatagram();
    const auto frame = frameOf(datagram.data());
    noteReceived("mbtcp", datagram.data(), frame ? frame->unit : 0,
                 frame ? frame->pdu : QByteArray());
    if (!m_waiting || !frame || datagram.senderPort() != m_connection.port
        || !isSameHost(datagram.senderAddress(), m_peer) || frame->transaction != m_transaction
        || frame->unit != m_unit)
        return false;
    finish({TransportReply::Status::Answer, frame->pdu, {}});
    return true;
}

void UdpTransport::onDeadline()
{
    if (m_lookup >= 0)
        fail(tr("The name of the device was not found in time."));
    else if (m_sawStray)
        finish({TransportReply::Status::Invalid,
                {},
                tr("Only answers to other requests or from other units came.")});
    else
        finish({TransportReply::Status::Timeout, {}, tr("No answer in time.")});
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
    const bool waiting = m_waiting;
    close();
    if (waiting)
        Q_EMIT finished({TransportReply::Status::LinkLost, {}, reason});
    Q_EMIT closed(reason);
}

void UdpTransport::finish(const TransportReply &reply)
{
    m_waiting = false;
    m_deadline.stop();
    Q_EMIT finished(reply);
}

} // namespace mws::modbus
