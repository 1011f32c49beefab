// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "northbound/servedvalue.h"

#include "modbus/codec.h"

#include <charconv>
#include <cmath>

namespace mws::northbound
{

namespace
{

using Words = QList<quint16>;

bool isWholeType(DataType type)
{
    switch (type) {
    case DataType::Bool:
    case DataType::Float16:
    case DataType::Float32:
    case DataType::Float64:
    case DataType::String:
        return false;
    default:
        return true;
    }
}

Tag withoutScale(Tag form)
{
    form.factor = 1;
    form.offset = 0;
    return form;
}

/// The whole number nearest to it; none when 64 bits cannot hold it.
Value rounded(double number)
{
    constexpr double kTwoTo63 = 9223372036854775808.0;
    const double whole = std::round(number);
    if (!(whole >= -kTwoTo63 && whole < 2 * kTwoTo63))
        return {};
    return whole < 0 ? Value(qint64(whole)) : Value(quint64(whole));
}

std::optional<Words> encoded(const Tag &form, const Value &value)
{
    const bool isExact
        = value.kind() != Value::Kind::Double && form.factor == 1.0 && form.hasWholeScale();
    auto words = isWholeType(form.type) && value.isNumber() && !isExact
        ? modbus::encodeRegisters(withoutScale(form),
                                  rounded((value.toDouble() - form.offset) / form.factor))
        : modbus::encodeRegisters(form, value);
    return words ? std::optional(words.value()) : std::nullopt;
}

std::optional<Words> badWords(const NorthboundEntry &entry)
{
    if (entry.badValue.isEmpty())
        return std::nullopt;
    Words words;
    for (qsizetype i = 0; i < entry.badValue.size(); i += 4)
        words.append(entry.badValue.mid(i, 4).toUShort(nullptr, 16));
    return words;
}

double shortest(float number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return QByteArray(text.data(), end - text.data()).toDouble();
}

/// Raw × factor + offset without the noise of the multiplication.
double scaled(const Tag &form, double raw)
{
    constexpr int kDigits = 15;
    if (form.factor == 1.0 && form.offset == 0.0)
        return raw;
    return QByteArray::number(raw * form.factor + form.offset, 'g', kDigits).toDouble();
}

std::optional<QJsonValue> boolFrom(const Served &served, const Words &words)
{
    for (const bool state : {false, true}) {
        if (encoded(served.form, Value(state)) == words)
            return QJsonValue(state);
    }
    return std::nullopt;
}

} // namespace

std::optional<Words> wordsOf(const Served &served, const TagValue &now, bool serveStale)
{
    const Quality quality = now.state.quality;
    const bool isShown = isGood(quality) || (quality == Quality::Uncertain && serveStale);
    const auto words = isShown ? encoded(served.form, now.value) : std::nullopt;
    return words ? words : badWords(served.entry);
}

std::optional<QJsonValue> valueFrom(const Served &served, const Words &words)
{
    const Tag &form = served.form;
    if (form.type == DataType::Bool)
        return boolFrom(served, words);
    const bool isExact
        = form.type == DataType::String || (isWholeType(form.type) && form.hasWholeScale());
    const auto decoded = modbus::decodeRegisters(isExact ? form : withoutScale(form), words);
    if (decoded.quality != Quality::Good)
        return std::nullopt;
    if (isExact)
        return decoded.value.toJson();
    const double raw = decoded.value.toDouble();
    const double number = scaled(form, form.type == DataType::Float32 ? shortest(float(raw)) : raw);
    return std::isfinite(number) ? std::optional(QJsonValue(number)) : std::nullopt;
}

} // namespace mws::northbound
