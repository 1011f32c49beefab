// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/connection.h"
#include "project/device.h"
#include "project/tag.h"

#include <QLatin1String>
#include <QStringList>
#include <optional>

namespace mws
{

// The words that project files, APIs and editors use for the enumerations, e.g. "holding", "int16",
// "float32", "CDAB". The lists are complete and in the order of the enumeration.

[[nodiscard]] QLatin1String nameOf(Table table); ///< coil, discrete, holding, input
[[nodiscard]] QLatin1String nameOf(DataType type);
[[nodiscard]] QLatin1String nameOf(ByteOrder order);
[[nodiscard]] QLatin1String nameOf(TextEncoding encoding); ///< latin1, ascii, utf8
[[nodiscard]] QLatin1String nameOf(TextBytes bytes); ///< both, low, high
[[nodiscard]] QLatin1String nameOf(TextTrim trim); ///< end, both, none
[[nodiscard]] QLatin1String nameOf(Counter counter); ///< none, requests, good …
[[nodiscard]] QLatin1String nameOf(Confirm confirm); ///< none, ask, reason
[[nodiscard]] QLatin1String nameOf(WriteFunction function); ///< device, single, multiple …
[[nodiscard]] QLatin1String nameOf(Origin origin); ///< panel, remote, program, modbus
[[nodiscard]] QLatin1String nameOf(ConnectionKind kind); ///< tcp, rtu, rtuOverTcp …
[[nodiscard]] QLatin1String nameOf(SerialParity parity); ///< none, even, odd
[[nodiscard]] QLatin1String nameOf(LinkBackend backend); ///< own, qmodbus
[[nodiscard]] QLatin1String nameOf(Rs485 rs485); ///< none, kernel, rts
[[nodiscard]] QLatin1String nameOf(RegisterWrite write); ///< single, multiple, mask, readWrite
[[nodiscard]] QLatin1String nameOf(CoilWrite write); ///< single, multiple
[[nodiscard]] QLatin1String nameOf(BitWrite write); ///< auto, mask, readModifyWrite

[[nodiscard]] QStringList namesOfTables();
[[nodiscard]] QStringList namesOfTypes();
[[nodiscard]] QStringList namesOfOrders();
[[nodiscard]] QStringList namesOfEncodings();
[[nodiscard]] QStringList namesOfTextBytes();
[[nodiscard]] QStringList namesOfTrims();
[[nodiscard]] QStringList namesOfCounters();
[[nodiscard]] QStringList namesOfConfirms();
[[nodiscard]] QStringList namesOfWriteFunctions();
[[nodiscard]] QStringList namesOfConnectionKinds();
[[nodiscard]] QStringList namesOfParities();
[[nodiscard]] QStringList namesOfBackends();
[[nodiscard]] QStringList namesOfRs485();
[[nodiscard]] QStringList namesOfRegisterWrites();
[[nodiscard]] QStringList namesOfCoilWrites();
[[nodiscard]] QStringList namesOfBitWrites();
[[nodiscard]] QStringList namesOfPermissions(); ///< view, write, acknowledge, …
[[nodiscard]] QStringList namesOfOrigins();

[[nodiscard]] std::optional<Table> tableFromName(QStringView name);
[[nodiscard]] std::optional<DataType> typeFromName(QStringView name);
[[nodiscard]] std::optional<ByteOrder> orderFromName(QStringView name);

} // namespace mws
