// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QSslConfiguration>

namespace mws::modbus
{

/// What Modbus/TCP Security needs on our side: TLS 1.2 or newer, without compression and
/// legacy renegotiation, the peer verified by ca.pem alone, and our certificate. The folder holds
/// ca.pem, certificate.pem (with its chain) and key.pem (without a password; nobody but the owner
/// may read it). The error says which file is missing or wrong.
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const QString &folder);

} // namespace mws::modbus
