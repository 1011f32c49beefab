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

/// The role in a certificate of Modbus/TCP Security: the extension 1.3.6.1.4.1.50316.802.1 with
/// exactly one UTF8String. Empty: none, or not valid.
[[nodiscard]] QString modbusRole(const QSslCertificate &certificate);

/// The string in DER bytes that hold one UTF8String of printable characters and nothing else.
[[nodiscard]] QString utf8StringFromDer(const QByteArray &der);

} // namespace mws::modbus
