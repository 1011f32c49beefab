// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"

#include <QByteArray>
#include <QString>
#include <optional>

namespace mws
{

// Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, steps of
// 30 s since 1970, 6 digits.

/// 160 random bits, as RFC 4226, section 4 recommends.
[[nodiscard]] QByteArray newTotpSecret();

[[nodiscard]] qint64 totpStep(Timestamp time);
[[nodiscard]] QString totpCode(const QByteArray &secret, qint64 step);

/// The step that a code is of: the present one, the one before or the one after, and none up to
/// after; none: the code is wrong, or was used.
[[nodiscard]] std::optional<qint64> findTotpStep(const QByteArray &secret, const QString &code,
                                                 Timestamp now, qint64 after);

/// RFC 4648, without padding.
[[nodiscard]] QString base32(const QByteArray &bytes);

/// What an app reads as a QR code
/// (https://github.com/google/google-authenticator/wiki/Key-Uri-Format).
[[nodiscard]] QString totpUri(const QByteArray &secret, const QString &issuer, const QString &user);

} // namespace mws
