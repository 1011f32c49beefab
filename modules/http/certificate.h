// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QSslConfiguration>
#include <QString>
#include <QStringList>

namespace mws::http
{

/// The TLS configuration of a data folder: reads certificate.pem and key.pem (mode 0600), or makes
/// a self-signed ECDSA P-256 certificate for names and loopback on first run (397 days). TLS 1.2
/// and 1.3 with AEAD suites only.
Result<QSslConfiguration> serverTls(const QString &dataFolder, const QStringList &names);

/// SHA-256 of the certificate as "AA:BB:…", to compare with what a browser shows.
[[nodiscard]] QString fingerprint(const QSslCertificate &certificate);

} // namespace mws::http
