// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "trust/opensslptr.h"

#include <QSslCertificate>
#include <QString>
#include <vector>

class QSslSocket;

namespace mws
{

/// Whose certificates are taken by the files of a folder: authorities in ca.pem, and revocation
/// lists beside it (*.crl, PEM). Files that have changed are read again, blocking. Of one thread.
class PeerTrust final
{
public:
    /// What a certificate must be for.
    enum class Peer { Client, Server };

    PeerTrust(QString folder, Peer peer);

    /// Those of ca.pem. NotFound: it cannot be read; Invalid: it holds no certificate.
    Result<QList<QSslCertificate>> authorities();

    /// Whether the first of chain leads to an authority over the others, which peer itself has
    /// sent, and is good at this time (RFC 5280, section 6). Each certificate on the way whose
    /// issuer has a list here must not be in it; a list that is out of date, damaged or not signed
    /// by its authority lets nobody of that authority in, and a file that is no list nobody at
    /// all. Denied: the certificate is not taken; else as authorities(), or of the lists.
    Result<void> check(const QList<QSslCertificate> &chain, Timestamp now);
    /// The same of what the one at the other end has shown.
    Result<void> check(const QSslSocket &socket, Timestamp now);
    /// Another number once a file has changed: what was checked before is to be checked again.
    [[nodiscard]] int revision();

private:
    Result<void> refresh();
    Result<void> load();
    [[nodiscard]] Result<StorePtr> makeStore() const;
    [[nodiscard]] bool hasListOf(const X509_NAME *issuer) const;
    static int judge(int isGood, X509_STORE_CTX *context);

    QString m_folder;
    Peer m_peer;
    QString m_state; ///< names, sizes and times of the files that were read
    int m_revision = 0; ///< 0: none was read
    Result<void> m_loaded;
    QList<QSslCertificate> m_authorities;
    std::vector<std::pair<QString, CrlPtr>> m_lists;
};

} // namespace mws
