// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/webface.h"

#include "access/accesscontrol.h"
#include "api/apiserver.h"
#include "common/console.h"
#include "common/webassets.h"
#include "core/log.h"
#include "http/certificatekeeper.h"
#include "http/ownnames.h"
#include "http/redirector.h"
#include "http/server.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

#include <utility>

namespace mws::app
{

namespace
{

/// A code lives for 30 minutes; a new one comes before the old one ends.
constexpr std::chrono::minutes kCodeRenewal{25};
/// How often to look for an administrator that mwsctl made.
constexpr std::chrono::seconds kLookEvery{1};

Result<void> writePrivate(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) || file.write(bytes) < 0
        || !file.commit())
        return Error{ErrorCode::Unavailable, file.errorString()};
    return {};
}

} // namespace

/// What lives in the web thread; made and destroyed there, in this order.
struct WebFace::Parts {
    Parts(const Services &services, const http::Server::Config &config,
          std::unique_ptr<http::CertificateKeeper> keeper)
        : certificate(std::move(keeper))
        , hosts(config.hosts)
        , server(config)
        , api(services, server, certificate.get())
    {
        addWebClient(server);
    }

    [[nodiscard]] quint16 redirectPort() const { return redirector ? redirector->port() : 0; }

    std::unique_ptr<http::CertificateKeeper> certificate;
    const QStringList hosts;
    http::Server server;
    ApiServer api;
    std::unique_ptr<http::Redirector> redirector; ///< null: no plain HTTP
    QTimer look; ///< runs until there is an administrator
};

WebFace::WebFace(const Services &services, StationOptions options)
    : m_services(services)
    , m_options(std::move(options))
{
    m_thread.setObjectName(QStringLiteral("web"));
    m_codeTimer.setInterval(kCodeRenewal);
    connect(&m_codeTimer, &QTimer::timeout, this, &WebFace::renewSetupCode);
}

WebFace::~WebFace()
{
    stop();
}

Result<void> WebFace::start()
{
    m_context.moveToThread(&m_thread);
    m_thread.start();
    Result<void> started;
    QMetaObject::invokeMethod(
        &m_context, [&] { started = startInThread(); }, Qt::BlockingQueuedConnection);
    if (!started)
        return started;
    tellAddresses();
    print(tr("Certificate SHA-256: %1").arg(m_certificate.fingerprint));
    renewSetupCode();
    return {};
}

Result<void> WebFace::startInThread()
{
    // Of the address to come too, while there is no administrator.
    const auto names = [this] { return http::ownNames(m_options.address, m_options.hostNames); };
    auto certificate = std::make_unique<http::CertificateKeeper>(m_options.station.dataFolder,
                                                                 names, m_services.clock);
    if (auto started = certificate->start(); !started)
        return started;
    makeParts(std::move(certificate));
    m_parts->api.watchCertificate();
    m_certificate = m_parts->certificate->info();
    if (auto listening = m_parts->server.listen(); !listening)
        return listening;
    m_url = m_parts->server.url();
    if (!m_services.access.hasAdministrator())
        return {};
    const auto redirecting = startRedirecting();
    m_redirectPort = m_parts->redirectPort();
    return redirecting;
}

Result<void> WebFace::startRedirecting()
{
    if (!m_options.redirectPort || m_parts->redirector)
        return {};
    http::Redirector::Config config;
    config.address = m_options.address;
    config.port = *m_options.redirectPort;
    config.securePort = m_parts->server.port();
    config.hosts = m_parts->hosts;
    config.basePath = m_options.basePath;
    m_parts->redirector = std::make_unique<http::Redirector>(config);
    return m_parts->redirector->listen();
}

void WebFace::makeParts(std::unique_ptr<http::CertificateKeeper> certificate)
{
    http::Server::Config config;
    config.port = m_options.port;
    config.tls = certificate->tls();
    config.hosts = m_options.hostNames + http::machineNames();
    config.proxies = m_options.proxies;
    config.basePath = m_options.basePath;
    config.limits = m_options.webLimits;
    config.clients = {m_options.clientCertificates,
                      m_options.station.dataFolder + QStringLiteral("/web-clients")};
    const bool isSetUp = m_services.access.hasAdministrator();
    if (isSetUp)
        config.address = m_options.address;
    m_parts = std::make_unique<Parts>(m_services, config, std::move(certificate));
    m_parts->server.setLoopbackOnly(!isSetUp);
    m_parts->api.setSecurityContact(m_options.securityContact);
    m_parts->api.setBackup(m_options.station.dataFolder, m_options.station.projectFolder);
    connect(m_parts->certificate.get(), &http::CertificateKeeper::changed, &m_parts->server,
            [this] { showCertificate(); });
    connect(&m_parts->api, &ApiServer::setupFinished, &m_parts->server, [this] { openUp(); });
    connect(&m_parts->look, &QTimer::timeout, &m_parts->server, [this] { openUp(); });
    m_parts->look.start(kLookEvery);
}

void WebFace::reloadCertificate()
{
    const auto reload = [this] {
        if (m_parts)
            m_parts->api.reloadCertificate();
    };
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(&m_context, reload, Qt::QueuedConnection);
}

void WebFace::showCertificate()
{
    m_parts->server.setTls(m_parts->certificate->tls());
    const auto tell = [this, info = m_parts->certificate->info()] {
        if (std::exchange(m_certificate, info).fingerprint == info.fingerprint)
            return;
        print(tr("Certificate SHA-256: %1").arg(info.fingerprint));
        Q_EMIT certificateChanged();
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void WebFace::openUp()
{
    if (!m_parts->look.isActive() || !m_services.access.hasAdministrator())
        return;
    m_parts->look.stop();
    if (const auto moved = m_parts->server.relisten(m_options.address); !moved)
        qCWarning(lcWeb, "%s", qUtf8Printable(moved.error().detail));
    m_parts->server.setLoopbackOnly(false);
    if (const auto started = startRedirecting(); !started)
        qCWarning(lcWeb, "%s", qUtf8Printable(started.error().detail));
    const auto tell = [this, url = m_parts->server.url(), port = m_parts->redirectPort()] {
        finishSetup(url, port);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
}

void WebFace::stop()
{
    if (!m_thread.isRunning())
        return;
    const auto tearDown = [this] {
        if (m_parts)
            m_parts->server.close();
        m_parts.reset();
        m_context.moveToThread(QCoreApplication::instance()->thread());
    };
    QMetaObject::invokeMethod(&m_context, tearDown, Qt::BlockingQueuedConnection);
    m_thread.quit();
    m_thread.wait();
}

void WebFace::setNorthbound(const NorthboundStatus &status)
{
    const auto pass = [this, status] {
        if (m_parts)
            m_parts->api.setNorthbound(status);
    };
    if (m_thread.isRunning())
        QMetaObject::invokeMethod(&m_context, pass, Qt::QueuedConnection);
}

void WebFace::renewSetupCode()
{
    m_setupCode = m_services.access.newSetupCode();
    if (m_setupCode.isEmpty()) {
        m_codeTimer.stop();
        return; // openUp() has seen the administrator too, or soon will
    }
    if (const auto written = writePrivate(codeFile(), m_setupCode.toUtf8() + '\n'); !written)
        qCWarning(lcWeb, "%s", qUtf8Printable(written.error().detail));
    print(tr("There is no administrator yet; the web answers this computer only."));
    print(tr("Setup code, valid for 30 minutes: %1").arg(m_setupCode));
    m_codeTimer.start();
    Q_EMIT setupCodeChanged();
}

void WebFace::finishSetup(const QUrl &url, quint16 redirectPort)
{
    m_codeTimer.stop();
    m_setupCode.clear();
    const bool isNew = url != m_url || redirectPort != m_redirectPort;
    m_url = url;
    m_redirectPort = redirectPort;
    if (isNew)
        tellAddresses();
    QFile::remove(codeFile());
    Q_EMIT setupCodeChanged();
}

void WebFace::tellAddresses() const
{
    print(tr("Web: %1").arg(m_url.toString()));
    if (m_redirectPort != 0)
        print(tr("Plain HTTP on port %1 leads there.").arg(m_redirectPort));
}

QString WebFace::codeFile() const
{
    return m_options.station.dataFolder + QStringLiteral("/setup-code");
}

} // namespace mws::app
