// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/schema.h"

#include "project/describe.h"

#include <QJsonArray>

namespace mws
{

namespace
{

constexpr QLatin1String kObject("object");
const QString kIdPattern = QStringLiteral("^[a-z0-9][a-z0-9_-]{0,63}$");
const QString kTagIdPattern = QStringLiteral("^[a-z0-9][a-z0-9_.-]{0,127}$");

QJsonObject typed(const char *type)
{
    return {{QStringLiteral("type"), QLatin1String(type)}};
}

QJsonObject listOf(const QJsonObject &items)
{
    QJsonObject schema = typed("array");
    schema.insert(QStringLiteral("items"), items);
    return schema;
}

/// Collects the schema of one described thing (a visitor of describe.h).
class SchemaMaker
{
public:
    [[nodiscard]] QJsonObject result() const
    {
        QJsonObject schema{{QStringLiteral("type"), kObject},
                           {QStringLiteral("properties"), m_properties},
                           {QStringLiteral("required"), m_required},
                           {QStringLiteral("additionalProperties"), false}};
        if (!m_choice.isEmpty())
            schema.insert(QStringLiteral("oneOf"), m_choice);
        return schema;
    }

    void id(const char *key, const QString & /*field*/) { pattern(key, kIdPattern); }
    void tagId(const char *key, const QString & /*field*/) { pattern(key, kTagIdPattern); }
    void text(const char *key, const QString & /*field*/, int maxLength,
              const QString &fallback = {})
    {
        QJsonObject schema = typed("string");
        schema.insert(QStringLiteral("maxLength"), maxLength);
        schema.insert(QStringLiteral("default"), fallback);
        put(key, schema);
    }
    void texts(const char *key, const QStringList & /*field*/)
    {
        QJsonObject schema = listOf(typed("string"));
        schema.insert(QStringLiteral("uniqueItems"), true);
        put(key, schema);
    }
    void flag(const char *key, bool /*field*/, bool fallback)
    {
        put(key, withDefault(typed("boolean"), fallback));
    }
    void required(const char *key, int /*field*/, int min, int max)
    {
        put(key, range(min, max));
        m_required.append(QLatin1String(key));
    }
    void requiredUnless(const char *key, int /*field*/, int min, int max, const char *other,
                        bool /*isGiven*/)
    {
        put(key, range(min, max));
        for (const char *one : {key, other})
            m_choice.append(
                QJsonObject{{QStringLiteral("required"), QJsonArray{QLatin1String(one)}}});
    }
    void integer(const char *key, int /*field*/, int fallback, int min, int max)
    {
        put(key, withDefault(range(min, max), fallback));
    }
    void whole(const char *key, qint64 /*field*/) { put(key, typed("integer")); }
    void number(const char *key, double /*field*/, double fallback)
    {
        put(key, withDefault(typed("number"), fallback));
    }
    void limit(const char *key, const std::optional<double> & /*field*/)
    {
        put(key, typed("number"));
    }
    void map(const char *key, const QMap<QString, QString> & /*field*/)
    {
        QJsonObject schema = typed("object");
        schema.insert(QStringLiteral("additionalProperties"), typed("string"));
        put(key, schema);
    }
    void object(const char *key, const QJsonObject & /*field*/) { put(key, typed("object")); }
    void permissions(const char *key, Permissions /*field*/)
    {
        put(key, listOf(oneOf(namesOfPermissions())));
    }
    void origins(const char *key, const QList<Origin> & /*field*/)
    {
        put(key, listOf(oneOf(namesOfOrigins())));
    }

    template <typename E>
    void word(const char *key, E /*field*/, E fallback, const QStringList &names)
    {
        put(key, withDefault(oneOf(names), QString(nameOf(fallback))));
    }

    template <typename T, typename Describe>
    void list(const char *key, const QList<T> & /*field*/, Describe describe)
    {
        put(key, listOf(schemaOfPart<T>(describe)));
    }

    template <typename T, typename Describe>
    void part(const char *key, const T & /*field*/, Describe describe)
    {
        put(key, schemaOfPart<T>(describe));
    }

    template <typename T, typename Describe>
    [[nodiscard]] static QJsonObject schemaOfPart(Describe describe)
    {
        SchemaMaker inner;
        const T item;
        describe(inner, item);
        return inner.result();
    }

    void put(const char *key, const QJsonObject &schema)
    {
        m_properties.insert(QLatin1String(key), schema);
    }

private:
    [[nodiscard]] static QJsonObject range(int min, int max)
    {
        QJsonObject schema = typed("integer");
        schema.insert(QStringLiteral("minimum"), min);
        schema.insert(QStringLiteral("maximum"), max);
        return schema;
    }
    [[nodiscard]] static QJsonObject oneOf(const QStringList &names)
    {
        return {{QStringLiteral("enum"), QJsonArray::fromStringList(names)}};
    }
    [[nodiscard]] static QJsonObject withDefault(QJsonObject schema, const QJsonValue &fallback)
    {
        schema.insert(QStringLiteral("default"), fallback);
        return schema;
    }
    void pattern(const char *key, const QString &pattern)
    {
        QJsonObject schema = typed("string");
        schema.insert(QStringLiteral("pattern"), pattern);
        put(key, schema);
        m_required.append(QLatin1String(key));
    }

    QJsonObject m_properties;
    QJsonArray m_required;
    QJsonArray m_choice; ///< exactly one of them holds
};

const auto kTag = [](auto &v, const Tag &tag) { describe::tag(v, tag); };
const auto kDevice = [](auto &v, const Device &device) { describe::device(v, device); };

QJsonObject bodyOf(const QString &name)
{
    SchemaMaker maker;
    const ProjectData project;
    const Screen screen;
    const DeviceTemplate tmpl;
    const Connection connection;
    const Northbound northbound;
    if (name == QLatin1String("project")) {
        describe::project(maker, project);
    } else if (name == QLatin1String("screen")) {
        describe::screen(maker, screen);
    } else if (name == QLatin1String("template")) {
        describe::deviceTemplate(maker, tmpl);
    } else if (name == QLatin1String("tags")) {
        maker.list("tags", project.tags, kTag);
    } else if (name == QLatin1String("northbound")) {
        describe::northbound(maker, northbound);
    } else if (name == QLatin1String("connection")) {
        describe::connection(maker, connection);
        maker.list("devices", project.devices, kDevice);
    }
    return maker.result();
}

} // namespace

QStringList schemaNames()
{
    return {QStringLiteral("connection"), QStringLiteral("northbound"), QStringLiteral("project"),
            QStringLiteral("screen"),     QStringLiteral("tags"),       QStringLiteral("template")};
}

QJsonObject schemaOf(const QString &name)
{
    QJsonObject schema = bodyOf(name);
    schema.insert(QStringLiteral("$schema"),
                  QStringLiteral("https://json-schema.org/draft/2020-12/schema"));
    schema.insert(QStringLiteral("title"), QStringLiteral("Modbus Web Server: ") + name);
    return schema;
}

} // namespace mws
