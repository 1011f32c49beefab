// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/server.h"

#include "core/future.h"
#include "core/log.h"
#include "http/addressbook.h"
#include "http/connection.h"
#include "http/framegate.h"
#include "http/router.h"
#include "http/websocket.h"

#include <QEventLoop>
#include <QTcpServer>
#include <QUrl>
#include <QWebSocketServer>

namespace mws::http
{

namespace
{

constexpr Milliseconds kCloseDeadline{2000};
constexpr Milliseconds kCloseTick{20};
constexpr Milliseconds kUpgradeDeadline{10000};
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

Future<Response> now(Response response)
{
    return Future<Response>::ready(std::move(response));
}

Response notFound()
{
    return Response::problem(404, QStringLiteral("notFound"),
                             QStringLiteral("there is nothing at this address"));
}

Response assetResponse(const Asset &asset, const Request &request)
{
    Response response;
    response.contentType = asset.contentType;
    response.headers = {
        {"ETag", asset.etag},
        {"Cache-Control", asset.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
    };
    if (request.header("if-none-match") == asset.etag)
        response.status = 304;
    else
        response.body = asset.data;
    return response;
}

} // namespace

class Server::Private final : public ConnectionHost
{
public:
    Private(Config theConfig, Server &server)
        : config(std::move(theConfig))
        , m_book(config.limits.connections, config.limits.connectionsPerAddress)
        , m_webSockets(QStringLiteral("mws"), QWebSocketServer::NonSecureMode)
        , m_owner(server)
    {
        QObject::connect(&m_webSockets, &QWebSocketServer::newConnection, &m_owner,
                         [this] { takeWebSockets(); });
    }

    Future<Response> answer(const Request &request) override;
    [[nodiscard]] bool isOurs(const QByteArray &host, const QHostAddress &local) const override;
    std::optional<Response> refuseUpgrade(const Request &request) override;
    void upgrade(QSslSocket *socket, qsizetype headBytes, const Request &request) override;

    Result<void> listen(const QHostAddress &address, quint16 port);
    [[nodiscard]] bool isBusy() const;
    void closeAll();

    struct Upgrading {
        Request request;
        QPointer<FrameGate> gate;
    };
    struct WebSocketRoute {
        UpgradeGuard guard;
        SocketHandler handler;
    };

    Config config;
    Guard guard;
    QList<Route> routes;
    Router router;
    QHash<QString, Asset> assets;
    QString fallback;
    QHash<QString, WebSocketRoute> webSocketRoutes;
    std::unique_ptr<Listener> listener;

private:
    void accept(qintptr descriptor);
    void takeWebSockets();
    [[nodiscard]] Response answerWithAsset(const Request &request);

    AddressBook m_book;
    QWebSocketServer m_webSockets;
    QHash<QPair<QString, quint16>, Upgrading> m_upgrading;
    QList<QPointer<Connection>> m_connections;
    Server &m_owner;
};

Future<Response> Server::Private::answer(const Request &request)
{
    Request routed = request;
    const Method method = request.method == Method::Head ? Method::Get : request.method;
    const Router::Match match = router.find(method, request.path);
    if (match.route < 0)
        return now(answerWithAsset(request));
    routed.captures = match.captures;
    const Route &route = routes[match.route];
    if (guard) {
        if (auto refusal = guard(routed, route))
            return now(std::move(*refusal));
    } else if (route.access != Access::Public) {
        return now(notFound());
    }
    return route.handler(routed);
}

Response Server::Private::answerWithAsset(const Request &request)
{
    const QList<Method> known = router.methodsOf(request.path);
    if (!known.isEmpty()) {
        auto response = Response::problem(405, QStringLiteral("methodNotAllowed"),
                                          QStringLiteral("this address has other methods"));
        QByteArrayList names;
        for (const Method method : known)
            names.append(nameOf(method));
        response.headers.emplaceBack("Allow", names.join(", "));
        return response;
    }
    const bool reads = request.method == Method::Get || request.method == Method::Head;
    const bool isApi
        = request.path == QLatin1String("/api") || request.path.startsWith(QLatin1String("/api/"));
    if (!reads || isApi)
        return notFound();
    const QString path = assets.contains(request.path) ? request.path : fallback;
    const auto asset = assets.constFind(path);
    return asset == assets.cend() ? notFound() : assetResponse(*asset, request);
}

bool Server::Private::isOurs(const QByteArray &host, const QHostAddress &local) const
{
    const QString name = QString::fromLatin1(host);
    if (config.hosts.contains(name, Qt::CaseInsensitive))
        return true;
    if (name == QLatin1String("localhost"))
        return local.isLoopback();
    const QHostAddress address(name);
    // QHostAddress reads "127.1" and "0x7f000001" too; other programs read them otherwise.
    const bool canonical
        = address.protocol() != QAbstractSocket::IPv4Protocol || address.toString() == name;
    return canonical && !address.isNull()
        && address.isEqual(local, QHostAddress::TolerantConversion);
}

std::optional<Response> Server::Private::refuseUpgrade(const Request &request)
{
    const auto route = webSocketRoutes.constFind(request.path);
    return route == webSocketRoutes.cend() ? notFound() : route->guard(request);
}

void Server::Private::upgrade(QSslSocket *socket, qsizetype headBytes, const Request &request)
{
    const QPair<QString, quint16> key(socket->peerAddress().toString(), socket->peerPort());
    auto *gate = new FrameGate(socket, headBytes, config.limits.socketMessageBytes);
    m_upgrading.insert(key, {request, gate});
    auto *deadline = new QTimer(gate); // which it ends with
    deadline->setSingleShot(true);
    QObject::connect(deadline, &QTimer::timeout, &m_owner, [this, key, gate] {
        // The address may be that of another client by now.
        if (m_upgrading.value(key).gate != gate)
            return;
        m_upgrading.remove(key);
        gate->drop();
        gate->deleteLater();
    });
    deadline->start(kUpgradeDeadline);
    m_webSockets.handleConnection(gate);
}

void Server::Private::takeWebSockets()
{
    while (QWebSocket *socket = m_webSockets.nextPendingConnection()) {
        const Upgrading known
            = m_upgrading.take({socket->peerAddress().toString(), socket->peerPort()});
        const auto route = webSocketRoutes.constFind(known.request.path);
        if (!known.gate || route == webSocketRoutes.cend()) {
            socket->abort();
            socket->deleteLater();
            continue;
        }
        route->handler(std::make_unique<WebSocket>(socket, known.gate, config.limits),
                       known.request);
    }
}

Result<void> Server::Private::listen(const QHostAddress &address, quint16 port)
{
    if (config.tls.localCertificate().isNull() && !address.isLoopback())
        return Error{ErrorCode::Denied, tr("Without TLS the web answers this computer only.")};
    auto next = std::make_unique<Listener>([this](qintptr descriptor) { accept(descriptor); });
    if (!next->listen(address, port))
        return Error{
            ErrorCode::Unavailable,
            tr("Port %1 of %2: %3").arg(port).arg(address.toString(), next->errorString())};
    listener = std::move(next);
    return {};
}

void Server::Private::accept(qintptr descriptor)
{
    auto socket = std::make_unique<QSslSocket>();
    // Bounded: what a client sends beyond it waits in the kernel.
    socket->setReadBufferSize(kReadBuffer);
    if (!socket->setSocketDescriptor(descriptor))
        return;
    const QHostAddress peer = socket->peerAddress();
    if (!m_book.enter(peer)) {
        socket->abort();
        return;
    }
    QObject::connect(socket.get(), &QObject::destroyed, &m_owner,
                     [this, peer] { m_book.leave(peer); });
    m_connections.removeAll(nullptr);
    m_connections.append(new Connection(socket.release(), config, *this, &m_owner));
}

bool Server::Private::isBusy() const
{
    return std::any_of(m_connections.begin(), m_connections.end(),
                       [](const auto &connection) { return connection && connection->isBusy(); });
}

void Server::Private::closeAll()
{
    if (listener)
        listener->close();
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
    for (const Upgrading &upgrading : std::exchange(m_upgrading, {})) {
        delete upgrading.gate.data();
    }
    m_webSockets.close();
}

Server::Server(Config config, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(config), *this))
{
}

Server::~Server()
{
    close();
}

void Server::setGuard(Guard guard)
{
    d->guard = std::move(guard);
}

Result<void> Server::addRoute(Route route)
{
    if (route.access == Access::Undeclared || route.operationId.isEmpty() || !route.handler
        || !route.pattern.startsWith(u'/'))
        return Error{
            ErrorCode::Invalid,
            QStringLiteral("a route needs an access, an operation id, a pattern and a handler")};
    if (auto added = d->router.add(route.method, route.pattern); !added)
        return added;
    d->routes.append(std::move(route));
    return {};
}

void Server::addAsset(const QString &path, Asset asset)
{
    d->assets.insert(path, std::move(asset));
}

void Server::setFallbackAsset(const QString &path)
{
    d->fallback = path;
}

void Server::setWebSocket(const QString &path, UpgradeGuard guard, SocketHandler handler)
{
    d->webSocketRoutes.insert(path, {std::move(guard), std::move(handler)});
}

const QList<Route> &Server::routes() const
{
    return d->routes;
}

Result<void> Server::listen()
{
    return d->listen(d->config.address, d->config.port);
}

Result<void> Server::relisten(const QHostAddress &address)
{
    if (!d->listener || d->listener->serverAddress() == address)
        return {};
    const QHostAddress before = d->listener->serverAddress();
    const quint16 port = d->listener->serverPort();
    d->listener->close();
    auto moved = d->listen(address, port);
    if (!moved) {
        if (const auto back = d->listen(before, port); !back)
            qCWarning(lcWeb, "%s", qUtf8Printable(back.error().detail));
    }
    return moved;
}

void Server::setTls(const QSslConfiguration &tls)
{
    d->config.tls = tls;
}

quint16 Server::port() const
{
    return d->listener ? d->listener->serverPort() : 0;
}

QUrl Server::url() const
{
    QUrl url;
    url.setScheme(d->config.tls.localCertificate().isNull() ? QStringLiteral("http")
                                                            : QStringLiteral("https"));
    const QHostAddress address = d->listener ? d->listener->serverAddress() : d->config.address;
    const bool everywhere = address == QHostAddress::Any || address == QHostAddress::AnyIPv4
        || address == QHostAddress::AnyIPv6;
    url.setHost(everywhere ? d->config.hosts.value(0, QStringLiteral("127.0.0.1"))
                           : address.toString());
    url.setPort(port());
    url.setPath(QStringLiteral("/"));
    return url;
}

void Server::close()
{
    d->closeAll();
}

} // namespace mws::http
