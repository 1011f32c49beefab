// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "project/projectstore.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace mws
{

// Two valid projects whose files differ in every way that a save knows: changed, new and gone.

inline void addDevice(ProjectData &data, const QString &id, int number, double factor)
{
    Connection connection;
    connection.id = QStringLiteral("net%1").arg(number);
    connection.host = QStringLiteral("192.0.2.%1").arg(number);
    Device device;
    device.id = id;
    device.connection = connection.id;
    device.area = QStringLiteral("a");
    Tag tag;
    tag.id = QStringLiteral("t%1").arg(number);
    tag.path = QStringLiteral("a/t%1").arg(number);
    tag.device = id;
    tag.factor = factor;
    data.connections.append(connection);
    data.devices.append(device);
    data.tags.append(tag);
}

inline void addScreen(ProjectData &data, const QString &id, const QString &title)
{
    Screen screen;
    screen.id = id;
    screen.title = title;
    data.screens.append(screen);
}

inline ProjectData emptyVariant(const QString &name)
{
    ProjectData data;
    data.id = QStringLiteral("variants");
    data.name = name;
    data.startScreen = QStringLiteral("main");
    data.pollClasses = {{QStringLiteral("normal"), 1000, 3}};
    addScreen(data, QStringLiteral("main"), name);
    return data;
}

inline ProjectData variantA()
{
    ProjectData data = emptyVariant(QStringLiteral("A"));
    addDevice(data, QStringLiteral("meter"), 1, 1);
    addDevice(data, QStringLiteral("plc"), 2, 1);
    addDevice(data, QStringLiteral("valve"), 3, 1);
    addScreen(data, QStringLiteral("second"), QStringLiteral("Second"));
    return data;
}

/// The meter's tags are changed, the plc is called pump, the valve and the second screen are gone.
inline ProjectData variantB()
{
    ProjectData data = emptyVariant(QStringLiteral("B"));
    addDevice(data, QStringLiteral("meter"), 1, 0.5);
    addDevice(data, QStringLiteral("pump"), 2, 1);
    addScreen(data, QStringLiteral("new"), QStringLiteral("New"));
    return data;
}

/// Every file of the folder with its bytes, the hidden ones too.
inline QMap<QString, QByteArray> allFiles(const QString &folder)
{
    QMap<QString, QByteArray> all;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly))
            all.insert(QDir(folder).relativeFilePath(file.fileName()), file.readAll());
    }
    return all;
}

inline void putFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write %s", qUtf8Printable(path));
}

} // namespace mws
