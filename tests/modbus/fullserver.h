// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QTcpSocket>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mws
{

/// A listener whose queue is full: the kernel leaves further connects without an answer.
class FullServer
{
public:
    FullServer()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        listen(m_listener, 0);
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        m_port = ntohs(address.sin_port);
        for (QTcpSocket &socket : m_fill) {
            socket.connectToHost(QHostAddress::LocalHost, m_port);
            socket.waitForConnected(100);
        }
    }
    ~FullServer() { ::close(m_listener); }
    Q_DISABLE_COPY_MOVE(FullServer)
    [[nodiscard]] quint16 port() const { return m_port; }

private:
    int m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    quint16 m_port = 0;
    std::array<QTcpSocket, 3> m_fill;
};

} // namespace mws
