// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/value.h"

#include <QStringList>
#include <optional>

namespace mws
{

enum class Table { Coil, DiscreteInput, HoldingRegister, InputRegister };

enum class DataType {
    Bool, ///< coil, discrete input, or bit 0–15 of a register
    Int8Low,
    Int8High,
    UInt8Low,
    UInt8High,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float16,
    Float32,
    Float64,
    Bcd16,
    Bcd32,
    Bcd64,
    Mod10k32, ///< two registers, each 0 to 9999, value = high × 10000 + low
    Mod10k48,
    Mod10k64,
    String,
};

/// In which order the bytes of a value lie on the wire, for types of more than one register. A is
/// the most significant byte. For 64 bit: ABCD stands for ABCDEFGH, BADC for BADCFEHG, CDAB for
/// GHEFCDAB, DCBA for HGFEDCBA; CDABGHEF and EFGHABCD exist for 64 bit only. For 16 bit, BADC and
/// DCBA swap bytes.
enum class ByteOrder { ABCD, BADC, CDAB, DCBA, CDABGHEF, EFGHABCD };

enum class Confirm { None, Ask, Reason };
enum class Origin { Panel, Remote, Program };

/// What a person may write to a tag, and who.
struct WriteRule {
    bool enabled = false;
    QStringList roles; ///< role ids that may write; empty: every role with Permission::Write
    std::optional<double> min; ///< in engineering units
    std::optional<double> max;
    std::optional<double> step; ///< the value must be min (or 0) + n × step
    int minIntervalMs = 0; ///< refuse faster writes, 0 to 3600000
    Confirm confirm = Confirm::None;
    bool localOnly = false; ///< only from the panel
    int readBackMs = 300; ///< settle time before the value is read back, 0 to 60000
    bool momentary
        = false; ///< a command: no latest-wins, the device may reset it: read-back not compared
    friend bool operator==(const WriteRule &, const WriteRule &) = default;
};

/// Name of one state of a whole-number or bool tag, e.g. 2 = "Running".
struct StateLabel {
    qint64 value = 0;
    QString label;
    QString tone; ///< "normal", "active", "warning", "alarm"
    friend bool operator==(const StateLabel &, const StateLabel &) = default;
};

struct HistoryRule {
    bool enabled = false;
    double deadband = 0; ///< in engineering units; 0 records every change
    int maxIntervalS = 600; ///< record at least this often, 1 to 86400
    friend bool operator==(const HistoryRule &, const HistoryRule &) = default;
};

/// One point of the plant: where it lies in a device, how to read it, what it means.
struct Tag {
    QString id; ///< immutable, unique in the project; tags of a template: "<device id>.<key>"
    QString path; ///< "area/unit/name", unique; what people see
    QString description;
    QString device; ///< Device::id

    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based PDU address, 0 to 65535
    DataType type = DataType::UInt16;
    ByteOrder order = ByteOrder::ABCD;
    int bit = -1; ///< Bool in a register: 0 (least significant) to 15; else -1
    int length = 0; ///< String: bytes, 1 to 250

    double factor = 1; ///< value = raw × factor + offset
    double offset = 0;
    QString
        notAvailable; ///< raw words as hex ("8000", "FFFFFFFF") that mean "no value"; empty: none

    QString pollClass = QStringLiteral("normal");
    QString unit; ///< engineering unit, e.g. "m³/h"
    int decimals = 1; ///< for display, 0 to 9
    std::optional<double> low; ///< display range in engineering units
    std::optional<double> high;
    std::optional<double> normalLow; ///< the band that is shown as normal
    std::optional<double> normalHigh;
    QList<StateLabel> states;

    WriteRule write;
    HistoryRule history;

    /// Registers (or bits) that the value occupies, 1 to 125.
    [[nodiscard]] int span() const;
    /// Bool for Bool; String for String; Int/UInt for whole types with a whole scale; Double for
    /// the rest.
    [[nodiscard]] Value::Kind valueKind() const;
    /// Factor and offset are whole numbers, so that integers stay exact.
    [[nodiscard]] bool hasWholeScale() const;
    [[nodiscard]] bool isBitTable() const
    {
        return table == Table::Coil || table == Table::DiscreteInput;
    }
    [[nodiscard]] QString area() const; ///< first part of the path
    friend bool operator==(const Tag &, const Tag &) = default;
};

} // namespace mws
