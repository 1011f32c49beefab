// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/websocket.h"

namespace mws::http
{

namespace
{

constexpr int kPingSeconds = 20;
constexpr int kMaxMissedPings = 2;

} // namespace

WebSocket::WebSocket(QWebSocket *socket, const Server::Limits &limits)
    : m_socket(socket)
    , m_limits(limits)
    , m_allowance(limits.socketMessagesPerSecond)
{
    m_socket->setParent(nullptr);
    m_socket->setMaxAllowedIncomingFrameSize(quint64(limits.socketMessageBytes));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(limits.socketMessageBytes));
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this, &WebSocket::receive);
    connect(m_socket.get(), &QWebSocket::binaryMessageReceived, this,
            [this] { close(QWebSocketProtocol::CloseCodeDatatypeNotSupported, QString()); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] { Q_EMIT bytesSent(); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_missed = 0; });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        m_timer.stop();
        if (!std::exchange(m_over, true))
            Q_EMIT closed();
    });
    m_timer.setInterval(1000);
    connect(&m_timer, &QTimer::timeout, this, &WebSocket::watch);
    m_timer.start();
}

WebSocket::~WebSocket()
{
    m_socket->disconnect(this);
    m_socket->abort();
    // May be inside one of its signals.
    m_socket.release()->deleteLater();
}

void WebSocket::sendText(const QByteArray &utf8)
{
    if (m_over)
        return;
    m_socket->sendTextMessage(QString::fromUtf8(utf8));
    if (bytesQueued() > m_limits.socketQueueBytes)
        drop();
}

qint64 WebSocket::bytesQueued() const
{
    return m_socket->bytesToWrite();
}

void WebSocket::close(int code, const QString &reason)
{
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void WebSocket::receive(const QString &text)
{
    m_allowance -= 1;
    if (m_allowance < 0)
        close(QWebSocketProtocol::CloseCodePolicyViolated, QStringLiteral("too many messages"));
    else
        Q_EMIT textReceived(text.toUtf8());
}

void WebSocket::watch()
{
    m_allowance = qMin(m_allowance + m_limits.socketMessagesPerSecond,
                       double(m_limits.socketMessagesPerSecond));
    if (bytesQueued() > m_limits.socketQueueBytes) {
        drop();
        return;
    }
    if (++m_sincePing < kPingSeconds)
        return;
    m_sincePing = 0;
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
