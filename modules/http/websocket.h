// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/framegate.h"
#include "http/server.h"

#include <QPointer>
#include <QTimer>
#include <QWebSocket>

namespace mws::http
{

/// A QWebSocket with the limits of the server: rate, queue, pings.
class WebSocket final : public Socket
{
    Q_OBJECT

public:
    /// gate: the socket beneath; it belongs to socket.
    WebSocket(QWebSocket *socket, FrameGate *gate, const Server::Limits &limits);
    ~WebSocket() override;

    void sendText(const QByteArray &utf8) override;
    [[nodiscard]] qint64 bytesQueued() const override;
    void close(int code, const QString &reason) override;

private:
    void refill();
    void checkQueue();
    void ping();
    void drop();

    std::unique_ptr<QWebSocket> m_socket;
    QPointer<FrameGate> m_gate;
    Server::Limits m_limits;
    QTimer m_second; ///< allowance of frames, queue
    QTimer m_ping;
    int m_missed = 0; ///< pings without an answer
    bool m_over = false;
};

} // namespace mws::http
