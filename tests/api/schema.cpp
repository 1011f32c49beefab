// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/schema.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <cmath>

namespace
{

bool isOfType(const QString &type, const QJsonValue &value)
{
    if (type == QLatin1String("integer"))
        return value.isDouble() && std::floor(value.toDouble()) == value.toDouble();
    static const QHash<QString, QJsonValue::Type> types{
        {QStringLiteral("object"), QJsonValue::Object},
        {QStringLiteral("array"), QJsonValue::Array},
        {QStringLiteral("string"), QJsonValue::String},
        {QStringLiteral("number"), QJsonValue::Double},
        {QStringLiteral("boolean"), QJsonValue::Bool},
        {QStringLiteral("null"), QJsonValue::Null}};
    return types.value(type, QJsonValue::Undefined) == value.type();
}

bool isOfTypes(const QJsonValue &types, const QJsonValue &value)
{
    if (types.isString())
        return isOfType(types.toString(), value);
    const QJsonArray list = types.toArray();
    return std::any_of(list.begin(), list.end(), [&value](const QJsonValue &type) {
        return isOfType(type.toString(), value);
    });
}

QString checkBounds(const QJsonObject &schema, const QJsonValue &value)
{
    const auto bound = [&schema](const char *name, double fallback) {
        return schema.value(QLatin1String(name)).toDouble(fallback);
    };
    constexpr double kAny = 1e300;
    if (value.isDouble()
        && (value.toDouble() < bound("minimum", -kAny)
            || value.toDouble() > bound("maximum", kAny)))
        return QStringLiteral("out of bounds");
    const double length = double(value.toString().size());
    if (value.isString() && (length < bound("minLength", 0) || length > bound("maxLength", kAny)))
        return QStringLiteral("wrong length");
    const double items = double(value.toArray().size());
    if (value.isArray() && (items < bound("minItems", 0) || items > bound("maxItems", kAny)))
        return QStringLiteral("wrong number of items");
    const QString pattern = schema.value(QStringLiteral("pattern")).toString();
    if (value.isString() && !value.toString().contains(QRegularExpression(pattern)))
        return QStringLiteral("does not match the pattern");
    return {};
}

QString unknownKeyword(const QJsonObject &schema)
{
    static const QStringList known
        = QStringLiteral(
              "type properties required additionalProperties items prefixItems enum const oneOf "
              "minimum "
              "maximum minLength maxLength minItems maxItems pattern format default description "
              "examples")
              .split(u' ');
    for (const QString &key : schema.keys()) {
        if (!known.contains(key))
            return key;
    }
    return {};
}

QString checkObject(const Schema &root, const QJsonObject &schema, const QJsonObject &object,
                    const QString &where)
{
    for (const QJsonValue &name : schema.value(QStringLiteral("required")).toArray()) {
        if (!object.contains(name.toString()))
            return where + QStringLiteral(" lacks ") + name.toString();
    }
    const QJsonObject properties = schema.value(QStringLiteral("properties")).toObject();
    const QJsonValue others = schema.value(QStringLiteral("additionalProperties"));
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString place = where + u'.' + it.key();
        const bool isKnown = properties.contains(it.key());
        if (!isKnown && others.isBool() && !others.toBool())
            return place + QStringLiteral(" is not in the schema");
        const QJsonObject part
            = isKnown ? properties.value(it.key()).toObject() : others.toObject();
        if (const QString problem = root.check(part, it.value(), place); !problem.isEmpty())
            return problem;
    }
    return {};
}

QString checkArray(const Schema &root, const QJsonObject &schema, const QJsonArray &array,
                   const QString &where)
{
    const QJsonArray prefix = schema.value(QStringLiteral("prefixItems")).toArray();
    for (qsizetype n = 0; n < array.size(); ++n) {
        const QJsonObject part = n < prefix.size()
            ? prefix.at(n).toObject()
            : schema.value(QStringLiteral("items")).toObject();
        const QString problem
            = root.check(part, array.at(n), QStringLiteral("%1[%2]").arg(where).arg(n));
        if (!problem.isEmpty())
            return problem;
    }
    return {};
}

} // namespace

Schema::Schema(QJsonObject document)
    : m_document(std::move(document))
{
}

QJsonValue Schema::resolve(const QString &reference) const
{
    QJsonValue value = m_document;
    for (const QString &part : reference.mid(2).split(u'/'))
        value = value.toObject().value(part);
    return value;
}

QString Schema::check(const QJsonObject &schema, const QJsonValue &value,
                      const QString &where) const
{
    const QString reference = schema.value(QStringLiteral("$ref")).toString();
    if (!reference.isEmpty()) {
        const QJsonValue target = resolve(reference);
        return target.isObject() ? check(target.toObject(), value, where)
                                 : QStringLiteral("no ") + reference;
    }
    if (const QString key = unknownKeyword(schema); !key.isEmpty())
        return where + QStringLiteral(": unknown keyword ") + key;
    if (schema.contains(QStringLiteral("type"))
        && !isOfTypes(schema.value(QStringLiteral("type")), value))
        return where + QStringLiteral(" has the wrong type");
    if (schema.contains(QStringLiteral("const")) && schema.value(QStringLiteral("const")) != value)
        return where + QStringLiteral(" is not the constant");
    if (schema.contains(QStringLiteral("enum"))
        && !schema.value(QStringLiteral("enum")).toArray().contains(value))
        return where + QStringLiteral(" is not one of the words");
    if (const QString problem = checkBounds(schema, value); !problem.isEmpty())
        return where + u' ' + problem;
    const QJsonArray choices = schema.value(QStringLiteral("oneOf")).toArray();
    const auto fitting
        = std::count_if(choices.begin(), choices.end(), [&](const QJsonValue &choice) {
              return check(choice.toObject(), value, where).isEmpty();
          });
    if (!choices.isEmpty() && fitting != 1)
        return where + QStringLiteral(" fits %1 choices").arg(fitting);
    if (value.isObject())
        return checkObject(*this, schema, value.toObject(), where);
    return value.isArray() ? checkArray(*this, schema, value.toArray(), where) : QString();
}

QJsonObject Schema::response(const QString &path, const QString &method, int status) const
{
    const QJsonObject operation = m_document.value(QStringLiteral("paths"))
                                      .toObject()
                                      .value(path)
                                      .toObject()
                                      .value(method.toLower())
                                      .toObject();
    const QJsonObject found = operation.value(QStringLiteral("responses"))
                                  .toObject()
                                  .value(QString::number(status))
                                  .toObject();
    const QString reference = found.value(QStringLiteral("$ref")).toString();
    return reference.isEmpty() ? found : resolve(reference).toObject();
}

QJsonObject Schema::request(const QString &target, const QString &method) const
{
    static const QRegularExpression parameter(QStringLiteral("\\\\\\{\\w+\\\\\\}"));
    const QString asked = target.section(u'?', 0, 0);
    const QJsonObject paths = m_document.value(QStringLiteral("paths")).toObject();
    for (auto path = paths.begin(); path != paths.end(); ++path) {
        const QString pattern
            = QRegularExpression::escape(path.key()).replace(parameter, QStringLiteral("[^/]+"));
        const QJsonObject operation = path->toObject().value(method.toLower()).toObject();
        if (operation.isEmpty()
            || !QRegularExpression(QRegularExpression::anchoredPattern(pattern))
                    .match(asked)
                    .hasMatch())
            continue;
        return operation.value(QStringLiteral("requestBody"))
            .toObject()
            .value(QStringLiteral("content"))
            .toObject()
            .value(QStringLiteral("application/json"))
            .toObject()
            .value(QStringLiteral("schema"))
            .toObject();
    }
    return {};
}
