// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/textcodec.h"

#include <QStringDecoder>
#include <algorithm>

namespace mws::modbus
{

namespace
{

QByteArray bytesOf(const Tag &tag, const QList<quint16> &words)
{
    QByteArray bytes;
    for (const quint16 word : words) {
        if (tag.textBytes != TextBytes::Low)
            bytes.append(char(word >> 8));
        if (tag.textBytes != TextBytes::High)
            bytes.append(char(word));
    }
    return bytes;
}

bool isAscii(const QByteArray &bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return uchar(c) < 0x80; });
}

bool hasControlCharacter(const QByteArray &bytes)
{
    return std::any_of(bytes.begin(), bytes.end(), [](char c) { return uchar(c) < 0x20; });
}

QByteArray trimmed(QByteArray bytes, TextTrim trim)
{
    while (trim != TextTrim::None && bytes.endsWith(' '))
        bytes.chop(1);
    while (trim == TextTrim::Both && bytes.startsWith(' '))
        bytes.remove(0, 1);
    return bytes;
}

std::optional<QString> decoded(const QByteArray &bytes, TextEncoding encoding)
{
    if (encoding == TextEncoding::Utf8) {
        QStringDecoder decoder(QStringDecoder::Utf8, QStringConverter::Flag::Stateless);
        const QString text = decoder.decode(bytes);
        return decoder.hasError() ? std::nullopt : std::optional(text);
    }
    if (encoding == TextEncoding::Ascii && !isAscii(bytes))
        return std::nullopt;
    return QString::fromLatin1(bytes);
}

} // namespace

std::optional<QString> textFromWords(const Tag &tag, const QList<quint16> &words)
{
    QByteArray bytes = bytesOf(tag, words);
    bytes.truncate(tag.length);
    if (const qsizetype nul = bytes.indexOf('\0'); nul >= 0)
        bytes.truncate(nul);
    bytes = trimmed(bytes, tag.trim);
    return hasControlCharacter(bytes) ? std::nullopt : decoded(bytes, tag.encoding);
}

std::optional<QList<quint16>> wordsFromText(const Tag &tag, const QString &text)
{
    const QByteArray bytes = tag.encoding == TextEncoding::Utf8 ? text.toUtf8() : text.toLatin1();
    if (bytes.size() > tag.length || hasControlCharacter(bytes)
        || decoded(bytes, tag.encoding) != text)
        return std::nullopt;
    const bool both = tag.textBytes == TextBytes::Both;
    const QByteArray padded = bytes.leftJustified(tag.span() * (both ? 2 : 1), '\0');
    QList<quint16> words(tag.span());
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (both)
            words[i] = quint16(uchar(padded[2 * i]) << 8 | uchar(padded[2 * i + 1]));
        else
            words[i] = quint16(uchar(padded[i]) << (tag.textBytes == TextBytes::High ? 8 : 0));
    }
    return words;
}

} // namespace mws::modbus
