// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/tagreading.h"

#include "modbus/requests.h"

namespace mws::modbus
{

namespace
{

QStringList hexOf(const QList<quint16> &words)
{
    QStringList texts;
    for (const quint16 word : words)
        texts.append(QStringLiteral("%1").arg(word, 4, 16, QLatin1Char('0')).toUpper());
    return texts;
}

/// The tag with nothing but its data type and byte order.
Tag unscaled(Tag tag)
{
    const Tag plain;
    tag.factor = plain.factor;
    tag.offset = plain.offset;
    tag.scale = plain.scale;
    tag.scaleFactor.clear();
    tag.clamp = plain.clamp;
    tag.notAvailable.clear();
    return tag;
}

} // namespace

TagReading readingOf(const Tag &tag, const QByteArray &answer, const ScaleBook::Power &power)
{
    if (tag.isBitTable()) {
        const bool bit = bitsOf(answer, 1).first();
        const Decoded decoded = decodeBit(bit);
        return {{bit ? QStringLiteral("1") : QStringLiteral("0")}, decoded, decoded};
    }
    const QList<quint16> words = registersOf(answer);
    return {hexOf(words), decodeRegisters(unscaled(tag), words), decodeScaled(tag, words, power)};
}

Decoded decodeScaled(const Tag &tag, const QList<quint16> &words, const ScaleBook::Power &power)
{
    if (!isGood(power.quality))
        return {{}, power.quality};
    return decodeRegisters(tag, words, power.value);
}

} // namespace mws::modbus
