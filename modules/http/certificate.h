// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "http/certificatefiles.h"

#include <QSslConfiguration>
#include <QString>
#include <QStringList>

namespace mws::http
{

/// What people need to know of a certificate.
struct CertificateInfo {
    QString fingerprint; ///< SHA-256 as "AA:BB:…", to compare with what a browser shows
    QString subject; ///< common name; empty: none
    QString issuer; ///< common name of who signed it; empty: none
    QStringList names; ///< host names and addresses that it is for, sorted
    Timestamp begins{};
    Timestamp ends{};
    bool selfSigned = false; ///< made by the station for itself, not brought
    friend bool operator==(const CertificateInfo &, const CertificateInfo &) = default;
};

/// A configuration for servers with that certificate: TLS 1.2 and 1.3 with AEAD suites only.
/// Invalid when the texts are none, or the key is of another certificate.
Result<QSslConfiguration> tlsFrom(const CertificatePem &pem);

/// A certificate that ends in less than this needs somebody's attention.
inline constexpr std::chrono::days kWarnBeforeEnd{30};
/// Or it has ended.
[[nodiscard]] bool endsSoon(const CertificateInfo &certificate, Timestamp now);

/// What such a configuration was made of, without what else the texts held.
[[nodiscard]] CertificatePem pemOf(const QSslConfiguration &tls);

/// The one of a data folder: reads certificate.pem and key.pem, or makes a self-signed certificate
/// for names and loopback on first run. What can be served is taken, one that has ended too: a
/// station whose clock is wrong must start.
Result<QSslConfiguration> serverTls(const QString &dataFolder, const QStringList &names,
                                    Timestamp now = SystemClock().now());

/// Of the server's own certificate in a configuration.
[[nodiscard]] CertificateInfo infoOf(const QSslConfiguration &tls);

} // namespace mws::http
