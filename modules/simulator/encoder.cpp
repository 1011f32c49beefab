// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/encoder.h"

#include <QtCore/qfloat16.h>
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace mws::simulator
{

namespace
{

using Bytes = QByteArray; ///< most significant first

/// Places on the wire as letters of the value, read off the name of the order.
QByteArray lettersOnWire(ByteOrder order, qsizetype bytes)
{
    QByteArray letters("ABCDEFGH", bytes);
    const auto swapNeighbours = [&letters] {
        for (qsizetype i = 0; i + 1 < letters.size(); i += 2)
            std::swap(letters[i], letters[i + 1]);
    };
    switch (order) {
    case ByteOrder::ABCD:
        break;
    case ByteOrder::BADC:
        swapNeighbours();
        break;
    case ByteOrder::CDAB: // words backwards = bytes backwards, then the bytes in each word
        std::reverse(letters.begin(), letters.end());
        swapNeighbours();
        break;
    case ByteOrder::DCBA:
        std::reverse(letters.begin(), letters.end());
        break;
    case ByteOrder::CDABGHEF:
        return bytes == 8 ? QByteArray("CDABGHEF") : letters;
    case ByteOrder::EFGHABCD:
        return bytes == 8 ? QByteArray("EFGHABCD") : letters;
    }
    return letters;
}

/// Texts have no significance to reorder: only the bytes within each register may be swapped.
Bytes textOnWire(const Tag &tag, Bytes text)
{
    if (tag.order != ByteOrder::BADC && tag.order != ByteOrder::DCBA)
        return text;
    for (qsizetype i = 0; i + 1 < text.size(); i += 2)
        std::swap(text[i], text[i + 1]);
    return text;
}

Bytes toWire(const Tag &tag, const Bytes &bytes)
{
    if (tag.type == DataType::String)
        return textOnWire(tag, bytes);
    Bytes wire;
    for (const char letter : lettersOnWire(tag.order, bytes.size()))
        wire.append(bytes[letter - 'A']);
    return wire;
}

Bytes fromWire(const Tag &tag, const Bytes &wire)
{
    if (tag.type == DataType::String)
        return textOnWire(tag, wire);
    Bytes bytes(wire.size(), '\0');
    const QByteArray letters = lettersOnWire(tag.order, wire.size());
    for (qsizetype i = 0; i < wire.size(); ++i)
        bytes[letters[i] - 'A'] = wire[i];
    return bytes;
}

QList<quint16> wordsOf(const Bytes &wire)
{
    QList<quint16> words;
    for (qsizetype i = 0; i + 1 < wire.size(); i += 2)
        words.append(quint16(uchar(wire[i]) * 256 + uchar(wire[i + 1])));
    return words;
}

Bytes bytesOf(const QList<quint16> &words)
{
    Bytes wire;
    for (const quint16 word : words)
        wire.append(char(word / 256)).append(char(word % 256));
    return wire;
}

Bytes bigEndian(quint64 number, int bytes)
{
    Bytes out(bytes, '\0');
    for (int i = bytes; i-- > 0; number /= 256)
        out[i] = char(number % 256);
    return out;
}

quint64 fromBigEndian(const Bytes &bytes)
{
    quint64 number = 0;
    for (const char byte : bytes)
        number = number * 256 + uchar(byte);
    return number;
}

/// A whole number before sign and size are settled: sign and magnitude.
struct Whole {
    bool negative = false;
    quint64 magnitude = 0;
};

quint64 magnitudeOf(qint64 number)
{
    return number < 0 ? quint64(0) - quint64(number) : quint64(number);
}

bool hasScale(const Tag &tag)
{
    return tag.scale.enabled || tag.factor != 1.0 || tag.offset != 0.0;
}

/// A scale factor register is a value of its own here: numbers are those of power 0.
double rawOf(const Tag &tag, double value)
{
    const TwoPointScale &s = tag.scale;
    return s.enabled ? (value - s.low) / (s.high - s.low) * (s.rawHigh - s.rawLow) + s.rawLow
                     : (value - tag.offset) / tag.factor;
}

double unitsOf(const Tag &tag, double raw)
{
    const TwoPointScale &s = tag.scale;
    return s.enabled ? (raw - s.rawLow) / (s.rawHigh - s.rawLow) * (s.high - s.low) + s.low
                     : raw * tag.factor + tag.offset;
}

/// Engineering units to the number on the wire; exact for unscaled integers.
Whole unscaled(const Tag &tag, const Value &value)
{
    if (!hasScale(tag)) {
        if (const auto positive = value.toUInt64())
            return {false, *positive};
        if (const auto number = value.toInt64())
            return {*number < 0, magnitudeOf(*number)};
    }
    const double raw = std::round(rawOf(tag, value.toDouble()));
    const double size = std::min(std::abs(raw), std::nextafter(0x1p64, 0.0));
    return {raw < 0, std::isnan(raw) ? 0 : quint64(size)};
}

Value scaled(const Tag &tag, Whole raw)
{
    if (!hasScale(tag) && tag.valueKind() != Value::Kind::Double) {
        if (tag.valueKind() == Value::Kind::UInt)
            return Value(raw.magnitude);
        return Value(qint64(raw.negative ? quint64(0) - raw.magnitude : raw.magnitude));
    }
    const double number = (raw.negative ? -1.0 : 1.0) * double(raw.magnitude);
    const double result = unitsOf(tag, number);
    switch (tag.valueKind()) {
    case Value::Kind::UInt:
        return Value(quint64(std::max(result, 0.0)));
    case Value::Kind::Int:
        return Value(qint64(result));
    default:
        return Value(result);
    }
}

quint64 powerOf(quint64 base, int exponent)
{
    quint64 power = 1;
    for (int i = 0; i < exponent; ++i)
        power *= base;
    return power;
}

/// Digits of a positional system, each in its own field of `bits`, e.g. BCD is base 10 in 4 bits.
quint64 packDigits(Whole number, quint64 base, int bits, int digits)
{
    const quint64 largest = powerOf(base, digits) - 1;
    quint64 rest = number.negative ? 0 : std::min(number.magnitude, largest);
    quint64 packed = 0;
    for (int i = 0; i < digits; ++i, rest /= base)
        packed |= (rest % base) << (i * bits);
    return packed;
}

std::optional<Whole> unpackDigits(quint64 packed, quint64 base, int bits, int digits)
{
    Whole number;
    for (int i = digits; i-- > 0;) {
        const quint64 digit = (packed >> (i * bits)) & ((quint64(1) << bits) - 1);
        if (digit >= base)
            return std::nullopt;
        number.magnitude = number.magnitude * base + digit;
    }
    return number;
}

quint64 packBinary(Whole number, int bits, bool isSigned)
{
    const quint64 top = isSigned ? quint64(1) << (bits - 1) : 0;
    const quint64 largest = isSigned ? top - 1 : ~quint64(0) >> (64 - bits);
    if (!number.negative)
        return std::min(number.magnitude, largest);
    const quint64 size = std::min(number.magnitude, top);
    return (quint64(0) - size) & (~quint64(0) >> (64 - bits));
}

Whole unpackBinary(quint64 raw, int bits, bool isSigned)
{
    if (!isSigned || raw >> (bits - 1) == 0)
        return {false, raw};
    return {true, (quint64(0) - raw) & (~quint64(0) >> (64 - bits))};
}

bool isSigned(DataType type)
{
    return type == DataType::Int8Low || type == DataType::Int8High || type == DataType::Int16
        || type == DataType::Int32 || type == DataType::Int64;
}

bool isBcd(DataType type)
{
    return type == DataType::Bcd16 || type == DataType::Bcd32 || type == DataType::Bcd64;
}

bool isMod10k(DataType type)
{
    return type == DataType::Mod10k32 || type == DataType::Mod10k48 || type == DataType::Mod10k64;
}

bool isFloat(DataType type)
{
    return type == DataType::Float16 || type == DataType::Float32 || type == DataType::Float64;
}

bool isHigh(DataType type)
{
    return type == DataType::Int8High || type == DataType::UInt8High;
}

bool isByte(DataType type)
{
    return isHigh(type) || type == DataType::Int8Low || type == DataType::UInt8Low;
}

quint64 packFloat(double number, int bytes)
{
    if (bytes == 8)
        return std::bit_cast<quint64>(number);
    constexpr double kMaxFloat = double(std::numeric_limits<float>::max());
    const float single = float(std::clamp(number, -kMaxFloat, kMaxFloat));
    if (bytes == 4)
        return std::bit_cast<quint32>(single);
    return std::bit_cast<quint16>(qfloat16(std::clamp(single, -65504.0F, 65504.0F)));
}

double unpackFloat(quint64 raw, int bytes)
{
    if (bytes == 8)
        return std::bit_cast<double>(raw);
    if (bytes == 4)
        return double(std::bit_cast<float>(quint32(raw)));
    return double(float(std::bit_cast<qfloat16>(quint16(raw))));
}

/// Of a number that is neither of digits nor a float.
int bitsOf(const Tag &tag)
{
    if (tag.type == DataType::BitField)
        return tag.length;
    return isByte(tag.type) ? 8 : tag.span() * 16;
}

quint64 packNumber(const Tag &tag, const Value &value)
{
    const int bytes = tag.span() * 2;
    if (isFloat(tag.type))
        return packFloat(rawOf(tag, value.toDouble()), bytes);
    const Whole number = unscaled(tag, value);
    if (isBcd(tag.type))
        return packDigits(number, 10, 4, bytes * 2);
    if (isMod10k(tag.type))
        return packDigits(number, 10000, 16, tag.span());
    return packBinary(number, bitsOf(tag), isSigned(tag.type));
}

Value unpackNumber(const Tag &tag, quint64 raw)
{
    const int bytes = tag.span() * 2;
    if (isFloat(tag.type))
        return Value(unitsOf(tag, unpackFloat(raw, bytes)));
    std::optional<Whole> number;
    if (isBcd(tag.type))
        number = unpackDigits(raw, 10, 4, bytes * 2);
    else if (isMod10k(tag.type))
        number = unpackDigits(raw, 10000, 16, tag.span());
    else
        number = unpackBinary(raw, bitsOf(tag), isSigned(tag.type));
    return number ? scaled(tag, *number) : Value();
}

/// Puts a field of a register that others share beside what the register holds.
quint64 shared(const Tag &tag, quint64 field, const QList<quint16> &before)
{
    const quint64 now = before.isEmpty() ? 0 : fromBigEndian(fromWire(tag, bytesOf(before)));
    if (tag.type == DataType::Bool) {
        const quint64 mask = quint64(1) << tag.bit;
        return field ? now | mask : now & ~mask;
    }
    if (tag.type == DataType::BitField) {
        const quint64 mask = (~quint64(0) >> (64 - tag.length)) << tag.bit;
        return (now & ~mask) | field << tag.bit;
    }
    return isHigh(tag.type) ? (now & 0x00FF) | field << 8 : (now & 0xFF00) | field;
}

QList<quint16> encodeText(const Tag &tag, const QString &text)
{
    const Bytes coded = tag.encoding == TextEncoding::Utf8 ? text.toUtf8() : text.toLatin1();
    Bytes bytes = coded.left(tag.length);
    if (tag.textBytes != TextBytes::Both) {
        const qsizetype first = tag.textBytes == TextBytes::Low ? 0 : 1;
        for (qsizetype i = bytes.size(); i-- > 0;)
            bytes.insert(i + first, '\0');
    }
    return wordsOf(toWire(tag, bytes.leftJustified(tag.span() * 2, '\0')));
}

Value decodeText(const Tag &tag, const QList<quint16> &words)
{
    Bytes text = fromWire(tag, bytesOf(words));
    if (tag.textBytes != TextBytes::Both) {
        const qsizetype unused = tag.textBytes == TextBytes::Low ? 0 : 1;
        for (qsizetype i = text.size() / 2; i-- > 0;)
            text.remove(2 * i + unused, 1);
    }
    text.truncate(tag.length);
    const qsizetype end = text.indexOf('\0');
    if (end >= 0)
        text.truncate(end);
    const bool utf8 = tag.encoding == TextEncoding::Utf8;
    return Value((utf8 ? QString::fromUtf8(text) : QString::fromLatin1(text)).trimmed());
}

} // namespace

std::optional<QList<quint16>> encodeTag(const Tag &tag, const Value &value,
                                        const QList<quint16> &before)
{
    const bool wantsText = tag.type == DataType::String;
    if (value.isNone() || wantsText != (value.kind() == Value::Kind::String))
        return std::nullopt;
    if (wantsText)
        return encodeText(tag, value.toString());
    if (tag.isBitTable())
        return QList<quint16>{quint16(value.toBool())};
    quint64 raw = tag.type == DataType::Bool ? quint64(value.toBool()) : packNumber(tag, value);
    if (tag.type == DataType::Bool || tag.type == DataType::BitField || isByte(tag.type))
        raw = shared(tag, raw, before);
    return wordsOf(toWire(tag, bigEndian(raw, tag.span() * 2)));
}

Value decodeTag(const Tag &tag, const QList<quint16> &words)
{
    if (words.size() != tag.span())
        return {};
    if (tag.isBitTable())
        return Value(words.first() != 0);
    if (tag.type == DataType::String)
        return decodeText(tag, words);
    quint64 raw = fromBigEndian(fromWire(tag, bytesOf(words)));
    if (tag.type == DataType::Bool)
        return Value((raw >> tag.bit & 1) != 0);
    if (isByte(tag.type))
        raw = isHigh(tag.type) ? raw >> 8 : raw & 0xFF;
    if (tag.type == DataType::BitField)
        raw = raw >> tag.bit & (~quint64(0) >> (64 - tag.length));
    return unpackNumber(tag, raw);
}

} // namespace mws::simulator
