// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/widgetregistry.h"

#include "project/resourceinit.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

// Q_INIT_RESOURCE works outside of every namespace only.
static void initResources()
{
    Q_INIT_RESOURCE(project);
}

namespace mws
{

namespace
{

std::optional<double> numberAt(const QJsonObject &object, const char *key)
{
    const QJsonValue value = object.value(QLatin1String(key));
    return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
}

WidgetProperty propertyFrom(const QJsonObject &object)
{
    return {object.value(QLatin1String("type")).toString(),
            object.value(QLatin1String("required")).toBool(), numberAt(object, "min"),
            numberAt(object, "max")};
}

WidgetType typeFrom(const QJsonObject &object)
{
    const QJsonObject tags = object.value(QLatin1String("tags")).toObject();
    WidgetType type;
    type.minTags = tags.value(QLatin1String("min")).toInt();
    type.maxTags = tags.value(QLatin1String("max")).toInt();
    type.kinds = tags.value(QLatin1String("kinds")).toVariant().toStringList();
    const QJsonObject properties = object.value(QLatin1String("properties")).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        type.properties.insert(it.key(), propertyFrom(it.value().toObject()));
    return type;
}

} // namespace

void initProjectResources()
{
    initResources();
}

bool WidgetType::shows(Value::Kind kind) const
{
    switch (kind) {
    case Value::Kind::Bool:
        return kinds.contains(QLatin1String("bool"));
    case Value::Kind::String:
        return kinds.contains(QLatin1String("string"));
    default:
        return kinds.contains(QLatin1String("number"));
    }
}

const WidgetRegistry &WidgetRegistry::instance()
{
    static const WidgetRegistry registry;
    return registry;
}

WidgetRegistry::WidgetRegistry()
{
    initProjectResources();
    QFile file(QStringLiteral(":/mws/widgets/registry.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("The widget registry is not built into this program");
    const QJsonObject root = QJsonDocument::fromJson(file.readAll()).object();
    m_icons = root.value(QLatin1String("icons")).toVariant().toStringList();
    const QJsonArray widgets = root.value(QLatin1String("widgets")).toArray();
    for (const QJsonValue &widget : widgets) {
        m_types.insert(widget.toObject().value(QLatin1String("type")).toString(),
                       typeFrom(widget.toObject()));
    }
}

const WidgetType *WidgetRegistry::type(const QString &name) const
{
    const auto found = m_types.find(name);
    return found == m_types.end() ? nullptr : &*found;
}

} // namespace mws
