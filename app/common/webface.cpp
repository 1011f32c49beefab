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
        , server(config)
        , api(services, server, certificate.get())
    {
        addWebClient(server);
    }

    std::unique_ptr<http::CertificateKeeper> certificate;
    http::Server server;
    ApiServer api;
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
    print(tr("Web: %1").arg(m_url.toString()));
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
    const auto listening = m_parts->server.listen();
    m_url = m_parts->server.url();
    return listening;
}

void WebFace::makeParts(std::unique_ptr<http::CertificateKeeper> certificate)
{
    http::Server::Config config;
    config.port = m_options.port;
    config.tls = certificate->tls();
    config.hosts = m_options.hostNames + http::machineNames();
    if (m_services.access.hasAdministrator())
        config.address = m_options.address;
    m_parts = std::make_unique<Parts>(m_services, config, std::move(certificate));
    m_parts->api.setSecurityContact(m_options.securityContact);
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
    const QUrl url = m_parts->server.url();
    QMetaObject::invokeMethod(
        this, [this, url] { finishSetup(url); }, Qt::QueuedConnection);
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

void WebFace::finishSetup(const QUrl &url)
{
    m_codeTimer.stop();
    m_setupCode.clear();
    if (std::exchange(m_url, url) != url)
        print(tr("Web: %1").arg(m_url.toString()));
    QFile::remove(codeFile());
    Q_EMIT setupCodeChanged();
}

QString WebFace::codeFile() const
{
    return m_options.station.dataFolder + QStringLiteral("/setup-code");
}

} // namespace mws::app
