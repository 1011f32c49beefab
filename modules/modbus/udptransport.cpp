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

UdpTransport::UdpTransport(Connection connection, const DeviceNetworks &networks)
    : m_connection(std::move(connection))
    , m_finder(networks)
    , m_lookupDeadline(this)
{
    m_lookupDeadline.setSingleShot(true);
    connect(&m_lookupDeadline, &QTimer::timeout, this,
            [this] { fail(tr("The name of the device was not found in time.")); });
    connect(&m_finder, &PeerFinder::found, this,
            [this](const QList<QHostAddress> &peers) { openTo(peers.first()); });
    connect(&m_finder, &PeerFinder::failed, this, &UdpTransport::fail);
}

UdpTransport::~UdpTransport()
{
    UdpTransport::close();
}

template <typename Action> void UdpTransport::later(Action action)
{
    const auto ifCurrent = [this, action, socket = m_socket] {
        if (socket == m_socket)
            action();
    };
    QMetaObject::invokeMethod(m_socket, ifCurrent, Qt::QueuedConnection);
}

void UdpTransport::open()
{
    close();
    m_socket = new QUdpSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    connect(m_socket, &QUdpSocket::readyRead, this, &UdpTransport::onReadyRead);
    m_lookupDeadline.start(m_connection.connectTimeoutMs);
    m_finder.find(m_connection.host, quint16(m_connection.port));
}

void UdpTransport::openTo(const QHostAddress &peer)
{
    m_lookupDeadline.stop();
    m_peer = peer;
    const bool v4 = peer.protocol() == QAbstractSocket::IPv4Protocol;
    if (m_socket->bind(v4 ? QHostAddress::AnyIPv4 : QHostAddress::AnyIPv6, 0))
        Q_EMIT opened();
    else
        fail(m_socket->errorString());
}

void UdpTransport::close()
{
    forgetRequests();
    m_lookupDeadline.stop();
    m_finder.cancel();
    if (!m_socket)
        return;
    QUdpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

void UdpTransport::transmit(const QByteArray &frame, bool)
{
    if (m_socket->writeDatagram(frame, m_peer, quint16(m_connection.port)) != frame.size())
        later([this, reason = m_socket->errorString()] { fail(reason); });
}

void UdpTransport::onReadyRead()
{
    const QUdpSocket *socket = m_socket; // our signals may close it
    while (m_socket == socket && m_socket->hasPendingDatagrams()) {
        if (const auto frame = receive())
            take(*frame);
    }
}

std::optional<MbapFrame> UdpTransport::receive()
{
    const QNetworkDatagram datagram = m_socket->receiveDatagram();
    const bool fromPeer = datagram.senderPort() == m_connection.port
        && isSameHost(datagram.senderAddress(), m_peer);
    const auto frame = frameOf(datagram.data());
    countReceived(datagram.data().size());
    noteFrame(datagram.data(), frame);
    if (fromPeer && frame)
        return frame;
    takeStray(fromPeer ? StrayReason::Damaged : StrayReason::Foreign);
    return std::nullopt;
}

} // namespace mws::modbus
