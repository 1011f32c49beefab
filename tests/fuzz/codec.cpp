// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"
#include "fuzz/fuzz.h"

#include <cmath>

using namespace mws;
using namespace mws::modbus;

namespace
{

Tag tagFrom(fuzz::Input &input)
{
    Tag tag;
    tag.type = DataType(input.byte() % (int(DataType::String) + 1));
    const bool isLong = tag.span() == 4;
    tag.order = ByteOrder(input.byte() % (isLong ? 6 : 4));
    if (tag.type == DataType::Bool)
        tag.bit = input.byte() % 16;
    if (tag.type == DataType::String)
        tag.length = 1 + input.byte() % 250;
    if (tag.valueKind() != Value::Kind::Bool && tag.valueKind() != Value::Kind::String) {
        tag.factor = (1 + input.byte() % 100) / (input.byte() % 2 ? 10.0 : 1.0);
        tag.offset = qint8(input.byte());
    }
    return tag;
}

/// A double holds every value: not so for whole numbers of 64 bits with a fraction as factor.
bool isExact(const Tag &tag)
{
    return tag.span() < 4 || tag.type == DataType::Float64 || tag.hasWholeScale();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Input input(data, size);
    const Tag tag = tagFrom(input);
    QList<quint16> words;
    for (int i = 0; i < tag.span(); ++i)
        words.append(input.word());
    const Decoded decoded = decodeRegisters(tag, words);
    FUZZ_CHECK(decoded.value.isNone() == (decoded.quality != Quality::Good));
    if (decoded.quality != Quality::Good)
        return 0;
    FUZZ_CHECK(decoded.value.kind() == tag.valueKind());
    if (decoded.value.kind() == Value::Kind::Double)
        FUZZ_CHECK(std::isfinite(decoded.value.toDouble()));
    if (!isExact(tag))
        return 0;
    FUZZ_CHECK(sameOnWire(tag, decoded.value, decoded.value));
    // What was read can be written, and then reads as the same.
    const auto encoded = encodeRegisters(tag, decoded.value, words.first());
    FUZZ_CHECK(bool(encoded) && encoded->size() == tag.span());
    const Decoded again = decodeRegisters(tag, encoded.value());
    FUZZ_CHECK(again.quality == Quality::Good && sameOnWire(tag, again.value, decoded.value));
    return 0;
}
