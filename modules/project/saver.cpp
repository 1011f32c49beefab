// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/describe.h"
#include "project/files.h"
#include "project/projectstore.h"
#include "project/projecttext.h"
#include "project/savejournal.h"
#include "project/writer.h"

#include "core/value.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace mws
{

namespace
{

void appendFlat(QByteArray &out, const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Object: {
        const QJsonObject object = value.toObject();
        const char *separator = "{";
        for (auto it = object.begin(); it != object.end(); ++it) {
            out += separator;
            appendJsonString(out, it.key());
            out += ": ";
            appendFlat(out, it.value());
            separator = ", ";
        }
        out += object.isEmpty() ? "{}" : "}";
        break;
    }
    case QJsonValue::Array: {
        const QJsonArray array = value.toArray();
        const char *separator = "[";
        for (const QJsonValue &item : array) {
            out += separator;
            appendFlat(out, item);
            separator = ", ";
        }
        out += array.isEmpty() ? "[]" : "]";
        break;
    }
    case QJsonValue::Double:
        if (const qint64 whole = value.toInteger(); double(whole) == value.toDouble())
            appendJsonNumber(out, whole);
        else
            appendJsonNumber(out, value.toDouble());
        break;
    case QJsonValue::String:
        appendJsonString(out, value.toString());
        break;
    default:
        out += value.toBool() ? "true" : "false";
    }
}

bool holdsObjects(const QJsonValue &value)
{
    return value.isArray() && value.toArray().first().isObject();
}

/// Objects with a list of widgets, and the root, have one line per key.
void appendLines(QByteArray &out, const QJsonObject &object, const QByteArray &indent);

void appendList(QByteArray &out, const QJsonArray &array, const QByteArray &indent)
{
    out += '[';
    const char *separator = "\n";
    for (const QJsonValue &item : array) {
        out += separator + indent + "  ";
        if (item.toObject().contains(QLatin1String("widgets")))
            appendLines(out, item.toObject(), indent + "  ");
        else
            appendFlat(out, item);
        separator = ",\n";
    }
    out += '\n' + indent + ']';
}

void appendLines(QByteArray &out, const QJsonObject &object, const QByteArray &indent)
{
    out += '{';
    const char *separator = "\n";
    for (auto it = object.begin(); it != object.end(); ++it) {
        out += separator + indent + "  ";
        appendJsonString(out, it.key());
        out += ": ";
        if (holdsObjects(it.value()))
            appendList(out, it.value().toArray(), indent + "  ");
        else
            appendFlat(out, it.value());
        separator = ",\n";
    }
    out += '\n' + indent + '}';
}

QByteArray textOf(const QJsonObject &object)
{
    QByteArray text;
    appendLines(text, object, {});
    return text + '\n';
}

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
        all.insert(files::tags(it.key()), textOf(writer.result()));
    }
    return all;
}

QMap<QString, QByteArray> filesOf(const ProjectData &data)
{
    QMap<QString, QByteArray> all = tagFiles(data.tags);
    Writer project;
    describe::project(project, data);
    all.insert(files::project(), textOf(project.result()));
    for (const Connection &connection : data.connections)
        all.insert(files::connection(connection.id), textOf(connectionObject(data, connection)));
    for (const Screen &screen : data.screens) {
        Writer writer;
        describe::screen(writer, screen);
        all.insert(files::screen(screen.id), textOf(writer.result()));
    }
    if (data.northbound) {
        Writer northbound;
        describe::northbound(northbound, *data.northbound);
        all.insert(files::northbound(), textOf(northbound.result()));
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

/// Files with the same bytes are left alone, so that their time tells when they changed.
Result<SaveJournal::Changes> changesTo(const ProjectFolder &folder,
                                       const QMap<QString, QByteArray> &wanted)
{
    SaveJournal::Changes changes;
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        const auto now = folder.read(it.key());
        if (!now || now.value() != it.value())
            changes.insert(it.key(), it.value());
    }
    if (const QString file = files::northbound(); !wanted.contains(file) && folder.read(file))
        changes.insert(file, std::nullopt);
    for (const QLatin1String subfolder : {files::kConnections, files::kTags, files::kScreens}) {
        const auto found = folder.jsonFiles(subfolder);
        if (!found)
            return found.error();
        for (const QString &file : found.value()) {
            if (!wanted.contains(file))
                changes.insert(file, std::nullopt);
        }
    }
    return changes;
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

Result<void> writeAtOnce(ProjectFolder &folder, const QMap<QString, QByteArray> &wanted)
{
    SaveJournal journal(folder);
    if (auto recovered = journal.recover(); !recovered)
        return recovered;
    const auto changes = changesTo(folder, wanted);
    if (!changes)
        return changes.error();
    if (changes->isEmpty())
        return {};
    if (auto staged = journal.stage(changes.value()); !staged)
        return staged;
    if (auto committed = journal.commit(); !committed)
        return committed;
    return journal.apply();
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
    return writeAtOnce(open, all);
}

} // namespace mws
