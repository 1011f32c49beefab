// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/websocket.h"

namespace mws::http
{

namespace
{

constexpr int kMaxMissedPings = 2;
constexpr Milliseconds kCloseDeadline{2000};

} // namespace

WebSocket::WebSocket(QWebSocket *socket, FrameGate *gate, const Server::Limits &limits)
    : m_socket(socket)
    , m_gate(gate)
    , m_limits(limits)
{
    m_socket->setParent(nullptr);
    m_socket->setMaxAllowedIncomingFrameSize(quint64(limits.socketMessageBytes));
    m_socket->setMaxAllowedIncomingMessageSize(quint64(limits.socketMessageBytes));
    connect(m_socket.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { Q_EMIT textReceived(text.toUtf8()); });
    // Of the frame, not of the message: one may have frames without end.
    connect(m_socket.get(), &QWebSocket::binaryFrameReceived, this,
            [this] { close(QWebSocketProtocol::CloseCodeDatatypeNotSupported, QString()); });
    connect(m_socket.get(), &QWebSocket::bytesWritten, this, [this] { Q_EMIT bytesSent(); });
    connect(m_socket.get(), &QWebSocket::pong, this, [this] { m_missed = 0; });
    // A client that reads nothing would keep its place.
    connect(m_socket.get(), &QWebSocket::aboutToClose, this,
            [this] { QTimer::singleShot(kCloseDeadline, this, &WebSocket::drop); });
    connect(m_socket.get(), &QWebSocket::disconnected, this, [this] {
        m_second.stop();
        m_ping.stop();
        if (!std::exchange(m_over, true))
            Q_EMIT closed();
    });
    connect(gate, &FrameGate::violated, this, &WebSocket::close);
    // QWebSocket answers pings by itself; after each read the queue tells of a client that takes no
    // answers.
    connect(gate, &QIODevice::readyRead, this, &WebSocket::checkQueue);
    connect(&m_second, &QTimer::timeout, this, &WebSocket::refill);
    connect(&m_ping, &QTimer::timeout, this, &WebSocket::ping);
    m_second.start(1000);
    m_ping.start(m_limits.socketPing);
    gate->allow(m_limits.socketMessagesPerSecond);
}

WebSocket::~WebSocket()
{
    m_socket->disconnect(this);
    m_socket->abort();
    // May be inside one of its signals.
    m_socket.release()->deleteLater();
    // QWebSocketServer deletes it after its end, but may be gone by now.
    if (m_gate)
        m_gate->deleteLater();
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
    return m_gate ? m_gate->bytesQueued() : 0;
}

void WebSocket::close(int code, const QString &reason)
{
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void WebSocket::refill()
{
    if (m_gate)
        m_gate->allow(m_limits.socketMessagesPerSecond);
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
    if (m_gate)
        m_gate->drop();
}

} // namespace mws::http
