// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/redirector.h"

#include "http/acceptor.h"
#include "http/ownnames.h"

#include <QUrl>

#include <utility>

namespace mws::http
{

namespace
{

constexpr int kConnections = 64;
constexpr int kConnectionsPerAddress = 8;
constexpr quint16 kHttpsPort = 443;

/// What is no page: a program that sends its token without TLS must fail, and not by itself be led
/// to where it works.
bool isForPrograms(const QString &path)
{
    return path == QLatin1String("/api") || path.startsWith(QLatin1String("/api/"))
        || path == QLatin1String("/metrics") || path == QLatin1String("/healthz");
}

bool asksForPage(const RequestHead &head)
{
    const Request &request = head.request;
    const bool reads = request.method == Method::Get || request.method == Method::Head;
    return reads && !head.wantsUpgrade && !isForPrograms(request.path);
}

Server::Config frontConfig(const Redirector::Config &config)
{
    Server::Config front;
    front.limits.connections = kConnections;
    front.limits.connectionsPerAddress = kConnectionsPerAddress;
    front.basePath = config.basePath;
    return front;
}

} // namespace

class Redirector::Private final : public ConnectionHost
{
public:
    explicit Private(Config theConfig)
        : config(std::move(theConfig))
        , front(frontConfig(config))
        , acceptor(front, *this)
    {
    }

    /// Nothing is encrypted here, so nobody shows a certificate.
    Result<QSslConfiguration> tlsFor(const QHostAddress &) override { return front.tls; }
    std::optional<QByteArray> certificateOf(QSslSocket &) override { return QByteArray(); }
    Future<Response> answer(const Request &request) override;
    std::optional<Refusal> admit(RequestHead &head, const QSslSocket &socket) override;
    std::variant<qint64, Response> bodyLimit(const RequestHead &) override
    {
        return front.limits.bodyBytes;
    }
    void answered(const QSslSocket &) override { }
    /// admit() lets none through.
    std::optional<Response> refuseUpgrade(const Request &) override { return Response(); }
    void upgrade(QSslSocket *, qsizetype, const Request &) override { }

    const Config config;
    const Server::Config front;
    Acceptor acceptor;

private:
    [[nodiscard]] QByteArray secureAddress(const Request &request) const;
};

std::optional<Refusal> Redirector::Private::admit(RequestHead &head, const QSslSocket &socket)
{
    const auto host = ownHost(head.host, config.hosts, socket.localAddress());
    if (!host)
        return Refusal{421, QStringLiteral("this server does not answer for that host")};
    if (!asksForPage(head))
        return Refusal{403, QStringLiteral("this is for https only")};
    if (head.outside)
        return Refusal{404, QStringLiteral("there is nothing at this address")};
    head.request.host = *host;
    head.request.basePath = config.basePath;
    return std::nullopt;
}

QByteArray Redirector::Private::secureAddress(const Request &request) const
{
    const QByteArray host = request.host.toLatin1();
    QByteArray address = "https://" + (host.contains(':') ? '[' + host + ']' : host);
    if (config.securePort != kHttpsPort)
        address += ':' + QByteArray::number(config.securePort);
    address += request.basePath;
    address += request.path.isEmpty() ? "/" : QUrl::toPercentEncoding(request.path, "/");
    const QString query = request.query.toString(QUrl::FullyEncoded);
    return query.isEmpty() ? address : address + '?' + query.toLatin1();
}

Future<Response> Redirector::Private::answer(const Request &request)
{
    Response response;
    response.status = 308;
    response.contentType.clear();
    response.headers = {{"Location", secureAddress(request)}};
    return Future<Response>::ready(std::move(response));
}

Redirector::Redirector(Config config, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(config)))
{
}

Redirector::~Redirector()
{
    d->acceptor.close();
}

Result<void> Redirector::listen()
{
    return d->acceptor.listen(d->config.address, d->config.port);
}

quint16 Redirector::port() const
{
    return d->acceptor.port();
}

} // namespace mws::http
