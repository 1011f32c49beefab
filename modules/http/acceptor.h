// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/addressbook.h"
#include "http/connection.h"
#include "http/server.h"

#include <QPointer>
#include <QTcpServer>
#include <memory>

namespace mws::http
{

/// Listens on one port and makes a Connection of everything that comes, as long as there are places
/// for it.
class Acceptor final : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive this.
    Acceptor(const Server::Config &config, ConnectionHost &host);

    /// Unavailable when that is not possible. port 0: any free one.
    Result<void> listen(const QHostAddress &address, quint16 port);
    /// Moves to another address; connections that are open go on. Stays where it is when that is
    /// not possible.
    Result<void> relisten(const QHostAddress &address);
    [[nodiscard]] QHostAddress address() const; ///< null: does not listen
    [[nodiscard]] quint16 port() const; ///< 0: does not listen

    /// What a proxy brings over socket counts for client from now on; false: that has too many.
    [[nodiscard]] bool countFor(const QSslSocket &socket, const QHostAddress &client);
    void countForNobody(const QObject &socket);

    /// Finishes running answers for at most two seconds, then closes all.
    void close();

private:
    void accept(qintptr descriptor);
    void leave(const QObject &socket, const QHostAddress &peer);
    [[nodiscard]] bool isBusy() const;

    const Server::Config &m_config;
    ConnectionHost &m_host;
    AddressBook m_book;
    QHash<const QObject *, QHostAddress> m_clients; ///< behind proxies, by socket
    QList<QPointer<Connection>> m_connections;
    std::unique_ptr<QTcpServer> m_listener;
};

} // namespace mws::http
