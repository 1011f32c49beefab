// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/registers.h"

#include <algorithm>

namespace mws::modbus
{

namespace
{

void swapBytes(QList<quint16> &words)
{
    for (quint16 &word : words)
        word = quint16(word >> 8 | word << 8);
}

} // namespace

QList<quint16> reordered(const Tag &tag, QList<quint16> words)
{
    const ByteOrder order = tag.order;
    if (order == ByteOrder::BADC || order == ByteOrder::DCBA)
        swapBytes(words);
    if (tag.type == DataType::String)
        return words;
    if (order == ByteOrder::CDAB || order == ByteOrder::DCBA)
        std::reverse(words.begin(), words.end());
    if (order == ByteOrder::CDABGHEF && words.size() == 4) {
        std::swap(words[0], words[1]);
        std::swap(words[2], words[3]);
    }
    if (order == ByteOrder::EFGHABCD && words.size() == 4) {
        std::swap(words[0], words[2]);
        std::swap(words[1], words[3]);
    }
    return words;
}

quint64 joined(const QList<quint16> &words)
{
    quint64 raw = 0;
    for (const quint16 word : words)
        raw = raw << 16 | word;
    return raw;
}

QList<quint16> splitInto(quint64 raw, int words)
{
    QList<quint16> result(words);
    for (int i = words - 1; i >= 0; --i, raw >>= 16)
        result[i] = quint16(raw);
    return result;
}

std::optional<quint64> fromBcd(quint64 raw, int digits)
{
    quint64 number = 0;
    for (int i = digits - 1; i >= 0; --i) {
        const quint64 digit = raw >> (4 * i) & 15;
        if (digit > 9)
            return std::nullopt;
        number = number * 10 + digit;
    }
    return number;
}

std::optional<quint64> toBcd(quint64 number, int digits)
{
    quint64 raw = 0;
    for (int i = 0; i < digits; ++i, number /= 10)
        raw |= (number % 10) << (4 * i);
    return number ? std::nullopt : std::optional(raw);
}

std::optional<quint64> fromMod10k(const QList<quint16> &words)
{
    quint64 number = 0;
    for (const quint16 word : words) {
        if (word > 9999)
            return std::nullopt;
        number = number * 10000 + word;
    }
    return number;
}

std::optional<QList<quint16>> toMod10k(quint64 number, int words)
{
    QList<quint16> result(words);
    for (int i = words - 1; i >= 0; --i, number /= 10000)
        result[i] = quint16(number % 10000);
    return number ? std::nullopt : std::optional(result);
}

} // namespace mws::modbus
