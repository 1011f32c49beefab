// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/websocket.h"

namespace mws::http
{

namespace
{

constexpr int kMaxMissedPings = 2;

} // namespace

WebSocket::WebSocket(QWebSocket *socket, QSslSocket *transport, const Server::Limits &limits)
    : m_socket(socket)
    , m_transport(transport)
    , m_limits(limits)
    , m_allowance(limits.socketMessagesPerSecond)
{
    m_socket->setParent(nullptr);
    m_socket->setMaxAllowedIncomingFrameSize(quint64(limits.socketMessageBytes));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(limits.socketMessageBytes));
    connect(m_socket.get(), &QWebSocket::textFrameReceived, this, &WebSocket::count);
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &WebSocket::receive);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this] { close(QWebSocketProtocol::CloseCodeDatatypeNotSupported, QString()); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] { Q_EMIT bytesSent(); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_missed = 0; });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        m_second.stop();
        m_ping.stop();
        if (!std::exchange(m_over, true))
            Q_EMIT closed();
    });
    // QWebSocket answers pings by itself and without bound; after each read the queue tells.
    connect(transport, &QIODevice::readyRead, this, &WebSocket::checkQueue);
    connect(&m_second, &QTimer::timeout, this, &WebSocket::refill);
    connect(&m_ping, &QTimer::timeout, this, &WebSocket::ping);
    m_second.start(1000);
    m_ping.start(m_limits.socketPing);
}

WebSocket::~WebSocket()
{
    m_socket->disconnect(this);
    m_socket->abort();
    // May be inside one of its signals.
    m_socket.release()->deleteLater();
    // QWebSocketServer deletes it after its end, but may be gone by now.
    if (m_transport)
        m_transport->deleteLater();
}

void WebSocket::sendText(const QByteArray &utf8)
{
    if (m_over)
        return;
    m_socket->sendTextMessage(QString::fromUtf8(utf8));
    checkQueue();
}

qint64 WebSocket::bytesQueued() const
{
    // Over TLS everything is encrypted at once and waits behind QWebSocket's sight.
    return m_socket->bytesToWrite() + (m_transport ? m_transport->encryptedBytesToWrite() : 0);
}

void WebSocket::close(int code, const QString &reason)
{
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void WebSocket::count()
{
    m_allowance -= 1;
    if (m_allowance < 0)
        close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("too many messages"));
}

void WebSocket::receive(const QString &text)
{
    if (m_allowance >= 0)
        Q_EMIT textReceived(text.toUtf8());
}

void WebSocket::refill()
{
    m_allowance = m_limits.socketMessagesPerSecond;
    checkQueue();
}

void WebSocket::checkQueue()
{
    if (bytesQueued() > m_limits.socketQueueBytes)
        drop();
}

void WebSocket::ping()
{
    if (m_missed >= kMaxMissedPings) {
        drop();
        return;
    }
    ++m_missed;
    m_socket->ping();
}

void WebSocket::drop()
{
    m_socket->abort();
}

} // namespace mws::http
