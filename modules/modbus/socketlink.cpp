// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/socketlink.h"

#include <QNetworkProxy>
#include <QTcpSocket>

namespace mws::modbus
{

SocketLink::SocketLink(Connection connection)
    : m_connection(std::move(connection))
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this,
            [this] { Q_EMIT lost(tr("The connection was not accepted in time.")); });
}

SocketLink::~SocketLink()
{
    close();
}

void SocketLink::makeSocket()
{
    m_socket = new QTcpSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    const auto ifCurrent = [this](auto action) {
        return [this, socket = m_socket, action] {
            if (socket == m_socket)
                action();
        };
    };
    // The socket is the context: what it has queued dies with it.
    connect(m_socket, &QTcpSocket::connected, m_socket, ifCurrent([this] { onConnected(); }),
            Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::errorOccurred, m_socket,
            ifCurrent([this] { Q_EMIT lost(m_socket->errorString()); }), Qt::QueuedConnection);
    connect(m_socket, &QTcpSocket::readyRead, this,
            [this] { Q_EMIT received(m_socket->readAll()); });
}

void SocketLink::open()
{
    close();
    makeSocket();
    m_deadline.start(m_connection.connectTimeoutMs);
    m_socket->connectToHost(m_connection.host, quint16(m_connection.port));
}

void SocketLink::onConnected()
{
    m_deadline.stop();
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    Q_EMIT opened();
}

void SocketLink::close()
{
    m_deadline.stop();
    if (!m_socket)
        return;
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater(); // we may be inside one of its signals
}

void SocketLink::write(const QByteArray &bytes)
{
    m_socket->write(bytes);
}

void SocketLink::discard()
{
    m_socket->readAll();
}

} // namespace mws::modbus
