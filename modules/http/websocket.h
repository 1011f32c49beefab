// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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
    WebSocket(QWebSocket *socket, const Server::Limits &limits);
    ~WebSocket() override;

    void sendText(const QByteArray &utf8) override;
    [[nodiscard]] qint64 bytesQueued() const override;
    void close(int code, const QString &reason) override;

private:
    void receive(const QString &text);
    void watch();
    void drop();

    std::unique_ptr<QWebSocket> m_socket;
    Server::Limits m_limits;
    QTimer m_timer; ///< once a second: message allowance, queue, pings
    double m_allowance;
    int m_sincePing = 0; ///< seconds
    int m_missed = 0; ///< pings without an answer
    bool m_over = false;
};

} // namespace mws::http
