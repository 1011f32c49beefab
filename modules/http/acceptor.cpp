// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/acceptor.h"

#include "core/log.h"

#include <QDeadlineTimer>
#include <QEventLoop>

#include <algorithm>
#include <utility>

namespace mws::http
{

namespace
{

constexpr Milliseconds kCloseDeadline{2000};
constexpr Milliseconds kCloseTick{20};
constexpr Milliseconds kAcceptPause{500};
constexpr qint64 kReadBuffer = 64 * 1024;

/// Gives away the raw descriptor of each connection.
class Listener final : public QTcpServer
{
public:
    explicit Listener(std::function<void(qintptr)> accept)
        : m_accept(std::move(accept))
    {
        // After most errors of accept() Qt accepts nothing more until it is told to.
        connect(this, &QTcpServer::acceptError, this,
                [this] { QTimer::singleShot(kAcceptPause, this, &QTcpServer::resumeAccepting); });
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_accept(descriptor); }

private:
    std::function<void(qintptr)> m_accept;
};

} // namespace

Acceptor::Acceptor(const Server::Config &config, ConnectionHost &host)
    : m_config(config)
    , m_host(host)
    , m_book(config.limits.connections, config.limits.connectionsPerAddress)
{
}

Result<void> Acceptor::listen(const QHostAddress &address, quint16 port)
{
    auto next = std::make_unique<Listener>([this](qintptr descriptor) { accept(descriptor); });
    if (!next->listen(address, port))
        return Error{
            ErrorCode::Unavailable,
            Server::tr("Port %1 of %2: %3").arg(port).arg(address.toString(), next->errorString())};
    m_listener = std::move(next);
    return {};
}

Result<void> Acceptor::relisten(const QHostAddress &address)
{
    if (!m_listener || m_listener->serverAddress() == address)
        return {};
    const QHostAddress before = m_listener->serverAddress();
    const quint16 port = m_listener->serverPort();
    m_listener->close();
    auto moved = listen(address, port);
    if (!moved) {
        if (const auto back = listen(before, port); !back)
            qCWarning(lcWeb, "%s", qUtf8Printable(back.error().detail));
    }
    return moved;
}

QHostAddress Acceptor::address() const
{
    return m_listener ? m_listener->serverAddress() : QHostAddress();
}

quint16 Acceptor::port() const
{
    return m_listener ? m_listener->serverPort() : 0;
}

void Acceptor::accept(qintptr descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    // Bounded: what a client sends beyond it waits in the kernel.
    socket->setReadBufferSize(kReadBuffer);
    if (!socket->setSocketDescriptor(descriptor))
        return;
    const QHostAddress peer = socket->peerAddress();
    const bool isProxy = m_config.proxies.contains(peer);
    if (!(isProxy ? m_book.enterProxy() : m_book.enter(peer))) {
        socket->abort();
        return;
    }
    connect(socket.get(), &QObject::destroyed, this,
            [this, peer](const QObject *gone) { leave(*gone, peer); });
    m_connections.removeAll(nullptr);
    m_connections.append(new Connection(socket.release(), m_config, m_host, this));
}

void Acceptor::leave(const QObject &socket, const QHostAddress &peer)
{
    if (!m_config.proxies.contains(peer)) {
        m_book.leave(peer);
        return;
    }
    countForNobody(socket);
    m_book.leaveProxy();
}

bool Acceptor::countFor(const QSslSocket &socket, const QHostAddress &client)
{
    countForNobody(socket);
    if (!m_book.enterClient(client))
        return false;
    m_clients.insert(&socket, client);
    return true;
}

void Acceptor::countForNobody(const QObject &socket)
{
    const auto client = m_clients.constFind(&socket);
    if (client == m_clients.cend())
        return;
    m_book.leaveClient(*client);
    m_clients.erase(client);
}

bool Acceptor::isBusy() const
{
    return std::any_of(m_connections.begin(), m_connections.end(),
                       [](const auto &connection) { return connection && connection->isBusy(); });
}

void Acceptor::close()
{
    if (m_listener)
        m_listener->close();
    for (const QPointer<Connection> &connection : std::as_const(m_connections)) {
        if (connection)
            connection->finish();
    }
    QDeadlineTimer deadline(kCloseDeadline);
    QTimer tick;
    tick.start(kCloseTick);
    QEventLoop loop;
    while (isBusy() && !deadline.hasExpired())
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    for (const QPointer<Connection> &connection : std::exchange(m_connections, {}))
        delete connection.data();
}

} // namespace mws::http
