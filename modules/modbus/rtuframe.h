// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <optional>

namespace mws::modbus
{

/// CRC-16 of a serial frame (MODBUS over Serial Line V1.02, section 2.5.1.2).
[[nodiscard]] quint16 crc16(QByteArrayView bytes);

/// Bytes of the response PDU of this function, or of its exception, that begins here with at least
/// two bytes; 0 when none does.
[[nodiscard]] qsizetype responseSize(QByteArrayView pdu, quint8 function);

/// The PDU of the first whole frame of this unit with a right checksum that can be the answer to
/// the request PDU, see checkResponse(). Looks past anything else: noise, echoes, frames of other
/// units, answers to other requests.
[[nodiscard]] std::optional<QByteArray> findResponse(const QByteArray &bytes, int unit,
                                                     const QByteArray &request);

} // namespace mws::modbus
