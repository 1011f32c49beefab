// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/names.h"
#include "project/role.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>
#include <optional>

namespace mws
{

/// Makes the JSON object of one described thing (a visitor of describe.h); defaults are left out.
class Writer
{
public:
    [[nodiscard]] QJsonObject result() const { return m_object; }

    void id(const char *key, const QString &field) { put(key, field); }
    void tagId(const char *key, const QString &field) { put(key, field); }
    void text(const char *key, const QString &field, int /*maxLength*/,
              const QString &fallback = {})
    {
        if (field != fallback)
            put(key, field);
    }
    void texts(const char *key, const QStringList &field)
    {
        if (!field.isEmpty())
            put(key, QJsonArray::fromStringList(field));
    }
    void flag(const char *key, bool field, bool fallback)
    {
        if (field != fallback)
            put(key, field);
    }
    void required(const char *key, int field, int /*min*/, int /*max*/) { put(key, field); }
    void requiredUnless(const char *key, int field, int min, int max, const char * /*other*/,
                        bool isGiven)
    {
        if (!isGiven)
            required(key, field, min, max);
    }
    void integer(const char *key, int field, int fallback, int /*min*/, int /*max*/)
    {
        if (field != fallback)
            put(key, field);
    }
    void whole(const char *key, qint64 field) { put(key, field); }
    void number(const char *key, double field, double fallback)
    {
        if (field != fallback)
            put(key, field);
    }
    void limit(const char *key, const std::optional<double> &field)
    {
        if (field)
            put(key, *field);
    }
    void map(const char *key, const QMap<QString, QString> &field)
    {
        QJsonObject object;
        for (auto it = field.begin(); it != field.end(); ++it)
            object.insert(it.key(), it.value());
        this->object(key, object);
    }
    void object(const char *key, const QJsonObject &field)
    {
        if (!field.isEmpty())
            put(key, field);
    }
    void permissions(const char *key, Permissions field)
    {
        const QStringList names = namesOfPermissions();
        QStringList words;
        for (int i = 0; i < names.size(); ++i) {
            if (field.testFlag(Permission(1 << i)))
                words.append(names[i]);
        }
        texts(key, words);
    }
    void origins(const char *key, const QList<Origin> &field)
    {
        QStringList words;
        for (const Origin origin : field)
            words.append(nameOf(origin));
        texts(key, words);
    }

    template <typename E>
    void word(const char *key, E field, E fallback, const QStringList & /*names*/)
    {
        if (field != fallback)
            put(key, QString(nameOf(field)));
    }

    template <typename T, typename Describe>
    void list(const char *key, const QList<T> &field, Describe describe)
    {
        QJsonArray items;
        for (const T &item : field) {
            Writer inner;
            describe(inner, item);
            items.append(inner.result());
        }
        if (!items.isEmpty())
            put(key, items);
    }

    template <typename T, typename Describe>
    void part(const char *key, const T &field, Describe describe)
    {
        if (!field.enabled)
            return;
        Writer inner;
        describe(inner, field);
        put(key, inner.result());
    }

private:
    void put(const char *key, const QJsonValue &value)
    {
        m_object.insert(QLatin1String(key), value);
    }

    QJsonObject m_object;
};

} // namespace mws
