// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/jsonwriter.h"

namespace mws::api
{

void JsonObject::separate()
{
    if (!m_first)
        m_out.append(',');
    m_first = false;
}

QByteArray &JsonObject::key(QByteArrayView name)
{
    separate();
    m_out.append('"');
    m_out.append(name.data(), name.size());
    return m_out.append("\":");
}

QByteArray &JsonObject::key(QStringView name)
{
    separate();
    appendJsonString(m_out, name);
    return m_out.append(':');
}

void JsonObject::word(QByteArrayView name, QLatin1String value)
{
    key(name).append('"').append(value.data(), value.size()).append('"');
}

void JsonObject::optional(QByteArrayView name, std::optional<double> value)
{
    if (value)
        number(name, *value);
    else
        key(name).append("null");
}

QByteArray &JsonArray::item()
{
    if (!m_first)
        m_out.append(',');
    m_first = false;
    return m_out;
}

} // namespace mws::api
