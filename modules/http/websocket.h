// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"

#include <QPointer>
#include <QSslSocket>
#include <QTimer>
#include <QWebSocket>

namespace mws::http
{

/// A QWebSocket with the limits of the server: rate, queue, pings.
class WebSocket final : public Socket
{
    Q_OBJECT

public:
    /// transport: the socket beneath; it belongs to socket.
    WebSocket(QWebSocket *socket, QSslSocket *transport, const Server::Limits &limits);
    ~WebSocket() override;

    void sendText(const QByteArray &utf8) override;
    [[nodiscard]] qint64 bytesQueued() const override;
    void close(int code, const QString &reason) override;

private:
    void count();
    void receive(const QString &text);
    void refill();
    void checkQueue();
    void ping();
    void drop();

    std::unique_ptr<QWebSocket> m_socket;
    QPointer<QSslSocket> m_transport;
    Server::Limits m_limits;
    QTimer m_second; ///< message allowance, queue
    QTimer m_ping;
    int m_allowance; ///< messages until the next refill
    int m_missed = 0; ///< pings without an answer
    bool m_over = false;
};

} // namespace mws::http
