// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "field/diagnosis.h"

#include <QByteArray>

namespace mws::modbus
{

/// What the answer to a request of diagnostics.h says; it has been checked as Data. Empty for one
/// that only acknowledges. Texts of the device have no character that could steer a terminal.
[[nodiscard]] QList<Finding> findingsOf(const QByteArray &request, const QByteArray &response);

/// What one byte of the event log says (section 6.10).
[[nodiscard]] QString eventText(quint8 event);

/// "return query data", for people.
[[nodiscard]] QString subFunctionName(int number);

} // namespace mws::modbus
