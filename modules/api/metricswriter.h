// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QList>
#include <QStringView>

namespace mws::api
{

/// Appends metrics in the text format of Prometheus, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
class MetricsWriter final
{
public:
    struct Label {
        QByteArrayView name;
        QStringView value; ///< anything; is escaped
    };

    explicit MetricsWriter(QByteArray &out)
        : m_out(out)
    {
    }

    /// Begins a family. Names are the caller's: letters, digits, '_', with the unit, and "_total"
    /// for a counter; help needs no escapes.
    void counter(QByteArrayView name, QByteArrayView help) { begin(name, help, "counter"); }
    void gauge(QByteArrayView name, QByteArrayView help) { begin(name, help, "gauge"); }

    /// One sample of the family that was begun last.
    void sample(const QList<Label> &labels, double value);

private:
    void begin(QByteArrayView name, QByteArrayView help, QByteArrayView type);

    QByteArray &m_out;
    QByteArray m_name;
};

} // namespace mws::api
