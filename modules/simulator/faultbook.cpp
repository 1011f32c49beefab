// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/faultbook.h"

#include <QJsonArray>

namespace mws::simulator
{

namespace
{

QJsonObject describe(const UnitFault &fault)
{
    QJsonObject json;
    if (fault.dropped)
        json[QLatin1String("dropped")] = true;
    if (fault.delayMs > 0)
        json[QLatin1String("delayMs")] = fault.delayMs;
    if (fault.exception > 0)
        json[QLatin1String("exception")] = fault.exception;
    if (fault.garbage)
        json[QLatin1String("garbage")] = true;
    return json;
}

} // namespace

void FaultBook::clear()
{
    m_units.clear();
    m_closed.clear();
}

QJsonObject FaultBook::toJson() const
{
    QJsonObject json;
    for (auto it = m_units.begin(); it != m_units.end(); ++it)
        json[it.key().first + u'/' + QString::number(it.key().second)] = describe(it.value());
    if (!m_closed.isEmpty()) {
        QStringList names(m_closed.begin(), m_closed.end());
        names.sort();
        json[QLatin1String("closed")] = QJsonArray::fromStringList(names);
    }
    return json;
}

} // namespace mws::simulator
