// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "fuzz/fuzz.h"

#include <cmath>

using namespace mws;
using namespace mws::modbus;

namespace
{

void addText(Tag &tag, fuzz::Input &input)
{
    tag.encoding = TextEncoding(input.byte() % 3);
    tag.textBytes = TextBytes(input.byte() % 3);
    tag.trim = TextTrim(input.byte() % 3);
    tag.length = 1 + input.byte() % (tag.textBytes == TextBytes::Both ? 250 : 125);
}

void addScale(Tag &tag, fuzz::Input &input)
{
    enum { Factor, TwoPoint, Power, Kinds };
    const int kind = input.byte() % Kinds;
    if (kind == TwoPoint) {
        const double from = qint8(input.byte());
        const double low = qint8(input.byte());
        tag.scale = {true, from, from + 1 + input.byte(), low, low + (1 + input.byte()) / 8.0};
        return;
    }
    tag.factor = (1 + input.byte() % 100) / (input.byte() % 2 ? 10.0 : 1.0);
    tag.offset = qint8(input.byte());
    if (kind == Power)
        tag.scaleFactor = QStringLiteral("n");
}

void addLimits(Tag &tag, fuzz::Input &input)
{
    const int choice = input.byte();
    tag.clamp.enabled = choice % 4 == 0;
    if (tag.clamp.enabled) {
        tag.clamp.low = qint8(input.byte());
        tag.clamp.high = *tag.clamp.low + 1 + input.byte();
    }
    if (choice % 3 == 0)
        tag.notAvailable = QString::number(input.word(), 16).rightJustified(4 * tag.span(), u'8');
}

/// Any that the validator lets pass.
Tag tagFrom(fuzz::Input &input)
{
    Tag tag;
    tag.type = DataType(input.byte() % (int(DataType::BitField) + 1));
    const bool isLong = tag.span() == 4;
    tag.order = ByteOrder(input.byte() % (isLong ? 6 : 4));
    if (tag.type == DataType::Bool || tag.type == DataType::BitField)
        tag.bit = input.byte() % 16;
    if (tag.type == DataType::BitField)
        tag.length = 1 + input.byte() % (16 - tag.bit);
    if (tag.type == DataType::String)
        addText(tag, input);
    if (tag.type != DataType::Bool && tag.type != DataType::String) {
        addScale(tag, input);
        addLimits(tag, input);
    }
    return tag;
}

bool isFloat(DataType type)
{
    return type == DataType::Float16 || type == DataType::Float32 || type == DataType::Float64;
}

/// A double holds every value: not so for whole numbers of 64 bits with a fraction as factor, nor
/// for floats between two points or with a power of ten.
bool isExact(const Tag &tag)
{
    if (tag.scale.enabled || !tag.scaleFactor.isEmpty())
        return tag.span() < 4 && !isFloat(tag.type);
    return tag.span() < 4 || tag.type == DataType::Float64 || tag.hasWholeScale();
}

/// Beyond the clamp the limit stands for the value.
void checkClamp(const Tag &tag, const Decoded &decoded)
{
    const double number = decoded.value.toDouble();
    FUZZ_CHECK(!tag.clamp.enabled || (number >= *tag.clamp.low && number <= *tag.clamp.high));
    FUZZ_CHECK(tag.clamp.enabled || decoded.quality == Quality::Good);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const Tag tag = tagFrom(input);
    const int power = tag.scaleFactor.isEmpty() ? 0 : input.byte() % 21 - 10;
    QList<quint16> words;
    for (int i = 0; i < tag.span(); ++i)
        words.append(input.word());
    const Decoded decoded = decodeRegisters(tag, words, power);
    const bool hasValue
        = decoded.quality == Quality::Good || decoded.quality == Quality::UncertainClamped;
    FUZZ_CHECK(decoded.value.isNone() != hasValue);
    if (!hasValue)
        return 0;
    FUZZ_CHECK(decoded.value.kind() == tag.valueKind());
    if (decoded.value.isNumber()) {
        FUZZ_CHECK(std::isfinite(decoded.value.toDouble()));
        checkClamp(tag, decoded);
    }
    // What was read can be written, and then reads as the same.
    const auto encoded = encodeRegisters(tag, decoded.value, words.first(), power);
    if (decoded.quality != Quality::Good || !isExact(tag))
        return 0;
    FUZZ_CHECK(sameOnWire(tag, decoded.value, decoded.value, power));
    FUZZ_CHECK(bool(encoded) && encoded->size() == tag.span());
    const Decoded again = decodeRegisters(tag, encoded.value(), power);
    FUZZ_CHECK(again.quality == Quality::Good);
    FUZZ_CHECK(sameOnWire(tag, again.value, decoded.value, power));
    return 0;
}
