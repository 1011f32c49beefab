// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "http/peergate.h"

#include "core/log.h"

#include <QSslSocket>

namespace mws::http
{

namespace
{

constexpr std::chrono::minutes kTellEvery{1};

} // namespace

PeerGate::PeerGate(const ClientCertificates &settings, const TrustedProxies &proxies)
    : m_settings(settings)
    , m_proxies(proxies)
    , m_trust(settings.folder, PeerTrust::Peer::Client)
{
    connect(&m_look, &QTimer::timeout, this, &PeerGate::look);
    if (m_settings.wanted != Wanted::No)
        m_look.start(kLook);
    m_verified.start();
}

void PeerGate::setGuard(Server::PeerGuard guard, Server::PeerRefusal refused)
{
    m_guard = std::move(guard);
    m_refused = std::move(refused);
}

PeerGate::Wanted PeerGate::wantedOf(const QHostAddress &peer) const
{
    // Its certificate would be the proxy's own, and not that of whoever asks through it.
    const bool isProxy = m_proxies.contains(peer);
    return isProxy && m_settings.wanted == Wanted::Optional ? Wanted::No : m_settings.wanted;
}

Result<QSslConfiguration> PeerGate::tlsFor(const QSslConfiguration &own, const QHostAddress &peer)
{
    if (wantedOf(peer) == Wanted::No)
        return own;
    const auto authorities = m_trust.authorities();
    if (!authorities)
        return authorities.error();
    QSslConfiguration tls = own;
    tls.setCaCertificates(*authorities); // and with it not those of the system
    // Asks and takes what comes: enter() decides, and says why not.
    tls.setPeerVerifyMode(QSslSocket::QueryPeer);
    // Every connection shows its certificate anew.
    tls.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    tls.setSslOption(QSsl::SslOptionDisableSessionSharing, true);
    return tls;
}

std::optional<QByteArray> PeerGate::enter(QSslSocket &socket)
{
    const Wanted wanted = wantedOf(socket.peerAddress());
    if (wanted == Wanted::No)
        return QByteArray();
    const QSslCertificate certificate = socket.peerCertificate();
    if (certificate.isNull()) {
        if (wanted == Wanted::Optional)
            return QByteArray();
        refuse(socket, Server::tr("The client has shown no certificate."));
        return std::nullopt;
    }
    const QByteArray fingerprint = certificate.digest(QCryptographicHash::Sha256);
    if (const auto good = judge(socket, fingerprint); !good) {
        refuse(socket, good.error().detail);
        return std::nullopt;
    }
    m_inside.insert(&socket, {fingerprint});
    connect(&socket, &QObject::destroyed, this, [this, key = &socket] { m_inside.remove(key); });
    return fingerprint;
}

void PeerGate::setEnd(QSslSocket &socket, std::function<void()> end)
{
    if (const auto inside = m_inside.find(&socket); inside != m_inside.end())
        inside->end = std::move(end);
}

Result<void> PeerGate::judge(const QSslSocket &socket, const QByteArray &fingerprint)
{
    if (auto good = m_trust.check(socket, SystemClock().now()); !good)
        return good;
    if (!m_guard || !m_guard(fingerprint))
        return Error{ErrorCode::Denied,
                     Server::tr("The certificate belongs to no user who may sign in.")};
    return {};
}

void PeerGate::refuse(const QSslSocket &socket, const QString &why)
{
    QElapsedTimer &told = m_told[why];
    if (!told.isValid() || told.hasExpired(Milliseconds(kTellEvery).count())) {
        qCWarning(lcWeb, "A client is refused: %s", qUtf8Printable(why));
        told.start();
    }
    if (m_refused)
        m_refused(socket.peerAddress(), why);
}

void PeerGate::look()
{
    const bool isDue = m_revision != m_trust.revision()
        || m_verified.hasExpired(std::chrono::milliseconds(kVerify).count());
    if (isDue) {
        m_revision = m_trust.revision();
        m_verified.start();
    }
    const auto inside = m_inside;
    for (auto it = inside.cbegin(); it != inside.cend(); ++it) {
        if (!m_inside.contains(it.key()))
            continue;
        const bool isKnown = m_guard && m_guard(it->fingerprint);
        const auto good = isDue || !isKnown ? judge(*it.key(), it->fingerprint) : Result<void>();
        if (good)
            continue;
        refuse(*it.key(), good.error().detail);
        m_inside.remove(it.key());
        if (it->end)
            it->end();
        else
            it.key()->abort();
    }
}

} // namespace mws::http
