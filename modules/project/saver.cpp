// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/describe.h"
#include "project/files.h"
#include "project/filetext.h"
#include "project/folderreplace.h"
#include "project/projectstore.h"
#include "project/projecttext.h"
#include "project/savejournal.h"
#include "project/writer.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace mws
{

namespace
{

QJsonObject connectionObject(const ProjectData &data, const Connection &connection)
{
    QList<Device> devices;
    for (const Device &device : data.devices) {
        if (device.connection == connection.id)
            devices.append(device);
    }
    Writer writer;
    describe::connection(writer, connection);
    writer.list("devices", devices, [](auto &v, const Device &d) { describe::device(v, d); });
    return writer.result();
}

QMap<QString, QByteArray> tagFiles(const QList<Tag> &tags)
{
    QMap<QString, QList<Tag>> byDevice;
    for (const Tag &tag : tags)
        byDevice[tag.device].append(tag);
    QMap<QString, QByteArray> all;
    for (auto it = byDevice.begin(); it != byDevice.end(); ++it) {
        Writer writer;
        writer.list("tags", it.value(), [](auto &v, const Tag &t) { describe::tag(v, t); });
        all.insert(files::tags(it.key()), fileText(writer.result()));
    }
    return all;
}

QMap<QString, QByteArray> filesOf(const ProjectData &data)
{
    QMap<QString, QByteArray> all = tagFiles(data.tags);
    Writer project;
    describe::project(project, data);
    all.insert(files::project(), fileText(project.result()));
    for (const Connection &connection : data.connections)
        all.insert(files::connection(connection.id), fileText(connectionObject(data, connection)));
    for (const Screen &screen : data.screens) {
        Writer writer;
        describe::screen(writer, screen);
        all.insert(files::screen(screen.id), fileText(writer.result()));
    }
    if (data.northbound) {
        Writer northbound;
        describe::northbound(northbound, *data.northbound);
        all.insert(files::northbound(), fileText(northbound.result()));
    }
    return all;
}

/// What the files could not hold, or would hold only once.
QString whyRefused(const ProjectData &data)
{
    QSet<QString> connections;
    for (const Connection &connection : data.connections) {
        if (connections.contains(connection.id))
            return ProjectText::tr("two connections have the id %1").arg(connection.id);
        connections.insert(connection.id);
    }
    QSet<QString> screens;
    for (const Screen &screen : data.screens) {
        if (screens.contains(screen.id))
            return ProjectText::tr("two screens have the id %1").arg(screen.id);
        screens.insert(screen.id);
    }
    for (const Device &device : data.devices) {
        if (!connections.contains(device.connection))
            return ProjectText::tr("device %1 has no connection").arg(device.id);
    }
    return {};
}

Result<void> mayWrite(const QMap<QString, QByteArray> &all)
{
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (!files::isSaved(it.key()))
            return Error{ErrorCode::Invalid,
                         ProjectText::tr("%1 cannot be written: %2")
                             .arg(it.key(), ProjectText::tr("the id is no file name"))};
    }
    return {};
}

/// The folder itself must be on the disk before what is in it.
Result<void> makeFolder(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return {};
    ProjectFolder parent;
    if (!QDir().mkpath(path))
        return Error{ErrorCode::Unavailable, ProjectText::tr("%1 cannot be made").arg(path)};
    if (auto opened = parent.open(QFileInfo(info.absoluteFilePath()).path()); !opened)
        return opened;
    return parent.sync(files::project());
}

} // namespace

Result<void> saveProject(const ProjectData &data, const QString &folder)
{
    if (const QString why = whyRefused(data); !why.isEmpty())
        return Error{ErrorCode::Invalid, why};
    const QMap<QString, QByteArray> all = filesOf(data);
    if (auto may = mayWrite(all); !may)
        return may;
    if (auto made = makeFolder(folder); !made)
        return made;
    ProjectFolder open;
    if (auto opened = open.open(folder); !opened)
        return opened;
    if (auto locked = open.lock(); !locked)
        return locked;
    if (auto recovered = SaveJournal(open).recover(); !recovered)
        return recovered;
    return replaceFiles(open, all, {files::kConnections, files::kTags, files::kScreens});
}

} // namespace mws
