// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/writelog.h"

#include "project/names.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace mws::simulator
{

Result<void> WriteLog::open(const QString &file)
{
    m_file.setFileName(file);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append))
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("cannot write the write log: ") + m_file.errorString()};
    return {};
}

void WriteLog::append(const QString &connection, int unit, const WriteRequest &request)
{
    if (!m_file.isOpen())
        return;
    QJsonArray values;
    for (const quint16 value : request.values)
        values.append(value);
    const QJsonObject line{{QStringLiteral("time"), toIsoString(m_clock.now())},
                           {QStringLiteral("connection"), connection},
                           {QStringLiteral("unit"), unit},
                           {QStringLiteral("function"), request.function},
                           {QStringLiteral("table"), nameOf(request.table)},
                           {QStringLiteral("address"), request.address},
                           {QStringLiteral("values"), values}};
    m_file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + QByteArray("\n"));
    m_file.flush();
}

} // namespace mws::simulator
