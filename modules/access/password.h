// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace mws
{

/// Hashes with scrypt (RFC 7914), N = 2^15, r = 8, p = 1, 128-bit salt, as a PHC string
/// "$scrypt$ln=15,r=8,p=1$<salt>$<hash>". Takes about 0.2 s: never on a thread that serves others.
[[nodiscard]] Result<QByteArray> hashPassword(const QString &password);

/// Compares in constant time; false for a malformed hash.
[[nodiscard]] bool verifyPassword(const QString &password, const QByteArray &phc);

/// True when the hash was made with other parameters than hashPassword uses now.
[[nodiscard]] bool needsRehash(const QByteArray &phc);

/// Why a password is not good enough; nothing wrong: success.
[[nodiscard]] Result<void> checkPassword(const QString &password, const QString &user);

/// Cryptographically random, base64url without padding.
[[nodiscard]] QByteArray randomToken(int bytes);

} // namespace mws
