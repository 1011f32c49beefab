// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "audit/stationkey.h"

namespace mws::backup
{

// What stands behind an archive and says which station has made it: a frame that zstd skips
// (RFC 8878, 3.1.2), so that every other program reads the archive as if it were not there. In it:
// a label of 16 bytes, the public key as PEM, and the Ed25519 signature of the label and the
// SHA-256 of all bytes before the frame.

inline constexpr qint64 kSealSize = 201;

/// The frame; sha256 has 32 bytes. Empty: OpenSSL cannot.
[[nodiscard]] QByteArray sealOf(const StationKey &key, const QByteArray &sha256);
/// The station whose seal it is. Conflict: it is no seal, or that of other bytes.
[[nodiscard]] Result<StationPublicKey> stationOf(const QByteArray &seal, const QByteArray &sha256);

} // namespace mws::backup
