// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QByteArray>
#include <QList>
#include <optional>

namespace mws::simulator
{

class RegisterImage;

// Exception codes of the Modbus application protocol V1.1b3, section 7.
inline constexpr int kIllegalFunction = 1;
inline constexpr int kIllegalAddress = 2;
inline constexpr int kIllegalValue = 3;
inline constexpr int kTargetFailedToRespond = 11;

/// What a request wants to change, as far as it is well formed.
struct WriteRequest {
    int function = 0;
    Table table = Table::HoldingRegister;
    int address = 0;
    QList<quint16> values; ///< of FC 22: the AND mask, then the OR mask
};

/// None: the PDU is no write request, or is malformed.
[[nodiscard]] std::optional<WriteRequest> writeRequestOf(const QByteArray &pdu);

/// Answers a request PDU (function code and data) out of the tables of a unit: FC 1 to 6, 15, 16,
/// 22, 23; exception 1 for any other function.
[[nodiscard]] QByteArray answerPdu(RegisterImage &image, const QByteArray &pdu);

[[nodiscard]] QByteArray exceptionPdu(const QByteArray &request, int code);

} // namespace mws::simulator
