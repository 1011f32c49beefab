// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "modbus/devicenetworks.h"
#include "project/connection.h"
#include "project/device.h"

#include <QCommandLineParser>

namespace mws::ctl
{

/// Whom a "mwsctl modbus" command talks to, without a station.
struct ModbusTarget {
    Connection connection;
    Device device; ///< of the project, or one with the unit that was named
    QList<Device> devices{}; ///< of the project, behind the connection
    QString tlsFolder; ///< see modbus::makeTransport(); empty: none
    modbus::DeviceNetworks networks = modbus::DeviceNetworks::everywhere(); ///< or the station's
};

/// What the project forbids to read of the unit; without a project nothing.
[[nodiscard]] QList<TableRange> forbiddenOf(const ModbusTarget &target, int unit);

/// The options --project, --connection, --device, --unit, --tcp, --udp, --rtu-over-tcp, --rtu,
/// --ascii, --baud, --parity, --stop-bits, --timeout, --data and --json.
void declareTarget(QCommandLineParser &parser);
/// Invalid unless exactly one connection is named, and its numbers are in range.
Result<ModbusTarget> targetFrom(const QCommandLineParser &parser);

/// A whole number in [min, max], decimal or hexadecimal with 0x; name is what a complaint calls it.
Result<int> numberFrom(const QString &text, const QString &name, int min, int max);
/// The value of the option, or fallback where it is not given.
Result<int> numberOption(const QCommandLineParser &parser, const QString &name, int fallback,
                         int min, int max);

} // namespace mws::ctl
