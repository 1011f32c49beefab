// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/socketlink.h"

#include <QNetworkProxy>
#include <QScopedValueRollback>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mws::modbus
{

namespace
{

constexpr qsizetype kMostAtOnce = 8192;

/// A peer that vanished is noticed after a minute, also while nothing is asked.
void keepAlive(QTcpSocket &socket)
{
    socket.setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    const auto fd = int(socket.socketDescriptor());
    const auto set = [fd](int option, int value) {
        setsockopt(fd, IPPROTO_TCP, option, &value, sizeof value);
    };
    set(TCP_KEEPIDLE, 30);
    set(TCP_KEEPINTVL, 10);
    set(TCP_KEEPCNT, 3);
}

} // namespace

SocketLink::SocketLink(Connection connection, const DeviceNetworks &networks)
    : m_connection(std::move(connection))
    , m_finder(networks)
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { fail(tr("The connection was not accepted in time.")); });
    connect(&m_finder, &PeerFinder::found, this, &SocketLink::onFound);
    connect(&m_finder, &PeerFinder::failed, this, &SocketLink::fail);
}

SocketLink::~SocketLink()
{
    SocketLink::close();
}

QTcpSocket *SocketLink::makeSocket()
{
    return new QTcpSocket(this);
}

void SocketLink::watch()
{
    m_socket->setProxy(QNetworkProxy::NoProxy);
    // The socket is the context: what it has queued dies with it.
    connect(m_socket, &QTcpSocket::connected, m_socket,
            ifCurrent(m_socket, [this] { onConnected(); }), Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::errorOccurred, m_socket,
            ifCurrent(m_socket, [this] { onError(); }), Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::readyRead, this, &SocketLink::hear);
}

void SocketLink::open()
{
    close();
    renewSocket();
    m_deadline.start(m_connection.connectTimeoutMs);
    m_finder.find(host(), port());
}

const QString &SocketLink::host() const
{
    return m_onStandby ? m_connection.standbyHost : m_connection.host;
}

quint16 SocketLink::port() const
{
    const bool isOther = m_onStandby && m_connection.standbyPort > 0;
    return quint16(isOther ? m_connection.standbyPort : m_connection.port);
}

void SocketLink::renewSocket()
{
    dropSocket();
    m_socket = makeSocket();
    watch();
}

void SocketLink::onFound(const QList<QHostAddress> &peers)
{
    m_peers = peers;
    connectToNext();
}

void SocketLink::connectToNext()
{
    connectTo(m_peers.takeFirst(), port());
}

void SocketLink::connectTo(const QHostAddress &peer, quint16 port)
{
    // With buffers it asks how much has come before it reads, and watches for each request whether
    // it can write.
    m_socket->connectToHost(peer, port, QIODevice::ReadWrite | QIODevice::Unbuffered);
}

void SocketLink::onError()
{
    if (m_isOpen || m_peers.isEmpty()) {
        fail(reason());
        return;
    }
    renewSocket();
    connectToNext();
}

void SocketLink::onConnected()
{
    becomeOpen();
}

void SocketLink::becomeOpen()
{
    m_deadline.stop();
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    keepAlive(*m_socket);
    m_isOpen = true;
    m_peers.clear();
    Q_EMIT opened();
    hear();
}

void SocketLink::hear()
{
    if (!m_isOpen)
        return;
    const QScopedValueRollback<bool> hearing(m_isHearing, true);
    const QTcpSocket *socket = m_socket; // our signal may close it
    for (bool more = true; more && m_socket == socket;) {
        const QByteArray bytes = read();
        more = bytes.size() == kMostAtOnce;
        if (!bytes.isEmpty())
            Q_EMIT received(bytes);
    }
    flush();
}

/// Without buffers QTcpSocket does not tell that it has failed in read() or write().
QByteArray SocketLink::read()
{
    std::array<char, kMostAtOnce> bytes;
    const qint64 got = m_socket->read(bytes.data(), kMostAtOnce);
    if (got < 0)
        later([this] { fail(reason()); });
    return got > 0 ? QByteArray(bytes.data(), got) : QByteArray();
}

void SocketLink::close()
{
    m_deadline.stop();
    m_finder.cancel();
    m_peers.clear();
    m_isOpen = false;
    m_unsent.clear();
    dropSocket();
}

void SocketLink::dropSocket()
{
    if (!m_socket)
        return;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

void SocketLink::write(const QByteArray &bytes)
{
    const bool isFirst = m_unsent.isEmpty();
    m_unsent += bytes;
    if (m_isHearing)
        return;
    if (m_connection.window() == 1)
        flush();
    else if (isFirst)
        later([this] { flush(); });
}

void SocketLink::flush()
{
    if (!m_isOpen || m_unsent.isEmpty())
        return;
    if (m_socket->write(std::exchange(m_unsent, {})) < 0)
        later([this] { fail(reason()); });
}

void SocketLink::discard()
{
    m_unsent.clear();
    while (!read().isEmpty()) { }
}

QString SocketLink::reason() const
{
    return m_socket->errorString();
}

void SocketLink::fail(const QString &reason)
{
    m_deadline.stop();
    m_finder.cancel();
    m_peers.clear();
    const QString text
        = m_connection.hasStandby() ? address() + QStringLiteral(": ") + reason : reason;
    if (!m_isOpen)
        m_onStandby = m_connection.hasStandby() && !m_onStandby;
    Q_EMIT lost(text);
}

QString SocketLink::address() const
{
    return m_onStandby ? tr("standby %1").arg(m_connection.standbyHost) : m_connection.host;
}

QString SocketLink::detail() const
{
    return m_connection.hasStandby() ? address() : QString();
}

} // namespace mws::modbus
