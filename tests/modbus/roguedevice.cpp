// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/roguedevice.h"

#include <QSslServer>
#include <QtEndian>

namespace mws
{

namespace
{

std::unique_ptr<QTcpServer> serverFor(const std::optional<QSslConfiguration> &tls)
{
    if (!tls)
        return std::make_unique<QTcpServer>();
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(*tls);
    return server;
}

} // namespace

RogueDevice::RogueDevice(const std::optional<QSslConfiguration> &tls)
    : m_server(serverFor(tls))
    , m_answer(&RogueDevice::good)
{
    // Queued: QSslServer tells it before the connection can be taken.
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this,
            &RogueDevice::onConnection, Qt::QueuedConnection);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("no free port on the loopback interface");
    m_port = m_server->serverPort();
}

void RogueDevice::moveTo(const QHostAddress &address)
{
    m_server->close();
    if (!m_server->listen(address))
        qFatal("no free port on the loopback interface");
    m_port = m_server->serverPort();
}

void RogueDevice::switchOff()
{
    m_server->close();
    if (m_socket)
        m_socket->abort();
}

void RogueDevice::switchOn()
{
    if (!m_server->listen(QHostAddress::LocalHost, m_port))
        qFatal("the port of the device was taken");
}

QByteArray RogueDevice::framed(const QByteArray &request, const QByteArray &pdu)
{
    QByteArray frame = request.left(4) + QByteArray(2, '\0') + request.mid(6, 1) + pdu;
    qToBigEndian(quint16(pdu.size() + 1), frame.data() + 4);
    return frame;
}

QByteArray RogueDevice::good(const QByteArray &request)
{
    const auto address = qFromBigEndian<quint16>(request.constData() + 8);
    const auto count = qFromBigEndian<quint16>(request.constData() + 10);
    QByteArray pdu = request.mid(7, 1) + char(2 * count);
    for (int i = 0; i < count; ++i)
        pdu.append(char((address + i) >> 8)).append(char(address + i));
    return framed(request, pdu);
}

void RogueDevice::onConnection()
{
    QTcpSocket *accepted = m_server->nextPendingConnection();
    if (!accepted)
        return; // it is gone already
    m_socket = accepted;
    m_buffer.clear();
    ++m_connections;
    connect(accepted, &QTcpSocket::readyRead, this, [this, accepted] { hear(accepted); });
    hear(accepted);
}

void RogueDevice::hear(QTcpSocket *from)
{
    if (from != m_socket)
        return;
    m_buffer += m_socket->readAll();
    while (m_buffer.size() >= 8) {
        const int size = 6 + qFromBigEndian<quint16>(m_buffer.constData() + 4);
        const QByteArray request = m_buffer.left(size);
        m_buffer.remove(0, size);
        m_requests.append(request);
        if (const QByteArray bytes = m_answer(request); !bytes.isEmpty() && m_socket)
            m_socket->write(bytes);
    }
}

} // namespace mws
