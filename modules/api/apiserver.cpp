// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/apiserver.h"

#include "api/auditcheck.h"
#include "api/backupdesk.h"
#include "api/certificatedesk.h"
#include "api/context.h"
#include "api/idempotency.h"
#include "api/livefeed.h"
#include "core/log.h"

#include <QFile>

// Q_INIT_RESOURCE works outside of every namespace only.
static void initResources()
{
    Q_INIT_RESOURCE(api);
}

namespace mws
{

namespace
{

http::Response gone()
{
    return http::Response::problem(503, QStringLiteral("stopping"),
                                   QStringLiteral("the station is stopping"));
}

} // namespace

/// The parts that the routes of one ApiServer share.
class ApiServer::Private
{
public:
    Private(const Services &station, http::Server &httpServer, http::CertificateKeeper *keeper,
            ApiServer &owner)
        : server(httpServer)
        , services(station)
        , model(station.project, station.tags, station.bus)
        , guard(services, model)
        , feed(services, model)
        , certificate(keeper ? std::make_unique<api::CertificateDesk>(services, *keeper) : nullptr)
        , idempotency(services.clock, owner)
        , auditCheck(services.audit, services.clock)
        , context{services,
                  owner,
                  guard,
                  feed,
                  idempotency,
                  auditCheck,
                  [&owner] { Q_EMIT owner.setupFinished(); },
                  certificate.get(),
                  nullptr,
                  {},
                  {}}
    {
    }

    void addRoutes();
    void addLiveFeed();
    std::optional<http::Response> checkUpgrade(const http::Request &request);
    void accept(std::unique_ptr<http::Socket> socket, const http::Request &request);

    http::Server &server;
    const Services services;
    LiveModel model;
    api::Guard guard;
    api::LiveFeed feed;
    std::unique_ptr<api::CertificateDesk> certificate;
    api::IdempotencyBook idempotency;
    api::AuditCheck auditCheck;
    api::Context context;
    std::unique_ptr<api::BackupDesk> backup;
};

void ApiServer::Private::addRoutes()
{
    using namespace api;
    const auto groups
        = {sessionRoutes(context),     setupRoutes(context),       userRoutes(context),
           tokenRoutes(context),       accessRoutes(context),      projectRoutes(context),
           tagRoutes(context),         writeRoutes(context),       plantRoutes(context),
           traceRoutes(context),       diagnosticsRoutes(context), diagnoseRoutes(context),
           auditRoutes(context),       metricsRoutes(context),     factorRoutes(context),
           certificateRoutes(context), systemRoutes(context),      historyRoutes(context),
           backupRoutes(context),      projectFileRoutes(context), userCertificateRoutes(context),
           approvalRoutes(context),    scanRoutes(context)};
    for (const QList<http::Route> &group : groups) {
        for (const http::Route &route : group) {
            if (const auto added = server.addRoute(route); !added)
                qCCritical(lcWeb, "route %s: %s", qUtf8Printable(route.operationId),
                           qUtf8Printable(added.error().detail));
        }
    }
}

void ApiServer::Private::addLiveFeed()
{
    server.setWebSocket(
        QStringLiteral("/api/v1/live"),
        [this](const http::Request &request) { return checkUpgrade(request); },
        [this](std::unique_ptr<http::Socket> socket, const http::Request &request) {
            accept(std::move(socket), request);
        });
}

std::optional<http::Response> ApiServer::Private::checkUpgrade(const http::Request &request)
{
    if (auto refusal = guard.checkUpgrade(request))
        return refusal;
    if (!feed.isFull(guard.sessionOf(request)->identity().user))
        return std::nullopt;
    auto response = http::Response::problem(
        429, QStringLiteral("tooMany"), QStringLiteral("too many live connections of this user"));
    response.headers.emplaceBack("Retry-After", "5");
    return response;
}

void ApiServer::Private::accept(std::unique_ptr<http::Socket> socket, const http::Request &request)
{
    feed.add(std::move(socket), guard.sessionOf(request));
}

ApiServer::ApiServer(const Services &services, http::Server &server,
                     http::CertificateKeeper *certificate, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(services, server, certificate, *this))
{
    server.setAdmission([this](const http::Request &request, const http::Route *route) {
        return d->guard.admit(request, route);
    });
    server.setGuard([this](const http::Request &request, const http::Route &route) {
        return d->guard.check(request, route);
    });
    server.setPeerGuard(
        [this](const QByteArray &fingerprint) {
            return !d->services.access.userOfCertificate(fingerprint).isEmpty();
        },
        [this](const QHostAddress &peer, const QString &why) {
            d->guard.recordPeerRefusal(peer, why);
        });
    d->addRoutes();
    d->addLiveFeed();
}

ApiServer::~ApiServer()
{
    // The routes stay on the server and lead nowhere from now on.
    d->server.setAdmission({});
    d->server.setPeerGuard({}, {});
    d->server.setGuard([](const http::Request &, const http::Route &) { return gone(); });
    d->server.setWebSocket(
        QStringLiteral("/api/v1/live"), [](const http::Request &) { return gone(); },
        [](std::unique_ptr<http::Socket>, const http::Request &) {});
}

void ApiServer::setRates(const api::Rates &rates)
{
    d->guard.setRates(rates);
}

void ApiServer::setSecurityContact(const QUrl &contact)
{
    d->context.securityContact = contact;
}

void ApiServer::setNorthbound(const NorthboundStatus &status)
{
    d->context.northbound = status;
}

void ApiServer::setBackup(const QString &dataFolder, const QString &projectFolder)
{
    d->backup = std::make_unique<api::BackupDesk>(d->services.audit, d->services.clock, dataFolder,
                                                  projectFolder);
    d->context.backup = d->backup.get();
}

void ApiServer::reloadCertificate()
{
    if (d->certificate)
        d->certificate->reloadForSystem();
}

void ApiServer::watchCertificate()
{
    if (d->certificate)
        d->certificate->watch();
}

QByteArray ApiServer::openApiDocument()
{
    initResources();
    QFile file(QStringLiteral(":/mws/api/openapi.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace mws
