// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QHostAddress>
#include <QTcpServer>

namespace mws::simulator
{

class Responder;
struct Reply;

/// One Modbus TCP endpoint with any number of clients; framing after "Modbus Messaging on TCP/IP
/// Implementation Guide V1.0b".
class TcpServer final : public QObject
{
    Q_OBJECT

public:
    TcpServer(QString connection, Responder &responder, QObject *parent = nullptr);

    /// Port 0 takes a free one.
    Result<void> listen(const QHostAddress &address, int port);
    [[nodiscard]] QString endpoint() const; ///< "127.0.0.1:15020", "[::1]:15020"
    [[nodiscard]] int clients() const;

    /// Cuts all clients off and refuses new ones.
    void close();
    /// Listens again where it did before.
    void reopen();

private:
    void accept();
    void read(QTcpSocket *socket);
    bool takeFrame(QTcpSocket *socket);
    void send(QTcpSocket *socket, const QByteArray &head, const Reply &reply);

    QString m_connection;
    Responder &m_responder;
    QTcpServer m_server;
    QHostAddress m_address;
    int m_port = 0;
};

} // namespace mws::simulator
