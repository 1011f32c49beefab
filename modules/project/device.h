// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QMap>
#include <QString>

namespace mws
{

/// Which function writes one register: FC 6 or FC 16 (some devices know only one).
enum class RegisterWrite { Single, Multiple };

/// Addresses of one table, both ends included.
struct TableRange {
    Table table = Table::HoldingRegister;
    int from = 0; ///< 0-based, 0 to 65535
    int to = 0; ///< not less than from
    [[nodiscard]] bool touches(Table other, int first, int last) const
    {
        return table == other && from <= last && first <= to;
    }
    friend bool operator==(const TableRange &, const TableRange &) = default;
};

/// One Modbus unit behind a connection.
struct Device {
    QString id; ///< immutable, as Connection::id
    QString name;
    QString connection; ///< Connection::id
    int unit = 1; ///< unit id, 0 to 255; 1 to 247 on a serial line
    QString area; ///< first part of the path of its tags; rights are given by area
    bool enabled = true;

    int maxRegisters = 125; ///< per read, 1 to 125
    int maxBits = 2000; ///< per read of coils and discrete inputs, 1 to 2000
    int holeRegisters = 8; ///< registers nobody asked for that a read may bridge, 0 to 124
    QList<TableRange> forbidden; ///< addresses that no read may touch, not even to bridge a hole
    RegisterWrite registerWrite = RegisterWrite::Single;

    QString templateId; ///< empty: the tags are the device's own
    QMap<QString, QString> parameters; ///< values for the template's parameters

    friend bool operator==(const Device &, const Device &) = default;
};

} // namespace mws
