// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "project/tag.h"

namespace mws
{

/// How manuals write where a value lies. A notation is chosen, never guessed from a number: 40001
/// is another place in each. The project itself always holds the 0-based address.
enum class AddressNotation {
    ZeroBased, ///< 0 to 65535, as in requests
    OneBased, ///< 1 to 65536, the numbers of the data model (V1.1b3, section 4.4)
    FiveDigits, ///< table and number: coils 00001, discrete inputs 10001, input registers 30001,
                ///< holding registers 40001, each to …9999; beyond that with six digits
    SixDigits, ///< the same with five digits for the number: 400001 to 465536
    Hex, ///< 0x0000 to 0xFFFF, 0-based
    Iec, ///< %M0, %I0, %IW0, %MW0: the same tables, 0-based (IEC 61131-3, section 2.4.1.1)
};

/// A table and a 0-based address in it.
struct TableAddress {
    Table table = Table::HoldingRegister;
    int address = 0; ///< 0 to 65535
    friend bool operator==(const TableAddress &, const TableAddress &) = default;
};

/// The place as people of that notation write it. The address must be from 0 to 65535.
[[nodiscard]] QString textOf(const TableAddress &place, AddressNotation notation);
/// The place that the text names. A notation without tables leaves the one given.
[[nodiscard]] Result<TableAddress> addressFromText(const QString &text, AddressNotation notation,
                                                   Table table);

} // namespace mws
