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
    BitField, ///< a run of bits of one register, as an unsigned number
};

/// In which order the bytes of a value lie on the wire, for types of more than one register. A is
/// the most significant byte. For 64 bit: ABCD stands for ABCDEFGH, BADC for BADCFEHG, CDAB for
/// GHEFCDAB, DCBA for HGFEDCBA; CDABGHEF and EFGHABCD exist for 64 bit only. For 16 bit, BADC and
/// DCBA swap bytes.
enum class ByteOrder { ABCD, BADC, CDAB, DCBA, CDABGHEF, EFGHABCD };

/// How the bytes of a String are characters.
enum class TextEncoding { Latin1, Ascii, Utf8 };
/// Where the bytes of a String lie: two in a register, or one in its low or high byte.
enum class TextBytes { Both, Low, High };
/// Which blanks are no part of a String. A NUL always ends it.
enum class TextTrim { End, Both, None };

/// What a field bus counts of each device and of each connection. The times are in ms, BusLoad is a
/// share from 0 to 1, Online 0 or 1; what stands behind QueuedWrites is known of connections only.
enum class Counter {
    None,
    Requests, ///< sent, repeated ones too
    Good,
    Exceptions,
    Timeouts, ///< nothing came at all
    Damaged, ///< what this and the next nine mean: see StrayReason
    WrongUnit,
    WrongFunction,
    WrongLength,
    WrongEcho,
    WrongTransaction,
    Foreign,
    Late,
    Duplicate,
    Garbage,
    RoundTripMin,
    RoundTripAverage,
    RoundTripP95,
    RoundTripMax,
    Exception1, ///< exceptions with this code, to 11
    Exception2,
    Exception3,
    Exception4,
    Exception5,
    Exception6,
    Exception7,
    Exception8,
    Exception9,
    Exception10,
    Exception11,
    ExceptionOther, ///< with a code above 11, or 0
    SkippedPolls,
    Online, ///< 1: it answers (the link: is connected, or at rest), else 0
    QueuedWrites, ///< that wait now
    Reconnects,
    BytesSent,
    BytesReceived,
    BusLoad, ///< of the last second
};

enum class Confirm { None, Ask, Reason };
/// Which function writes a tag: that of its device; FC 5 or 6; FC 15 or 16; FC 22 that keeps no
/// bit; FC 23. A coil has Single and Multiple, several registers have Multiple and ReadWrite, a
/// part of a register only Device.
enum class WriteFunction { Device, Single, Multiple, Mask, ReadWrite };
/// Modbus: a client of the Modbus server, which has a role and no account.
enum class Origin { Panel, Remote, Program, Modbus };

/// What a person may write to a tag, and who.
struct WriteRule {
    bool enabled = false;
    QStringList roles; ///< role ids that may write; empty: every role with Permission::Write
    std::optional<double> min; ///< in engineering units
    std::optional<double> max;
    std::optional<double> step; ///< the value must be min (or 0) + n × step
    std::optional<double> maxStep; ///< most that a write changes the present value by, which must
                                   ///< be good then; in engineering units
    std::optional<double> maxRate; ///< most that writes change it by per second, from one to the
                                   ///< next; in engineering units
    int minIntervalMs = 0; ///< refuse faster writes, 0 to 3600000
    Confirm confirm = Confirm::None;
    bool localOnly = false; ///< only from the panel
    bool secondPerson = false; ///< sent when another person has approved it
    int readBackMs = 300; ///< settle time before the value is read back, 0 to 60000
    bool momentary
        = false; ///< a command: no latest-wins, the device may reset it: read-back not compared
    WriteFunction function = WriteFunction::Device;
    bool idempotent = false; ///< a setpoint that is sent once more when nobody answers; no command
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

/// Value = low + (raw − rawLow) × (high − low) / (rawHigh − rawLow), also beyond the two points.
struct TwoPointScale {
    bool enabled = false;
    double rawLow = 0;
    double rawHigh = 0;
    double low = 0; ///< in engineering units
    double high = 0;
    friend bool operator==(const TwoPointScale &, const TwoPointScale &) = default;
};

/// Limits of a value after scaling: beyond them the limit is shown as UncertainClamped.
struct ClampRule {
    bool enabled = false;
    std::optional<double> low; ///< in engineering units
    std::optional<double> high;
    friend bool operator==(const ClampRule &, const ClampRule &) = default;
};

/// Which values go out to screens and browsers. The table of values and the history see all.
struct ReportRule {
    bool enabled = false;
    double deadband = 0; ///< smallest change that goes out, in engineering units
    double deadbandPercent = 0; ///< the same as a part of high − low, 0 to 100
    int maxSilenceS = 60; ///< so long may nothing go out of a tag that is read, 1 to 86400
    friend bool operator==(const ReportRule &, const ReportRule &) = default;
};

/// One point of the plant: where it lies in a device, how to read it, what it means.
struct Tag {
    QString id; ///< immutable, unique in the project; tags of a template: "<device id>.<key>"
    QString path; ///< "area/unit/name", unique; what people see
    QString description;
    QString device; ///< Device::id

    /// What the station counts of the device stands instead of a place in it; nothing is read.
    Counter counter = Counter::None;
    bool ofLink = false; ///< counter: of the connection of the device

    Table table = Table::HoldingRegister;
    int address = 0; ///< 0-based PDU address, 0 to 65535
    DataType type = DataType::UInt16;
    ByteOrder order = ByteOrder::ABCD;
    int bit = -1; ///< Bool and BitField in a register: (first) bit, 0 to 15; else -1
    int length = 0; ///< String: bytes, 1 to 250; BitField: bits, 1 to 16
    TextEncoding encoding = TextEncoding::Latin1;
    TextBytes textBytes = TextBytes::Both;
    TextTrim trim = TextTrim::End;

    double factor = 1; ///< value = raw × factor + offset
    double offset = 0;
    TwoPointScale scale; ///< instead of factor and offset
    /// Id of another tag of the device that holds n: value = raw × 10^n × factor + offset; or
    /// empty.
    QString scaleFactor;
    ClampRule clamp;
    /// Raw words as hex ("8000", "FFFFFFFF") that mean "no value", several with blanks between
    /// them.
    QString notAvailable;

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
    ReportRule report;
    int debounceMs
        = 0; ///< so long must a new state be read to count, 0 to 3600000; bool and states
    int qualityDebounceMs = 0; ///< so long a failed read does not count, 0 to 3600000

    /// The value does not come from the device.
    [[nodiscard]] bool isCounter() const { return counter != Counter::None; }
    /// Registers (or bits) that the value occupies, 1 to 125.
    [[nodiscard]] int span() const;
    /// Of a counter as valueOf() says. Bool for Bool; String for String; Int/UInt for whole types
    /// with a whole scale; Double for the rest.
    [[nodiscard]] Value::Kind valueKind() const;
    /// Factor and offset are whole numbers and there is no other scale: integers stay exact.
    [[nodiscard]] bool hasWholeScale() const;
    [[nodiscard]] bool isBitTable() const
    {
        return table == Table::Coil || table == Table::DiscreteInput;
    }
    /// One bit, some, or one byte of a register: a write must not change the others.
    [[nodiscard]] bool isPartOfRegister() const;
    [[nodiscard]] QString area() const; ///< first part of the path
    friend bool operator==(const Tag &, const Tag &) = default;
};

} // namespace mws
