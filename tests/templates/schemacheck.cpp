// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "templates/schemacheck.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace mws
{

namespace
{

bool isOfType(const QJsonValue &value, const QString &type)
{
    if (type == QLatin1String("object"))
        return value.isObject();
    if (type == QLatin1String("array"))
        return value.isArray();
    if (type == QLatin1String("string"))
        return value.isString();
    if (type == QLatin1String("boolean"))
        return value.isBool();
    const bool whole = type == QLatin1String("integer");
    if (!whole && type != QLatin1String("number"))
        return false;
    return value.isDouble() && (!whole || std::trunc(value.toDouble()) == value.toDouble());
}

bool hasDoubles(const QJsonArray &list)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        for (qsizetype k = 0; k < i; ++k) {
            if (list[i] == list[k])
                return true;
        }
    }
    return false;
}

/// Holds one value against one schema, keyword by keyword.
class Check
{
public:
    Check(const QJsonValue &value, const QJsonObject &schema, const QString &place)
        : m_value(value)
        , m_schema(schema)
        , m_place(place)
    {
    }

    QStringList run()
    {
        for (auto it = m_schema.begin(); it != m_schema.end(); ++it)
            keyword(it.key(), it.value());
        return m_problems;
    }

private:
    void keyword(const QString &name, const QJsonValue &rule)
    {
        static const QSet<QString> kNotes{QStringLiteral("$schema"), QStringLiteral("title"),
                                          QStringLiteral("default")};
        if (kNotes.contains(name) || name == QLatin1String("properties"))
            return;
        if (name == QLatin1String("type"))
            want(isOfType(m_value, rule.toString()), QStringLiteral("is no ") + rule.toString());
        else if (name == QLatin1String("enum"))
            want(rule.toArray().contains(m_value), QStringLiteral("is none of the words"));
        else if (!objectKeyword(name, rule) && !listKeyword(name, rule)
                 && !numberKeyword(name, rule) && !textKeyword(name, rule))
            want(false, QStringLiteral("unknown keyword ") + name);
    }

    bool objectKeyword(const QString &name, const QJsonValue &rule)
    {
        const QJsonObject object = m_value.toObject();
        if (name == QLatin1String("oneOf")) {
            const QJsonArray schemas = rule.toArray();
            const auto fits = [this](const QJsonValue &schema) {
                return schemaProblems(m_value, schema.toObject(), m_place).isEmpty();
            };
            want(std::count_if(schemas.begin(), schemas.end(), fits) == 1,
                 QStringLiteral("fits none of the choices, or several"));
            return true;
        }
        if (name == QLatin1String("required")) {
            const QJsonArray keys = rule.toArray();
            for (const QJsonValue &key : keys)
                want(object.contains(key.toString()), QStringLiteral("has no ") + key.toString());
            return true;
        }
        if (name != QLatin1String("additionalProperties"))
            return false;
        const QJsonObject known = m_schema[QLatin1String("properties")].toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            const bool isKnown = known.contains(it.key());
            want(isKnown || rule != QJsonValue(false), QStringLiteral("unknown key ") + it.key());
            inner(it.value(), isKnown ? known[it.key()] : rule, it.key());
        }
        return true;
    }

    bool listKeyword(const QString &name, const QJsonValue &rule)
    {
        const QJsonArray list = m_value.toArray();
        if (name == QLatin1String("uniqueItems")) {
            want(!rule.toBool() || !hasDoubles(list), QStringLiteral("has doubles"));
            return true;
        }
        if (name != QLatin1String("items"))
            return false;
        for (qsizetype i = 0; i < list.size(); ++i)
            inner(list[i], rule, QString::number(i));
        return true;
    }

    bool numberKeyword(const QString &name, const QJsonValue &rule)
    {
        const bool isMinimum = name == QLatin1String("minimum");
        if (!isMinimum && name != QLatin1String("maximum"))
            return false;
        const double number = m_value.toDouble();
        want(isMinimum ? number >= rule.toDouble() : number <= rule.toDouble(),
             isMinimum ? QStringLiteral("below the minimum") : QStringLiteral("above the maximum"));
        return true;
    }

    bool textKeyword(const QString &name, const QJsonValue &rule)
    {
        const QString text = m_value.toString();
        if (name == QLatin1String("maxLength"))
            want(text.toUcs4().size() <= rule.toInt(), QStringLiteral("is too long"));
        else if (name == QLatin1String("pattern"))
            want(QRegularExpression(rule.toString()).match(text).hasMatch(),
                 QStringLiteral("does not match the pattern"));
        else
            return false;
        return true;
    }

    void inner(const QJsonValue &value, const QJsonValue &schema, const QString &key)
    {
        m_problems += schemaProblems(value, schema.toObject(), m_place + u'/' + key);
    }

    void want(bool holds, const QString &problem)
    {
        if (!holds)
            m_problems.append(m_place + QStringLiteral(": ") + problem);
    }

    const QJsonValue m_value;
    const QJsonObject m_schema;
    const QString m_place;
    QStringList m_problems;
};

} // namespace

QStringList schemaProblems(const QJsonValue &value, const QJsonObject &schema, const QString &place)
{
    return Check(value, schema, place).run();
}

} // namespace mws
