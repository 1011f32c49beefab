// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QSslCertificate>

namespace mws::modbus
{

/// The role that a certificate gives its holder, device or client: the extension
/// 1.3.6.1.4.1.50316.802.1 (MODBUS/TCP Security Protocol Specification, "Role-Based Client
/// Authorization"), which must be there once and hold exactly one UTF8String. Empty: it gives none.
[[nodiscard]] QString modbusRole(const QSslCertificate &certificate);

/// The text of DER bytes that are one UTF8String of at most 127 bytes, printable characters, and
/// nothing else; empty: they are not.
[[nodiscard]] QString utf8StringFromDer(const QByteArray &der);

} // namespace mws::modbus
