// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace mws::modbus
{

/// What a PDU says, in one line for people: "read holding registers 107 to 109", "exception 2:
/// illegal data address". Takes any bytes.
[[nodiscard]] QString requestSummary(const QByteArray &pdu);
[[nodiscard]] QString responseSummary(const QByteArray &pdu);

} // namespace mws::modbus
