// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/server.h"

#include "core/future.h"
#include "core/log.h"
#include "http/acceptor.h"
#include "http/connection.h"
#include "http/framegate.h"
#include "http/ownnames.h"
#include "http/peergate.h"
#include "http/router.h"
#include "http/websocket.h"

#include <QUrl>
#include <QWebSocketServer>

namespace mws::http
{

namespace
{

constexpr Milliseconds kUpgradeDeadline{10000};
constexpr int kPlaceAgainSeconds = 5;
constexpr int kPeerRefused = 4401; // as status 401; private use, RFC 6455 section 7.4.2

Future<Response> now(Response response)
{
    return Future<Response>::ready(std::move(response));
}

Response notFound()
{
    return Response::problem(404, QStringLiteral("notFound"),
                             QStringLiteral("there is nothing at this address"));
}

/// The base path without a slash: addresses relative to it would lead beside it.
Response toBase(const Request &request)
{
    Response response;
    response.status = 308;
    response.contentType.clear();
    response.headers = {{"Location", request.basePath + '/'}};
    return response;
}

/// What a trusted proxy says of its client's connection: without TLS the password of whoever signs
/// in would be readable on the way.
bool cameInPlain(const Request &request)
{
    const QByteArray scheme = request.header("x-forwarded-proto").toLower();
    return !scheme.isEmpty() && scheme != "https" && scheme != "wss";
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
        , peers(config.clients, config.proxies)
        , acceptor(config, *this)
        , m_webSockets(QStringLiteral("mws"), QWebSocketServer::NonSecureMode)
        , m_owner(server)
    {
        QObject::connect(&m_webSockets, &QWebSocketServer::newConnection, &m_owner,
                         [this] { takeWebSockets(); });
    }

    Result<QSslConfiguration> tlsFor(const QHostAddress &peer) override;
    std::optional<QByteArray> certificateOf(QSslSocket &socket) override;
    Future<Response> answer(const Request &request) override;
    std::optional<Refusal> admit(RequestHead &head, const QSslSocket &socket) override;
    std::variant<qint64, Response> bodyLimit(const RequestHead &head) override;
    void answered(const QSslSocket &socket) override;
    std::optional<Response> refuseUpgrade(const Request &request) override;
    void upgrade(QSslSocket *socket, qsizetype headBytes, const Request &request) override;

    [[nodiscard]] Result<void> checkListening(const QHostAddress &address) const;
    void close();

    struct Upgrading {
        Request request;
        QPointer<FrameGate> gate;
    };
    struct WebSocketRoute {
        UpgradeGuard guard;
        SocketHandler handler;
    };

    Config config;
    PeerGate peers;
    Admission admission;
    Guard guard;
    QList<Route> routes;
    Router router;
    QHash<QString, Asset> assets;
    QString fallback;
    QHash<QString, WebSocketRoute> webSocketRoutes;
    bool loopbackOnly = false;
    Acceptor acceptor;

private:
    std::optional<Refusal> admitClient(Request &request, const QSslSocket &socket);
    void takeWebSockets();
    [[nodiscard]] Response answerWithAsset(const Request &request);

    QHash<QPair<QString, quint16>, Upgrading> m_upgrading;
    QWebSocketServer m_webSockets;
    Server &m_owner;
};

Result<QSslConfiguration> Server::Private::tlsFor(const QHostAddress &peer)
{
    auto tls = peers.tlsFor(config.tls, peer);
    if (!tls)
        qCWarning(lcWeb, "No client can be let in: %s", qUtf8Printable(tls.error().detail));
    return tls;
}

std::optional<QByteArray> Server::Private::certificateOf(QSslSocket &socket)
{
    return peers.enter(socket);
}

Future<Response> Server::Private::answer(const Request &request)
{
    if (request.path.isEmpty())
        return now(toBase(request));
    Request routed = request;
    const Method method = request.method == Method::Head ? Method::Get : request.method;
    const Router::Match match = router.find(method, request.path);
    if (admission) {
        if (auto refusal = admission(request, match.route < 0 ? nullptr : &routes[match.route]))
            return now(std::move(*refusal));
    }
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

std::optional<Refusal> Server::Private::admit(RequestHead &head, const QSslSocket &socket)
{
    const auto host = ownHost(head.host, config.hosts, socket.localAddress());
    if (!host)
        return Refusal{421, QStringLiteral("this server does not answer for that host")};
    head.request.host = *host;
    head.request.basePath = config.basePath;
    if (auto refusal = admitClient(head.request, socket))
        return refusal;
    if (head.outside)
        return Refusal{404, QStringLiteral("there is nothing at this address")};
    return std::nullopt;
}

std::optional<Refusal> Server::Private::admitClient(Request &request, const QSslSocket &socket)
{
    const QHostAddress peer = socket.peerAddress();
    const auto client = config.proxies.clientOf(peer, request);
    if (!client)
        return Refusal{400, QStringLiteral("X-Forwarded-For is malformed")};
    request.peer = *client;
    if (loopbackOnly && !client->isLoopback())
        return Refusal{403,
                       QStringLiteral("there is no administrator yet, and until then this "
                                      "server answers its own computer only")};
    if (!config.proxies.contains(peer))
        return std::nullopt;
    if (cameInPlain(request))
        return Refusal{403, QStringLiteral("the way to the proxy is not encrypted")};
    if (!acceptor.countFor(socket, *client))
        return Refusal{429, QStringLiteral("too many requests of this address at a time"),
                       kPlaceAgainSeconds};
    return std::nullopt;
}

std::variant<qint64, Response> Server::Private::bodyLimit(const RequestHead &head)
{
    const qint64 usual = config.limits.bodyBytes;
    if (!guard || (!head.chunked && head.contentLength <= usual))
        return usual;
    Request request = head.request;
    const Router::Match match = router.find(request.method, request.path);
    if (match.route < 0 || routes[match.route].bodyBytes <= usual)
        return usual;
    request.captures = match.captures;
    const Route &route = routes[match.route];
    auto refusal = admission ? admission(request, &route) : std::nullopt;
    if (!refusal)
        refusal = guard(request, route);
    if (refusal)
        return *std::move(refusal);
    return route.bodyBytes;
}

void Server::Private::answered(const QSslSocket &socket)
{
    acceptor.countForNobody(socket);
}

std::optional<Response> Server::Private::refuseUpgrade(const Request &request)
{
    const auto route = webSocketRoutes.constFind(request.path);
    return route == webSocketRoutes.cend() ? notFound() : route->guard(request);
}

void Server::Private::upgrade(QSslSocket *socket, qsizetype headBytes, const Request &request)
{
    const QPair<QString, quint16> key(socket->peerAddress().toString(), socket->peerPort());
    auto *gate
        = new FrameGate(socket, headBytes, config.limits.socketMessageBytes, kUpgradeDeadline);
    m_upgrading.insert(key, {request, gate});
    peers.setEnd(*socket, [gate] {
        gate->expel(kPeerRefused, QStringLiteral("the certificate is not good any more"));
    });
    QObject::connect(gate, &QAbstractSocket::disconnected, &m_owner, [this, key, gate] {
        // The address may be that of another client by now.
        if (m_upgrading.value(key).gate == gate)
            m_upgrading.remove(key);
    });
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

Result<void> Server::Private::checkListening(const QHostAddress &address) const
{
    if (config.tls.localCertificate().isNull() && !address.isLoopback())
        return Error{ErrorCode::Denied, tr("Without TLS the web answers this computer only.")};
    if (config.tls.localCertificate().isNull()
        && config.clients.wanted != ClientCertificates::Wanted::No)
        return Error{ErrorCode::Denied, tr("Without TLS nobody can show a certificate.")};
    return {};
}

void Server::Private::close()
{
    acceptor.close();
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

void Server::setAdmission(Admission admission)
{
    d->admission = std::move(admission);
}

void Server::setGuard(Guard guard)
{
    d->guard = std::move(guard);
}

void Server::setPeerGuard(PeerGuard guard, PeerRefusal refused)
{
    d->peers.setGuard(std::move(guard), std::move(refused));
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
    if (auto refused = d->checkListening(d->config.address); !refused)
        return refused;
    if (const auto tls = d->peers.tlsFor(d->config.tls, {}); !tls)
        return tls.error();
    return d->acceptor.listen(d->config.address, d->config.port);
}

Result<void> Server::relisten(const QHostAddress &address)
{
    if (auto refused = d->checkListening(address); !refused)
        return refused;
    return d->acceptor.relisten(address);
}

void Server::setLoopbackOnly(bool only)
{
    d->loopbackOnly = only;
}

void Server::setTls(const QSslConfiguration &tls)
{
    d->config.tls = tls;
}

quint16 Server::port() const
{
    return d->acceptor.port();
}

QUrl Server::url() const
{
    QUrl url;
    url.setScheme(d->config.tls.localCertificate().isNull() ? QStringLiteral("http")
                                                            : QStringLiteral("https"));
    const QHostAddress listening = d->acceptor.address();
    const QHostAddress address = listening.isNull() ? d->config.address : listening;
    const bool everywhere = address == QHostAddress::Any || address == QHostAddress::AnyIPv4
        || address == QHostAddress::AnyIPv6;
    url.setHost(everywhere ? d->config.hosts.value(0, QStringLiteral("127.0.0.1"))
                           : address.toString());
    url.setPort(port());
    url.setPath(QString::fromLatin1(d->config.basePath) + u'/');
    return url;
}

void Server::close()
{
    d->close();
}

} // namespace mws::http
