// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "http/server.h"
#include "trust/peertrust.h"

#include <QElapsedTimer>
#include <QTimer>

QT_FORWARD_DECLARE_CLASS(QSslSocket)

namespace mws::http
{

/// Mutual TLS: asks clients for certificates, decides after the handshake who comes in, and closes
/// the connections of those who may not any more, also those that became WebSockets. Lives in the
/// web thread; reads small files, blocking, when they change.
class PeerGate final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    PeerGate(const ClientCertificates &settings, const TrustedProxies &proxies);

    void setGuard(Server::PeerGuard guard, Server::PeerRefusal refused);

    /// The configuration own for a connection from peer. The error says why none may begin.
    Result<QSslConfiguration> tlsFor(const QSslConfiguration &own, const QHostAddress &peer);
    /// After the handshake: the SHA-256 of the client's certificate, or nothing for one who has
    /// shown none and need not. None: refused, the connection must end.
    std::optional<QByteArray> enter(QSslSocket &socket);
    /// How the connection of socket ends when its client may not stay, instead of at once; for one
    /// that became something else.
    void setEnd(QSslSocket &socket, std::function<void()> end);

    static constexpr Milliseconds kLook{300}; ///< between looks at who may still stay
    static constexpr std::chrono::seconds kVerify{30}; ///< the same with the ends of certificates

private:
    using Wanted = ClientCertificates::Wanted;
    struct Inside {
        QByteArray fingerprint; ///< SHA-256 of the certificate
        std::function<void()> end{}; ///< as setEnd(); null: at once
    };
    [[nodiscard]] Wanted wantedOf(const QHostAddress &peer) const;
    Result<void> judge(const QSslSocket &socket, const QByteArray &fingerprint);
    void refuse(const QSslSocket &socket, const QString &why);
    void look();

    const ClientCertificates &m_settings;
    const TrustedProxies &m_proxies;
    PeerTrust m_trust;
    Server::PeerGuard m_guard;
    Server::PeerRefusal m_refused;
    QHash<QSslSocket *, Inside> m_inside;
    QHash<QString, QElapsedTimer> m_told; ///< when the log said so last, by why
    QTimer m_look;
    int m_revision = 0;
    QElapsedTimer m_verified;
};

} // namespace mws::http
