// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tlslink.h"

#include "modbus/certificaterole.h"
#include "modbus/tlsfiles.h"

#include <QSslCertificate>
#include <QSslSocket>
#include <algorithm>

namespace mws::modbus
{

namespace
{

using SslError = QSslError::SslError;

constexpr std::chrono::seconds kLookEvery{1};

bool has(const QList<QSslError> &errors, std::initializer_list<SslError> kinds)
{
    return std::any_of(errors.cbegin(), errors.cend(), [kinds](const QSslError &error) {
        return std::find(kinds.begin(), kinds.end(), error.error()) != kinds.end();
    });
}

QString refusalOf(const QList<QSslError> &errors)
{
    if (has(errors, {SslError::CertificateExpired}))
        return TlsLink::tr("The device's certificate has expired.");
    if (has(errors, {SslError::CertificateNotYetValid}))
        return TlsLink::tr("The device's certificate is not valid yet; is the clock right?");
    if (has(errors,
            {SslError::UnableToGetIssuerCertificate, SslError::UnableToGetLocalIssuerCertificate,
             SslError::UnableToVerifyFirstCertificate, SslError::SelfSignedCertificate,
             SslError::SelfSignedCertificateInChain, SslError::CertificateUntrusted}))
        return TlsLink::tr("The device's certificate is from an authority that ca.pem does not "
                           "hold.");
    if (has(errors, {SslError::HostNameMismatch}))
        return TlsLink::tr("The device's certificate is for another name.");
    return TlsLink::tr("The device's certificate is not accepted: %1")
        .arg(errors.first().errorString());
}

bool isNameOnly(const QList<QSslError> &errors)
{
    return std::all_of(errors.cbegin(), errors.cend(), [](const QSslError &error) {
        return error.error() == SslError::HostNameMismatch;
    });
}

/// Alerts of RFC 8446, section 6, as OpenSSL words them.
QString refusalByPeer(const QString &error)
{
    const auto says = [&error](const char *part) { return error.contains(QLatin1String(part)); };
    if (says("unsupported protocol") || says("alert protocol version"))
        return TlsLink::tr("The device does not speak TLS 1.2 or newer.");
    if (says("wrong version number") || says("packet length too long"))
        return TlsLink::tr("The device does not speak TLS on this port.");
    if (says("alert"))
        return TlsLink::tr("The device refuses the station's certificate or TLS: %1").arg(error);
    return error;
}

} // namespace

TlsLink::TlsLink(const Connection &connection, const QString &tlsFolder,
                 const DeviceNetworks &networks)
    : SocketLink(connection, networks)
    , m_folder(tlsFolder.isEmpty() ? QString() : tlsFolder + u'/' + connection.id)
    , m_trust(m_folder, PeerTrust::Peer::Server)
    , m_pin(QByteArray::fromHex(connection.pin.toLatin1()))
{
    m_look.setInterval(kLookEvery);
    connect(&m_look, &QTimer::timeout, this, &TlsLink::lookAgain);
}

QSslSocket *TlsLink::tlsSocket() const
{
    return qobject_cast<QSslSocket *>(socket());
}

QTcpSocket *TlsLink::makeSocket()
{
    auto *made = new QSslSocket(this);
    m_refusal.clear();
    connect(made, &QSslSocket::encrypted, made, ifCurrent(made, [this] { onEncrypted(); }),
            Qt::QueuedConnection);
    // At once: only inside of it can an error be forgiven.
    connect(made, &QSslSocket::sslErrors, this, &TlsLink::onPeerErrors);
    return made;
}

void TlsLink::connectTo(const QHostAddress &peer, quint16 port)
{
    const auto tls = m_folder.isEmpty()
        ? Error{ErrorCode::NotFound, tr("This program has no certificates for Modbus over TLS.")}
        : tlsConfiguration(m_folder);
    if (!tls) {
        QMetaObject::invokeMethod(
            socket(), [this, why = tls.error().detail] { fail(why); }, Qt::QueuedConnection);
        return;
    }
    tlsSocket()->setSslConfiguration(*tls);
    const QString &name = connection().serverName;
    tlsSocket()->connectToHostEncrypted(peer.toString(), port, name.isEmpty() ? host() : name);
}

/// Without flush(), in which QSslSocket also reads and tells it.
void TlsLink::write(const QByteArray &bytes)
{
    socket()->write(bytes);
}

void TlsLink::onPeerErrors(const QList<QSslError> &errors)
{
    const bool byPin = !m_pin.isEmpty() && connection().serverName.isEmpty();
    if (byPin && isNameOnly(errors) && hasPinnedPeer())
        tlsSocket()->ignoreSslErrors(errors);
    else
        m_refusal = refusalOf(errors);
}

bool TlsLink::hasPinnedPeer() const
{
    return tlsSocket()->peerCertificate().digest(QCryptographicHash::Sha256) == m_pin;
}

void TlsLink::onEncrypted()
{
    if (const auto good = m_trust.check(*tlsSocket(), SystemClock().now()); !good) {
        fail(tr("Of the device: %1").arg(good.error().detail));
    } else if (m_pin.isEmpty() || hasPinnedPeer()) {
        m_look.start();
        becomeOpen();
    } else {
        fail(tr("The device's certificate has another fingerprint than the pin."));
    }
}

void TlsLink::lookAgain()
{
    if (!isOpen()) {
        m_look.stop();
        return;
    }
    if (const auto good = m_trust.check(*tlsSocket(), SystemClock().now()); !good)
        fail(tr("Of the device: %1").arg(good.error().detail));
}

QString TlsLink::reason() const
{
    if (!m_refusal.isEmpty())
        return m_refusal;
    if (!isOpen() && socket()->error() == QAbstractSocket::RemoteHostClosedError)
        return tr("The device broke the TLS handshake off; does it accept the station's "
                  "certificate?");
    return refusalByPeer(socket()->errorString());
}

QString TlsLink::detail() const
{
    const QString role = modbusRole(tlsSocket()->peerCertificate());
    QStringList parts{SocketLink::detail(),
                      tlsSocket()->sessionProtocol() == QSsl::TlsV1_2 ? QStringLiteral("TLS 1.2")
                                                                      : QStringLiteral("TLS 1.3"),
                      role.isEmpty() ? tr("device without a role")
                                     : tr("role of the device: %1").arg(role)};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

} // namespace mws::modbus
