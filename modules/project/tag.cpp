// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/tag.h"

#include <cmath>

namespace mws
{

namespace
{

int registersOf(DataType type, int length)
{
    switch (type) {
    case DataType::Int32:
    case DataType::UInt32:
    case DataType::Float32:
    case DataType::Bcd32:
    case DataType::Mod10k32:
        return 2;
    case DataType::Mod10k48:
        return 3;
    case DataType::Int64:
    case DataType::UInt64:
    case DataType::Float64:
    case DataType::Bcd64:
    case DataType::Mod10k64:
        return 4;
    case DataType::String:
        return (length + 1) / 2;
    default:
        return 1;
    }
}

bool isSigned(DataType type)
{
    return type == DataType::Int8Low || type == DataType::Int8High || type == DataType::Int16
        || type == DataType::Int32 || type == DataType::Int64;
}

/// A time or a share.
bool isFraction(Counter counter)
{
    return counter == Counter::BusLoad
        || (counter >= Counter::RoundTripMin && counter <= Counter::RoundTripMax);
}

} // namespace

int Tag::span() const
{
    const bool single = type == DataType::String && textBytes != TextBytes::Both;
    return isBitTable() ? 1 : registersOf(type, single ? 2 * length : length);
}

Value::Kind Tag::valueKind() const
{
    if (isCounter())
        return isFraction(counter) ? Value::Kind::Double : Value::Kind::UInt;
    if (type == DataType::Bool)
        return Value::Kind::Bool;
    if (type == DataType::String)
        return Value::Kind::String;
    const bool isFloat
        = type == DataType::Float16 || type == DataType::Float32 || type == DataType::Float64;
    if (isFloat || !hasWholeScale())
        return Value::Kind::Double;
    return isSigned(type) || factor < 0 || offset < 0 ? Value::Kind::Int : Value::Kind::UInt;
}

bool Tag::hasWholeScale() const
{
    constexpr double kLimit = 1e15;
    const auto isWhole = [](double x) { return std::abs(x) < kLimit && x == double(qint64(x)); };
    return !scale.enabled && scaleFactor.isEmpty() && factor != 0.0 && isWhole(factor)
        && isWhole(offset);
}

bool Tag::isPartOfRegister() const
{
    switch (type) {
    case DataType::Bool:
    case DataType::BitField:
    case DataType::Int8Low:
    case DataType::Int8High:
    case DataType::UInt8Low:
    case DataType::UInt8High:
        return !isBitTable();
    default:
        return false;
    }
}

QString Tag::area() const
{
    return path.section(u'/', 0, 0);
}

} // namespace mws
