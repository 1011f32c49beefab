// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QSslConfiguration>

namespace mws::northbound
{

/// TLS 1.2 or later, without compression and renegotiation (OpenSSL 3 refuses that of clients by
/// itself; QSslSocket has no switch), with mutual certificates, from ca.pem,
/// certificate.pem (with what lies between it and the root, if anything) and key.pem in
/// northbound-tls of the data folder. Clients must be signed by a certificate of ca.pem; those of
/// the system do not count. The key must be readable by its owner alone. Blocking.
[[nodiscard]] Result<QSslConfiguration> serverTls(const QString &dataFolder);

} // namespace mws::northbound
