// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/value.h"

#include <QByteArray>
#include <QByteArrayView>
#include <optional>

namespace mws::api
{

/// Appends one JSON object member by member; the brace closes with the writer's life.
class JsonObject final
{
public:
    explicit JsonObject(QByteArray &out)
        : m_out(out)
    {
        m_out.append('{');
    }
    ~JsonObject() { m_out.append('}'); }
    Q_DISABLE_COPY_MOVE(JsonObject)

    /// Begins a member; the caller appends its value. name needs no escapes.
    QByteArray &key(QByteArrayView name);
    /// Begins a member whose name comes from a project.
    QByteArray &key(QStringView name);

    void text(QByteArrayView name, QStringView value) { appendJsonString(key(name), value); }
    /// A word that needs no escapes.
    void word(QByteArrayView name, QLatin1String value);
    void number(QByteArrayView name, double value) { appendJsonNumber(key(name), value); }
    void integer(QByteArrayView name, qint64 value) { appendJsonNumber(key(name), value); }
    void flag(QByteArrayView name, bool value) { key(name).append(value ? "true" : "false"); }
    void optional(QByteArrayView name, std::optional<double> value);
    /// Milliseconds since 1970; 0 means never.
    void time(QByteArrayView name, Timestamp value) { integer(name, toMsSinceEpoch(value)); }

private:
    void separate();

    QByteArray &m_out;
    bool m_first = true;
};

/// Appends one JSON array item by item; the bracket closes with the writer's life.
class JsonArray final
{
public:
    explicit JsonArray(QByteArray &out)
        : m_out(out)
    {
        m_out.append('[');
    }
    ~JsonArray() { m_out.append(']'); }
    Q_DISABLE_COPY_MOVE(JsonArray)

    /// Begins an item; the caller appends its value.
    QByteArray &item();

private:
    QByteArray &m_out;
    bool m_first = true;
};

} // namespace mws::api
