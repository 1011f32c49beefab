// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QJsonValue>
#include <QMetaType>
#include <QString>
#include <variant>

namespace mws
{

/// One process value: nothing yet, bool, int64, uint64, double or string. 64-bit integers are never
/// passed through double.
class Value
{
public:
    enum class Kind : quint8 { None, Bool, Int, UInt, Double, String };

    Value() = default;
    Value(bool v)
        : m_data(v)
    {
    }
    Value(qint64 v)
        : m_data(v)
    {
    }
    Value(quint64 v)
        : m_data(v)
    {
    }
    Value(int v)
        : m_data(qint64(v))
    {
    }
    Value(double v)
        : m_data(v)
    {
    }
    Value(QString v)
        : m_data(std::move(v))
    {
    }

    [[nodiscard]] Kind kind() const { return Kind(m_data.index()); }
    [[nodiscard]] bool isNone() const { return m_data.index() == 0; }
    [[nodiscard]] bool isNumber() const;

    /// Numbers and bool as double (64-bit integers rounded); NaN for none and strings.
    [[nodiscard]] double toDouble() const;
    /// Numbers that are not zero and true are true; everything else is false.
    [[nodiscard]] bool toBool() const;
    /// The exact integer when the value is one within int64 (a double only if it is integral).
    [[nodiscard]] std::optional<qint64> toInt64() const;
    [[nodiscard]] std::optional<quint64> toUInt64() const;
    /// The string, or the shortest text that gives the value back.
    [[nodiscard]] QString toString() const;

    /// Appends the JSON form: null, true, number, "text". Integers beyond ±2^53 are written as JSON
    /// strings so that no reader rounds them; NaN and infinities are null.
    void appendJson(QByteArray &out) const;
    [[nodiscard]] QJsonValue toJson() const;

    /// Reads the JSON form of a value that is wanted as kind. Refuses other types, fractions for
    /// integers, and numbers that the kind cannot hold; integers may come as decimal strings, and
    /// from 2^63 on have to.
    static Result<Value> fromJson(const QJsonValue &json, Kind wanted);

    friend bool operator==(const Value &, const Value &) = default;

private:
    std::variant<std::monostate, bool, qint64, quint64, double, QString> m_data;
};

/// JSON string with quotes and escapes, appended. Written by hand: the live feed encodes thousands
/// of values per second.
void appendJsonString(QByteArray &out, QStringView text);
void appendJsonNumber(QByteArray &out, double number);
void appendJsonNumber(QByteArray &out, qint64 number);

} // namespace mws

Q_DECLARE_METATYPE(mws::Value)
