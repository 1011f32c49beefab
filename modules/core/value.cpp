// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace mws
{

namespace
{

constexpr qint64 kExactDouble = qint64(1) << 53;

template <typename T> void appendChars(QByteArray &out, T number)
{
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    out.append(buffer.data(), end - buffer.data());
}

template <typename T> void appendInteger(QByteArray &out, T number, bool exact)
{
    if (!exact)
        out.append('"');
    appendChars(out, number);
    if (!exact)
        out.append('"');
}

Error wrongType(const char *wanted)
{
    return {ErrorCode::Invalid, QStringLiteral("expected ") + QLatin1String(wanted)};
}

/// The integer of a JSON number without a way through double; none beyond 64 bit with sign.
std::optional<qint64> exactInteger(const QJsonValue &json)
{
    const qint64 number = json.toInteger(0);
    const bool isInteger = json.isDouble() && number == json.toInteger(1);
    return isInteger ? std::optional(number) : std::nullopt;
}

Result<Value> intFromJson(const QJsonValue &json)
{
    bool ok = json.isString();
    if (ok) {
        const qint64 number = json.toString().toLongLong(&ok);
        return ok ? Result<Value>(Value(number)) : wrongType("an integer");
    }
    const auto number = exactInteger(json);
    return number ? Result<Value>(Value(*number)) : wrongType("an integer");
}

Result<Value> uintFromJson(const QJsonValue &json)
{
    if (json.isString()) {
        bool ok = false;
        const QString text = json.toString();
        const quint64 number = text.toULongLong(&ok);
        return ok && !text.startsWith(u'-') ? Result<Value>(Value(number))
                                            : wrongType("an integer that is not negative");
    }
    const auto number = exactInteger(json);
    return number && *number >= 0 ? Result<Value>(Value(quint64(*number)))
                                  : wrongType("an integer that is not negative");
}

} // namespace

bool Value::isNumber() const
{
    return kind() == Kind::Int || kind() == Kind::UInt || kind() == Kind::Double;
}

double Value::toDouble() const
{
    switch (kind()) {
    case Kind::Bool:
        return std::get<bool>(m_data) ? 1.0 : 0.0;
    case Kind::Int:
        return double(std::get<qint64>(m_data));
    case Kind::UInt:
        return double(std::get<quint64>(m_data));
    case Kind::Double:
        return std::get<double>(m_data);
    case Kind::None:
    case Kind::String:
        break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

bool Value::toBool() const
{
    const double number = toDouble();
    return !std::isnan(number) && number != 0.0;
}

std::optional<qint64> Value::toInt64() const
{
    switch (kind()) {
    case Kind::Bool:
        return std::get<bool>(m_data) ? 1 : 0;
    case Kind::Int:
        return std::get<qint64>(m_data);
    case Kind::UInt: {
        const quint64 number = std::get<quint64>(m_data);
        if (number > quint64(std::numeric_limits<qint64>::max()))
            return std::nullopt;
        return qint64(number);
    }
    case Kind::Double: {
        const double number = std::get<double>(m_data);
        if (number != std::floor(number) || number < -0x1p63 || number >= 0x1p63)
            return std::nullopt;
        return qint64(number);
    }
    case Kind::None:
    case Kind::String:
        break;
    }
    return std::nullopt;
}

std::optional<quint64> Value::toUInt64() const
{
    if (kind() == Kind::UInt)
        return std::get<quint64>(m_data);
    if (kind() == Kind::Double) {
        const double number = std::get<double>(m_data);
        if (number != std::floor(number) || number < 0.0 || number >= 0x1p64)
            return std::nullopt;
        return quint64(number);
    }
    const auto number = toInt64();
    if (!number || *number < 0)
        return std::nullopt;
    return quint64(*number);
}

QString Value::toString() const
{
    if (kind() == Kind::String)
        return std::get<QString>(m_data);
    if (kind() == Kind::None)
        return {};
    QByteArray text;
    if (kind() == Kind::Int)
        appendChars(text, std::get<qint64>(m_data));
    else if (kind() == Kind::UInt)
        appendChars(text, std::get<quint64>(m_data));
    else if (kind() == Kind::Double)
        appendChars(text, std::get<double>(m_data));
    else
        text = std::get<bool>(m_data) ? "true" : "false";
    return QString::fromLatin1(text);
}

void Value::appendJson(QByteArray &out) const
{
    switch (kind()) {
    case Kind::None:
        out.append("null");
        return;
    case Kind::Bool:
        out.append(std::get<bool>(m_data) ? "true" : "false");
        return;
    case Kind::Int: {
        const qint64 number = std::get<qint64>(m_data);
        appendInteger(out, number, number >= -kExactDouble && number <= kExactDouble);
        return;
    }
    case Kind::UInt: {
        const quint64 number = std::get<quint64>(m_data);
        appendInteger(out, number, number <= quint64(kExactDouble));
        return;
    }
    case Kind::Double:
        appendJsonNumber(out, std::get<double>(m_data));
        return;
    case Kind::String:
        appendJsonString(out, std::get<QString>(m_data));
        return;
    }
}

QJsonValue Value::toJson() const
{
    switch (kind()) {
    case Kind::None:
        return QJsonValue::Null;
    case Kind::Bool:
        return std::get<bool>(m_data);
    case Kind::Int: {
        const qint64 number = std::get<qint64>(m_data);
        const bool exact = number >= -kExactDouble && number <= kExactDouble;
        return exact ? QJsonValue(number) : QJsonValue(toString());
    }
    case Kind::UInt: {
        const quint64 number = std::get<quint64>(m_data);
        return number <= quint64(kExactDouble) ? QJsonValue(qint64(number))
                                               : QJsonValue(toString());
    }
    case Kind::Double: {
        const double number = std::get<double>(m_data);
        return std::isfinite(number) ? QJsonValue(number) : QJsonValue(QJsonValue::Null);
    }
    case Kind::String:
        return std::get<QString>(m_data);
    }
    return QJsonValue::Null;
}

Result<Value> Value::fromJson(const QJsonValue &json, Kind wanted)
{
    switch (wanted) {
    case Kind::Bool:
        return json.isBool() ? Result<Value>(Value(json.toBool())) : wrongType("true or false");
    case Kind::Int:
        return intFromJson(json);
    case Kind::UInt:
        return uintFromJson(json);
    case Kind::Double:
        return json.isDouble() ? Result<Value>(Value(json.toDouble())) : wrongType("a number");
    case Kind::String:
        return json.isString() ? Result<Value>(Value(json.toString())) : wrongType("a text");
    case Kind::None:
        break;
    }
    return wrongType("no value");
}

void appendJsonString(QByteArray &out, QStringView text)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out.append('"');
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            out.append('\\').append(c);
        } else if (uchar(c) < 0x20) {
            out.append("\\u00").append(kHex[uchar(c) >> 4]).append(kHex[uchar(c) & 15]);
        } else {
            out.append(c);
        }
    }
    out.append('"');
}

void appendJsonNumber(QByteArray &out, double number)
{
    if (std::isfinite(number))
        appendChars(out, number);
    else
        out.append("null");
}

void appendJsonNumber(QByteArray &out, qint64 number)
{
    appendChars(out, number);
}

} // namespace mws
