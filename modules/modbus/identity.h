// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace mws::modbus
{

inline constexpr int kEncapsulatedInterface = 43;

/// Asks a device for its basic identification: FC 43/14, read device id code 1 (MODBUS Application
/// Protocol V1.1b3, section 6.21).
[[nodiscard]] QByteArray identityRequest();

/// What the answer says, such as "Acme / PM-7 / 1.02": vendor, product code and revision, or as
/// much as the device tells in one answer. Empty: the PDU is no such answer.
[[nodiscard]] QString identityFrom(const QByteArray &pdu);

} // namespace mws::modbus
