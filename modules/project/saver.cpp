// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/describe.h"
#include "project/files.h"
#include "project/projecttext.h"
#include "project/writer.h"

#include "core/value.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

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
    return all;
}

Error cannotWrite(const QString &file, const QString &why)
{
    return {ErrorCode::Unavailable, ProjectText::tr("%1 cannot be written: %2").arg(file, why)};
}

/// Files with the same bytes are left alone, so that their time tells when they changed.
bool isSame(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.size() == bytes.size() && file.open(QIODevice::ReadOnly) && file.readAll() == bytes;
}

Result<void> replaceFile(const QDir &folder, const QString &file, const QByteArray &bytes)
{
    const QString path = folder.filePath(file);
    if (isSame(path, bytes))
        return {};
    QSaveFile out(path);
    if (!folder.mkpath(QFileInfo(file).path()) || !out.open(QIODevice::WriteOnly))
        return cannotWrite(file, out.errorString());
    out.write(bytes);
    if (!out.commit())
        return cannotWrite(file, out.errorString());
    return {};
}

bool leavesFolder(const QString &file)
{
    return file.count(u'/') > 1 || file.contains(QLatin1String("/."));
}

Result<void> removeGone(const QDir &folder, const QMap<QString, QByteArray> &kept)
{
    for (const QLatin1String subfolder : {files::kConnections, files::kTags, files::kScreens}) {
        const QStringList names
            = QDir(folder.filePath(subfolder)).entryList({QStringLiteral("*.json")}, QDir::Files);
        for (const QString &name : names) {
            const QString file = subfolder + u'/' + name;
            if (!kept.contains(file) && !QFile::remove(folder.filePath(file)))
                return cannotWrite(file, ProjectText::tr("it cannot be removed"));
        }
    }
    return {};
}

} // namespace

Result<void> saveProject(const ProjectData &data, const QString &folder)
{
    const QDir dir(folder);
    const QMap<QString, QByteArray> all = filesOf(data);
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (leavesFolder(it.key()))
            return cannotWrite(it.key(), ProjectText::tr("the id is no file name"));
        if (auto written = replaceFile(dir, it.key(), it.value()); !written)
            return written;
    }
    return removeGone(dir, all);
}

} // namespace mws
