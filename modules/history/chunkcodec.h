// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "history/sample.h"

#include <QByteArray>

namespace mws
{

/// Packs samples of one tag without loss: times as differences of differences, values as
/// differences of whole numbers when they have at most six decimals, else as float32 or float64
/// bit patterns, all of it through zstd.
[[nodiscard]] QByteArray encodeChunk(const QList<HistorySample> &samples);

/// The samples of a chunk; Unavailable when it is damaged.
Result<QList<HistorySample>> decodeChunk(const QByteArray &chunk);

/// CRC-32 of ISO 3309, as in zlib and PNG.
[[nodiscard]] quint32 crc32(const QByteArray &bytes);

} // namespace mws
