// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/filetext.h"

#include "core/value.h"

#include <QJsonArray>

namespace mws
{

namespace
{

void appendFlat(QByteArray &out, const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Object: {
        const QJsonObject object = value.toObject();
        const char *separator = "{";
        for (auto it = object.begin(); it != object.end(); ++it) {
            out += separator;
            appendJsonString(out, it.key());
            out += ": ";
            appendFlat(out, it.value());
            separator = ", ";
        }
        out += object.isEmpty() ? "{}" : "}";
        break;
    }
    case QJsonValue::Array: {
        const QJsonArray array = value.toArray();
        const char *separator = "[";
        for (const QJsonValue &item : array) {
            out += separator;
            appendFlat(out, item);
            separator = ", ";
        }
        out += array.isEmpty() ? "[]" : "]";
        break;
    }
    case QJsonValue::Double:
        if (const qint64 whole = value.toInteger(); double(whole) == value.toDouble())
            appendJsonNumber(out, whole);
        else
            appendJsonNumber(out, value.toDouble());
        break;
    case QJsonValue::String:
        appendJsonString(out, value.toString());
        break;
    case QJsonValue::Null:
        out += "null";
        break;
    default:
        out += value.toBool() ? "true" : "false";
    }
}

bool holdsObjects(const QJsonValue &value)
{
    return value.isArray() && value.toArray().first().isObject();
}

/// Objects with a list of widgets, and the root, have one line per key.
void appendLines(QByteArray &out, const QJsonObject &object, const QByteArray &indent);

void appendList(QByteArray &out, const QJsonArray &array, const QByteArray &indent)
{
    out += '[';
    const char *separator = "\n";
    for (const QJsonValue &item : array) {
        out += separator + indent + "  ";
        if (item.toObject().contains(QLatin1String("widgets")))
            appendLines(out, item.toObject(), indent + "  ");
        else
            appendFlat(out, item);
        separator = ",\n";
    }
    out += '\n' + indent + ']';
}

void appendLines(QByteArray &out, const QJsonObject &object, const QByteArray &indent)
{
    out += '{';
    const char *separator = "\n";
    for (auto it = object.begin(); it != object.end(); ++it) {
        out += separator + indent + "  ";
        appendJsonString(out, it.key());
        out += ": ";
        if (holdsObjects(it.value()))
            appendList(out, it.value().toArray(), indent + "  ");
        else
            appendFlat(out, it.value());
        separator = ",\n";
    }
    out += '\n' + indent + '}';
}

} // namespace

QByteArray fileText(const QJsonObject &object)
{
    QByteArray text;
    appendLines(text, object, {});
    return text + '\n';
}

} // namespace mws
