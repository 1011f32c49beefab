// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/server.h"

#include "core/log.h"
#include "northbound/connection.h"
#include "northbound/tls.h"
#include "project/ipnetwork.h"

#include <QSslSocket>
#include <QTcpServer>

#include <algorithm>

namespace mws::northbound
{

namespace
{

constexpr std::chrono::seconds kLookEvery{1};
constexpr Milliseconds kTellEvery{500};
constexpr Milliseconds kCheckEvery{500};
constexpr Milliseconds kAcceptPause{500};

IpNetwork::Bytes bytesOf(const QHostAddress &address)
{
    const Q_IPV6ADDR ipv6 = address.toIPv6Address();
    IpNetwork::Bytes bytes;
    std::copy_n(ipv6.c, bytes.size(), bytes.begin());
    return bytes;
}

} // namespace

/// Gives away the raw descriptor of each connection.
class Server::Listener final : public QTcpServer
{
public:
    explicit Listener(Server &server)
        : m_server(server)
    {
        // After most errors of accept() Qt accepts nothing more until it is told to.
        connect(this, &QTcpServer::acceptError, this,
                [this] { QTimer::singleShot(kAcceptPause, this, &QTcpServer::resumeAccepting); });
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_server.accept(descriptor); }

private:
    Server &m_server;
};

Server::Server(const Services &services, Config config, QObject *parent)
    : QObject(parent)
    , m_services(services)
    , m_config(std::move(config))
    , m_settings(services.project->data().northbound.value_or(Northbound()))
    , m_map(*services.project)
    , m_model(services.project, services.tags, services.bus)
    , m_trust(m_config.dataFolder + QStringLiteral("/northbound-tls"), PeerTrust::Peer::Client)
    , m_plant{
          m_services, m_settings, m_map, m_model, m_config.identification, Budget(services.clock),
          {}}
{
    for (const QString &network : std::as_const(m_settings.allow)) {
        if (const auto parsed = IpNetwork::parse(network))
            m_allow.append(*parsed);
    }
    m_plant.status.tls = m_settings.tls;
    m_plant.trust = m_settings.tls ? &m_trust : nullptr;
    m_checkPeers.setInterval(kCheckEvery);
    connect(&m_checkPeers, &QTimer::timeout, this, &Server::checkPeers);
    m_look.setInterval(kLookEvery);
    connect(&m_look, &QTimer::timeout, this, &Server::look);
    m_tell.setInterval(kTellEvery);
    connect(&m_tell, &QTimer::timeout, this, &Server::tell);
}

Server::~Server()
{
    close();
}

void Server::start()
{
    if (!m_settings.enabled)
        return;
    m_look.start();
    m_tell.start();
    if (m_settings.tls)
        m_checkPeers.start();
    look();
}

void Server::close()
{
    m_look.stop();
    m_tell.stop();
    m_checkPeers.stop();
    m_listener.reset();
    for (Connection *connection : std::exchange(m_connections, {}))
        delete connection;
}

QHostAddress Server::wantedAddress() const
{
    const QHostAddress wanted(m_settings.address);
    if (wanted.isLoopback() || m_services.access.hasAdministrator())
        return wanted;
    return QHostAddress::LocalHost;
}

void Server::look()
{
    const QHostAddress wanted = wantedAddress();
    if (!m_listener || m_listening != wanted) {
        if (const auto listening = listen(wanted); !listening) {
            note(listening.error().detail);
            setState(NorthboundStatus::State::Failed);
            return;
        }
        qCInfo(lcNorthbound, "The Modbus server listens on %s port %d%s",
               qUtf8Printable(m_plant.status.address), m_plant.status.port,
               m_settings.tls ? " with TLS" : "");
        setState(NorthboundStatus::State::Listening);
    }
    if (wanted == QHostAddress(m_settings.address))
        m_look.stop();
}

Result<void> Server::listen(const QHostAddress &address)
{
    if (m_settings.tls && !m_tls) {
        const auto tls = serverTls(m_config.dataFolder);
        if (!tls)
            return tls.error();
        m_tls = *tls;
    }
    const quint16 port = m_listener ? m_listener->serverPort()
                                    : m_config.port.value_or(quint16(m_settings.effectivePort()));
    m_listener = std::make_unique<Listener>(*this);
    if (!m_listener->listen(address, port)) {
        const QString why = m_listener->errorString();
        m_listener.reset();
        return Error{ErrorCode::Unavailable,
                     tr("Port %1 of %2: %3").arg(port).arg(address.toString(), why)};
    }
    m_listening = address;
    m_plant.status.address = m_listener->serverAddress().toString();
    m_plant.status.port = m_listener->serverPort();
    return {};
}

bool Server::isAllowed(const QHostAddress &address) const
{
    const IpNetwork::Bytes bytes = bytesOf(address);
    return std::any_of(m_allow.begin(), m_allow.end(),
                       [&bytes](const IpNetwork &network) { return network.contains(bytes); });
}

void Server::accept(qintptr descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    if (!socket->setSocketDescriptor(descriptor))
        return;
    // Bounded: what a client sends beyond it waits in the kernel.
    socket->setReadBufferSize(Connection::kReadBuffer);
    const QHostAddress peer = socket->peerAddress();
    if (!isAllowed(peer) || m_connections.size() >= m_settings.maxClients) {
        refuse(peer, isAllowed(peer) ? tr("too many clients") : tr("not in the allow-list"));
        socket->abort();
        return;
    }
    if (m_tls)
        socket->setSslConfiguration(*m_tls);
    auto *connection = new Connection(std::move(socket), m_plant, this);
    m_connections.append(connection);
    m_plant.status.clients = int(m_connections.size());
    connect(connection, &Connection::closed, this,
            [this, connection](const QString &reason, bool wasRefused) {
                onClosed(connection, reason, wasRefused);
            });
    connection->start();
}

void Server::refuse(const QHostAddress &address, const QString &why)
{
    ++m_plant.status.refusedClients;
    const QString name = plainAddress(address);
    note(name + QStringLiteral(": ") + why);
    if (!m_plant.budget.takeRow(name))
        return;
    Session nobody(m_services, m_model, Origin::Modbus, name);
    nobody.actAs(QStringLiteral("modbus:") + name, {});
    nobody.recordDenial(QStringLiteral("connect"), QStringLiteral("northbound"), why);
}

void Server::onClosed(Connection *connection, const QString &reason, bool wasRefused)
{
    m_connections.removeAll(connection);
    connection->deleteLater();
    m_plant.status.clients = int(m_connections.size());
    if (reason.isEmpty())
        return;
    ++(wasRefused ? m_plant.status.refusedClients : m_plant.status.closedClients);
    note(reason);
}

void Server::note(const QString &error)
{
    // The same again is counted and not told, and clients that take turns fill no log either.
    if (std::exchange(m_plant.status.lastError, error) != error
        && m_logging.take(m_services.clock.monotonic()))
        qCWarning(lcNorthbound, "%s", qUtf8Printable(error));
}

void Server::checkPeers()
{
    const QList<Connection *> connections = m_connections;
    for (Connection *connection : connections)
        connection->checkPeer();
}

void Server::setState(NorthboundStatus::State state)
{
    m_plant.status.state = state;
    tell();
}

void Server::tell()
{
    if (m_told == m_plant.status)
        return;
    m_told = m_plant.status;
    Q_EMIT statusChanged(m_told);
}

} // namespace mws::northbound
