// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/addresscheck.h"

#include "project/checker.h"
#include "project/files.h"
#include "project/projecttext.h"

#include <QHash>

namespace mws
{

namespace
{

/// The same of two connections when they lead to the same place, as far as the project says.
QString placeOf(const Connection &connection)
{
    if (connection.isSerial())
        return connection.serialPort;
    return QStringLiteral("%1 %2").arg(connection.host.toLower()).arg(connection.port);
}

} // namespace

void checkAddresses(const ProjectData &data, QList<Problem> &problems)
{
    QHash<QString, const Device *> known;
    for (const Connection &connection : data.connections) {
        const Checker check(files::connection(connection.id), {}, problems);
        qsizetype place = 0;
        for (const Device &device : data.devices) {
            if (device.connection != connection.id)
                continue;
            Checker inner = check.element("devices", place++);
            if (!device.enabled || connection.isBroadcast(device.unit))
                continue;
            const QString address
                = QStringLiteral("%1 %2").arg(placeOf(connection)).arg(device.unit);
            const Device *&first = known[address];
            if (!first)
                first = &device;
            else if (first->connection != connection.id)
                inner.note("unit",
                           ProjectText::tr("%1 of connection %2 is the same unit at the same "
                                           "address")
                               .arg(first->id, first->connection),
                           Problem::Severity::Warning);
        }
    }
}

} // namespace mws
