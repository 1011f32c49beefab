// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "api/metricswriter.h"

#include <array>
#include <charconv>

namespace mws::api
{

namespace
{

void appendEscaped(QByteArray &out, QStringView value)
{
    const QByteArray utf8 = value.toUtf8();
    for (const char c : utf8) {
        if (c == '\n') {
            out.append("\\n");
            continue;
        }
        if (c == '\\' || c == '"')
            out.append('\\');
        out.append(c);
    }
}

void appendNumber(QByteArray &out, double value)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value);
    out.append(text.data(), end.ptr - text.data());
}

} // namespace

void MetricsWriter::begin(QByteArrayView name, QByteArrayView help, QByteArrayView type)
{
    m_name = name.toByteArray();
    m_out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    m_out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
}

void MetricsWriter::sample(const QList<Label> &labels, double value)
{
    m_out.append(m_name);
    for (qsizetype i = 0; i < labels.size(); ++i) {
        m_out.append(i == 0 ? '{' : ',').append(labels[i].name).append("=\"");
        appendEscaped(m_out, labels[i].value);
        m_out.append('"');
    }
    if (!labels.isEmpty())
        m_out.append('}');
    m_out.append(' ');
    appendNumber(m_out, value);
    m_out.append('\n');
}

} // namespace mws::api
