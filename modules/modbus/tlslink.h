// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "modbus/socketlink.h"
#include "trust/peertrust.h"

#include <QSslError>

class QSslSocket;

namespace mws::modbus
{

/// Modbus/TCP Security: TLS with certificates on both sides. The peer is known by a chain to
/// ca.pem, none of which is revoked by a list beside it, and, further, by its name or its
/// fingerprint. Looked at again while the link is open. Never falls back to anything less.
class TlsLink final : public SocketLink
{
    Q_OBJECT

public:
    /// The folder holds a folder of certificates by Connection::id.
    TlsLink(const Connection &connection, const QString &tlsFolder,
            const DeviceNetworks &networks = {});

    void write(const QByteArray &bytes) override;
    [[nodiscard]] QString detail() const override;

protected:
    [[nodiscard]] QTcpSocket *makeSocket() override;
    void connectTo(const QHostAddress &peer, quint16 port) override;
    void onConnected() override { }
    [[nodiscard]] QString reason() const override;

private:
    void onEncrypted();
    void lookAgain();
    void onPeerErrors(const QList<QSslError> &errors);
    [[nodiscard]] bool hasPinnedPeer() const;
    [[nodiscard]] QSslSocket *tlsSocket() const;

    QString m_folder; ///< of this connection; empty: this program has none
    PeerTrust m_trust;
    QTimer m_look; ///< runs while the link is open
    QByteArray m_pin; ///< SHA-256; empty: the name counts
    QString m_refusal; ///< why the peer's certificate is not taken
};

} // namespace mws::modbus
