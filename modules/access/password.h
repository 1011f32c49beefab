// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

namespace mws
{

/// log2 of scrypt's N: about 0.2 s and 32 MiB for each hash.
inline constexpr int kHashCost = 15;

/// Hashes with scrypt (RFC 7914), N = 2^cost, r = 8, p = 1, 128-bit salt, as a PHC string
/// "$scrypt$ln=15,r=8,p=1$<salt>$<hash>". Never on a thread that serves others.
[[nodiscard]] Result<QByteArray> hashPassword(const QString &password, int cost = kHashCost);

/// Compares in constant time (as slow as hashPassword); false for a malformed hash.
[[nodiscard]] bool verifyPassword(const QString &password, const QByteArray &phc);

/// True when the hash was made with other parameters than hashPassword uses now.
[[nodiscard]] bool needsRehash(const QByteArray &phc, int cost = kHashCost);

/// Cryptographically random. Ends the program when the operating system gives none.
[[nodiscard]] QByteArray randomBytes(int count);

/// Cryptographically random, base64url without padding.
[[nodiscard]] QByteArray randomToken(int bytes);

/// False for empty and for different lengths; else takes the same time wherever they differ.
[[nodiscard]] bool constantTimeEqual(const QByteArray &a, const QByteArray &b);

/// A hash that no password fits: verifying against it takes as long as against a real one.
[[nodiscard]] QByteArray dummyHash(int cost = kHashCost);

/// A secret that people can type, 130 random bits or 5 for each symbol: groups of five in
/// Crockford's base 32, "7ZK3M-…" (https://www.crockford.com/base32.html).
[[nodiscard]] QString randomCode(int symbolCount = 26);

/// What somebody typed as randomCode() gives it, without hyphens: case, spaces and the letters O, I
/// and L for 0 and 1 do not matter.
[[nodiscard]] QString normalizedCode(const QString &typed);

} // namespace mws
