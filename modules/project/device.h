// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/tag.h"

#include <QMap>
#include <QString>

namespace mws
{

/// Which function writes registers (some devices know only one): one register FC 6, FC 16 or FC 22
/// without a mask, several FC 16; or all of them FC 23, which reads them back in the same request.
enum class RegisterWrite { Single, Multiple, Mask, ReadWrite };
/// Which function writes one coil: FC 5 or FC 15.
enum class CoilWrite { Single, Multiple };
/// How a part of a register (bit, bit field, one byte) is written: by FC 22, which leaves the other
/// bits to the device; by reading the register and writing it whole; or by FC 22 until the device
/// turns out not to know it.
enum class BitWrite { Auto, Mask, ReadModifyWrite };

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
    int unit = 1; ///< unit id, 0 to 255; on a serial line 1 to 247, or 0: see isBroadcast()
    QString area; ///< first part of the path of its tags; rights are given by area
    bool enabled = true;
    int requestGapMs = 0; ///< it is left alone for so long after each request, 0 to 5000

    int maxRegisters = 125; ///< per read, 1 to 125
    int maxBits = 2000; ///< per read of coils and discrete inputs, 1 to 2000
    int holeRegisters = 8; ///< registers nobody asked for that a read may bridge, 0 to 124
    QList<TableRange> forbidden; ///< addresses that no read may touch, not even to bridge a hole
    RegisterWrite registerWrite = RegisterWrite::Single;
    CoilWrite coilWrite = CoilWrite::Single;
    BitWrite bitWrite = BitWrite::Auto;
    /// Setpoints that wait one behind the other and lie side by side go out in one request, up to
    /// maxRegisters or maxBits. Only where FC 15, 16 or 23 writes the single ones, too.
    bool mergeWrites = false;
    /// It is asked who it is after each connect (FC 43/14), and a change is told.
    bool identity = false;

    QString templateId; ///< empty: the tags are the device's own
    QMap<QString, QString> parameters; ///< values for the template's parameters

    /// By one request: 123, by FC 23 121 (MODBUS Application Protocol V1.1b3, section 6).
    [[nodiscard]] int maxWrittenRegisters(WriteFunction by = WriteFunction::Device) const
    {
        const bool isByDevice = by == WriteFunction::Device;
        const bool reads = isByDevice ? registerWrite == RegisterWrite::ReadWrite
                                      : by == WriteFunction::ReadWrite;
        return reads ? 121 : 123;
    }
    [[nodiscard]] bool mergesCoils() const
    {
        return mergeWrites && coilWrite == CoilWrite::Multiple;
    }
    [[nodiscard]] bool mergesRegisters() const
    {
        return mergeWrites
            && (registerWrite == RegisterWrite::Multiple
                || registerWrite == RegisterWrite::ReadWrite);
    }

    friend bool operator==(const Device &, const Device &) = default;
};

} // namespace mws
