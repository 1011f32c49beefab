// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"

#include "modbus/registers.h"
#include "modbus/scaling.h"
#include "modbus/textcodec.h"

#include <QCoreApplication>
#include <QtCore/qfloat16.h>
#include <bit>
#include <cmath>
#include <limits>

namespace mws::modbus
{

namespace
{

const Decoded kOutOfRange{{}, Quality::BadOutOfRange};

enum class Family { Bit, Signed, Unsigned, Float, Bcd, Mod10k, Text };

/// How a type lies in the canonical words.
struct Shape {
    Family family;
    int bits; ///< of the number itself
    int shift = 0; ///< of its least significant bit within the register
};

Shape shapeOf(const Tag &tag)
{
    switch (tag.type) {
    case DataType::Bool:
        return {Family::Bit, 1, tag.bit};
    case DataType::Int8Low:
        return {Family::Signed, 8};
    case DataType::Int8High:
        return {Family::Signed, 8, 8};
    case DataType::UInt8Low:
        return {Family::Unsigned, 8};
    case DataType::UInt8High:
        return {Family::Unsigned, 8, 8};
    case DataType::Int16:
    case DataType::Int32:
    case DataType::Int64:
        return {Family::Signed, 16 * tag.span()};
    case DataType::UInt16:
    case DataType::UInt32:
    case DataType::UInt64:
        return {Family::Unsigned, 16 * tag.span()};
    case DataType::Float16:
    case DataType::Float32:
    case DataType::Float64:
        return {Family::Float, 16 * tag.span()};
    case DataType::Bcd16:
    case DataType::Bcd32:
    case DataType::Bcd64:
        return {Family::Bcd, 16 * tag.span()};
    case DataType::Mod10k32:
    case DataType::Mod10k48:
    case DataType::Mod10k64:
        return {Family::Mod10k, 16 * tag.span()};
    case DataType::BitField:
        return {Family::Unsigned, tag.length, tag.bit};
    case DataType::String:
        break;
    }
    return {Family::Text, 0};
}

quint64 maskOf(int bits)
{
    return bits == 64 ? ~quint64(0) : (quint64(1) << bits) - 1;
}

bool isPattern(QStringView hex, const QList<quint16> &words)
{
    if (hex.size() != 4 * words.size())
        return false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        bool isNumber = false;
        if (hex.mid(4 * i, 4).toUShort(&isNumber, 16) != words[i] || !isNumber)
            return false;
    }
    return true;
}

bool isNotAvailable(const Tag &tag, const QList<quint16> &words)
{
    for (const QStringView hex : QStringView(tag.notAvailable).tokenize(u' ', Qt::SkipEmptyParts)) {
        if (isPattern(hex, words))
            return true;
    }
    return false;
}

double floatFromRaw(quint64 raw, int bits)
{
    if (bits == 64)
        return std::bit_cast<double>(raw);
    if (bits == 32)
        return double(std::bit_cast<float>(quint32(raw)));
    return double(float(std::bit_cast<qfloat16>(quint16(raw))));
}

quint64 rawFromFloat(double number, int bits)
{
    if (bits == 64)
        return std::bit_cast<quint64>(number);
    if (bits == 32)
        return std::bit_cast<quint32>(float(number));
    return std::bit_cast<quint16>(qfloat16(float(number)));
}

Decoded scaledReal(const Tag &tag, double raw, int power)
{
    const double number = toUnits(tag, raw, power);
    return std::isfinite(number) ? Decoded{Value(number)} : kOutOfRange;
}

/// The number of a whole type before scaling, as its own sign; 128 bits hold every case.
using Wide = __int128;

Decoded scaledWhole(const Tag &tag, Wide raw, int power)
{
    if (!tag.hasWholeScale())
        return scaledReal(tag, double(raw), power);
    const Wide number = raw * Wide(tag.factor) + Wide(tag.offset);
    if (tag.valueKind() == Value::Kind::Int) {
        if (number < std::numeric_limits<qint64>::min()
            || number > std::numeric_limits<qint64>::max())
            return kOutOfRange;
        return {Value(qint64(number))};
    }
    if (number < 0 || number > std::numeric_limits<quint64>::max())
        return kOutOfRange;
    return {Value(quint64(number))};
}

Wide signedFromRaw(quint64 raw, int bits)
{
    const bool negative = raw >> (bits - 1) & 1;
    return negative ? Wide(raw) - (Wide(1) << bits) : Wide(raw);
}

Decoded decodeWhole(const Tag &tag, std::optional<quint64> number, int power)
{
    return number ? scaledWhole(tag, Wide(*number), power) : kOutOfRange;
}

Decoded decodeText(const Tag &tag, const QList<quint16> &words)
{
    const auto text = textFromWords(tag, words);
    return text ? Decoded{Value(*text)} : kOutOfRange;
}

/// The limit as a value of the same kind; none when that kind cannot hold it.
std::optional<Value> limitAs(Value::Kind kind, double limit, bool isLow)
{
    if (kind == Value::Kind::Double)
        return Value(limit);
    const Value whole(isLow ? std::ceil(limit) : std::floor(limit));
    if (kind == Value::Kind::Int) {
        const auto number = whole.toInt64();
        return number ? std::optional(Value(*number)) : std::nullopt;
    }
    const auto number = whole.toUInt64();
    return number ? std::optional(Value(*number)) : std::nullopt;
}

/// -1 below the clamp, 1 above it, else 0; without rounding 64-bit integers.
int sideOfClamp(const Tag &tag, const Value &value)
{
    static_assert(std::numeric_limits<long double>::digits >= 64);
    using Exact = long double;
    if (!tag.clamp.enabled || !value.isNumber())
        return 0;
    const Exact number = value.kind() == Value::Kind::UInt ? Exact(*value.toUInt64())
        : value.kind() == Value::Kind::Int                 ? Exact(*value.toInt64())
                                                           : Exact(value.toDouble());
    if (tag.clamp.low && number < Exact(*tag.clamp.low))
        return -1;
    return tag.clamp.high && number > Exact(*tag.clamp.high) ? 1 : 0;
}

Decoded clamped(const Tag &tag, const Decoded &decoded)
{
    const int side = decoded.quality == Quality::Good ? sideOfClamp(tag, decoded.value) : 0;
    if (side == 0)
        return decoded;
    const auto limit
        = limitAs(decoded.value.kind(), side < 0 ? *tag.clamp.low : *tag.clamp.high, side < 0);
    return limit ? Decoded{*limit, Quality::UncertainClamped} : kOutOfRange;
}

Error doesNotFit(const Tag &tag)
{
    return {ErrorCode::Invalid,
            QCoreApplication::translate("ModbusCodec", "the value does not fit the registers of %1")
                .arg(tag.path)};
}

/// Value in engineering units back to the whole number of the wire; none when it cannot be one.
std::optional<Wide> unscaled(const Tag &tag, const Value &value, int power)
{
    if (tag.hasWholeScale()) {
        Wide number = 0;
        if (const auto exact = value.toUInt64())
            number = Wide(*exact);
        else if (const auto negative = value.toInt64())
            number = Wide(*negative);
        else
            return std::nullopt;
        const Wide shifted = number - Wide(tag.offset);
        if (shifted % Wide(tag.factor) != 0)
            return std::nullopt;
        return shifted / Wide(tag.factor);
    }
    const double raw = std::round(toRaw(tag, value.toDouble(), power));
    if (!std::isfinite(raw) || std::abs(raw) >= 18446744073709551616.0)
        return std::nullopt;
    return Wide(raw);
}

std::optional<quint64> wholeToRaw(const Shape &shape, Wide number)
{
    if (shape.family == Family::Bcd)
        return number < 0 ? std::nullopt : toBcd(quint64(number), shape.bits / 4);
    const bool isSigned = shape.family == Family::Signed;
    const Wide low = isSigned ? -(Wide(1) << (shape.bits - 1)) : 0;
    const Wide high = isSigned ? (Wide(1) << (shape.bits - 1)) - 1 : (Wide(1) << shape.bits) - 1;
    if (number < low || number > high)
        return std::nullopt;
    return quint64(number) & maskOf(shape.bits);
}

Result<QList<quint16>> encodeText(const Tag &tag, const Value &value)
{
    const bool isText = value.kind() == Value::Kind::String;
    const auto words = isText ? wordsFromText(tag, value.toString()) : std::nullopt;
    if (!words)
        return doesNotFit(tag);
    return reordered(tag, *words);
}

Result<QList<quint16>> encodeFloat(const Tag &tag, const Value &value, int bits, int power)
{
    const double number = toRaw(tag, value.toDouble(), power);
    const quint64 raw = rawFromFloat(number, bits);
    if (!value.isNumber() || !std::isfinite(number) || !std::isfinite(floatFromRaw(raw, bits)))
        return doesNotFit(tag);
    return reordered(tag, splitInto(raw, tag.span()));
}

Result<QList<quint16>> encodeMod10k(const Tag &tag, Wide number)
{
    const bool fits = number >= 0 && number <= std::numeric_limits<qint64>::max();
    const auto words = fits ? toMod10k(quint64(number), tag.span()) : std::nullopt;
    if (!words)
        return doesNotFit(tag);
    return reordered(tag, *words);
}

QList<quint16> merged(const Tag &tag, const Shape &shape, quint64 raw, quint16 base)
{
    const quint64 mask = maskOf(shape.bits) << shape.shift;
    const quint64 canonicalBase = reordered(tag, {base}).first();
    const quint64 word = (canonicalBase & ~mask) | (raw << shape.shift & mask);
    return reordered(tag, {quint16(word)});
}

} // namespace

Decoded decodeRegisters(const Tag &tag, QList<quint16> registers, int power)
{
    return clamped(tag, decodeUnclamped(tag, std::move(registers), power));
}

Decoded decodeUnclamped(const Tag &tag, QList<quint16> registers, int power)
{
    if (isNotAvailable(tag, registers))
        return {{}, Quality::BadNotAvailable};
    const QList<quint16> words = reordered(tag, std::move(registers));
    const Shape shape = shapeOf(tag);
    const quint64 raw
        = shape.family == Family::Text ? 0 : joined(words) >> shape.shift & maskOf(shape.bits);
    switch (shape.family) {
    case Family::Bit:
        return {Value(raw != 0)};
    case Family::Signed:
        return scaledWhole(tag, signedFromRaw(raw, shape.bits), power);
    case Family::Unsigned:
        return scaledWhole(tag, Wide(raw), power);
    case Family::Float:
        return scaledReal(tag, floatFromRaw(raw, shape.bits), power);
    case Family::Bcd:
        return decodeWhole(tag, fromBcd(raw, shape.bits / 4), power);
    case Family::Mod10k:
        return decodeWhole(tag, fromMod10k(words), power);
    case Family::Text:
        break;
    }
    return decodeText(tag, words);
}

Decoded decodeBit(bool bit)
{
    return {Value(bit)};
}

Result<QList<quint16>> encodeRegisters(const Tag &tag, const Value &value, quint16 base, int power)
{
    const Shape shape = shapeOf(tag);
    if (shape.family == Family::Text)
        return encodeText(tag, value);
    if (shape.family == Family::Bit) {
        if (value.kind() != Value::Kind::Bool)
            return doesNotFit(tag);
        return tag.isBitTable() ? QList<quint16>{quint16(value.toBool())}
                                : merged(tag, shape, value.toBool(), base);
    }
    if (sideOfClamp(tag, value) != 0)
        return doesNotFit(tag);
    if (shape.family == Family::Float)
        return encodeFloat(tag, value, shape.bits, power);
    const auto number = value.isNumber() ? unscaled(tag, value, power) : std::nullopt;
    if (!number)
        return doesNotFit(tag);
    if (shape.family == Family::Mod10k)
        return encodeMod10k(tag, *number);
    const auto raw = wholeToRaw(shape, *number);
    if (!raw)
        return doesNotFit(tag);
    if (sharesRegister(tag))
        return merged(tag, shape, *raw, base);
    return reordered(tag, splitInto(*raw, tag.span()));
}

bool sharesRegister(const Tag &tag)
{
    const Shape shape = shapeOf(tag);
    return !tag.isBitTable() && shape.family != Family::Text && shape.bits < 16;
}

bool sameOnWire(const Tag &tag, const Value &a, const Value &b, int power)
{
    const auto left = encodeRegisters(tag, a, 0, power);
    const auto right = encodeRegisters(tag, b, 0, power);
    return left && right && left.value() == right.value();
}

} // namespace mws::modbus
