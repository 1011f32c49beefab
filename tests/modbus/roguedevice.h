// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QPointer>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>
#include <memory>
#include <optional>

namespace mws
{

/// A Modbus/TCP server on a free loopback port, plain or over TLS, that answers with whatever bytes
/// a test wants.
class RogueDevice : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<QByteArray(const QByteArray &request)>;

    explicit RogueDevice(const std::optional<QSslConfiguration> &tls = {});

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] int connections() const { return m_connections; }
    [[nodiscard]] const QList<QByteArray> &requests() const { return m_requests; }
    [[nodiscard]] QTcpSocket *socket() const { return m_socket; }

    /// From whole request frame to the bytes sent back; nothing is sent for an empty array.
    void setAnswer(Answer answer) { m_answer = std::move(answer); }
    /// Listens on another address, at any free port.
    void moveTo(const QHostAddress &address);
    void refuseConnections() { m_server->close(); }
    /// Breaks the connection and refuses new ones; the device is off.
    void switchOff();
    /// On again at the same port.
    void switchOn();

    /// The frame of a response PDU with transaction and unit of the request.
    [[nodiscard]] static QByteArray framed(const QByteArray &request, const QByteArray &pdu);
    /// A correct answer to a read, register n holding its own address.
    [[nodiscard]] static QByteArray good(const QByteArray &request);

private:
    void onConnection();
    void hear(QTcpSocket *from);

    std::unique_ptr<QTcpServer> m_server;
    QPointer<QTcpSocket> m_socket;
    QByteArray m_buffer;
    Answer m_answer;
    QList<QByteArray> m_requests;
    quint16 m_port = 0;
    int m_connections = 0;
};

} // namespace mws
