// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/manifest.h"

#include "backup/backuptext.h"
#include "core/strictjson.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <limits>

namespace mws::backup
{

namespace
{

constexpr int kFormat = 2;
constexpr int kMaxDepth = 4;

Result<QByteArray> hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return unavailable(BackupText::tr("'%1' cannot be read.").arg(path));
    return hash.result().toHex();
}

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files.append(QDir(folder).relativeFilePath(all.next()));
    files.sort();
    return files;
}

QJsonObject toObject(const FileEntry &file)
{
    return {{QStringLiteral("path"), file.name},
            {QStringLiteral("size"), file.size},
            {QStringLiteral("sha256"), QString::fromLatin1(file.sha256)}};
}

Result<FileEntry> toEntry(const QJsonObject &object)
{
    static const QRegularExpression hash(QStringLiteral("\\A[0-9a-f]{64}\\z"));
    const QString sha256 = object.value(QLatin1String("sha256")).toString();
    const FileEntry file{object.value(QLatin1String("path")).toString(),
                         object.value(QLatin1String("size")).toInteger(-1), sha256.toLatin1()};
    if (file.size < 0 || !hash.match(sha256).hasMatch())
        return refused(
            BackupText::tr("Its manifest lacks size or hash of '%1'.").arg(shown(file.name)));
    return file;
}

} // namespace

qint64 Manifest::totalSize() const
{
    constexpr qint64 kMost = std::numeric_limits<qint64>::max();
    qint64 total = 0;
    for (const FileEntry &file : files)
        total = file.size > kMost - total ? kMost : total + file.size;
    return total;
}

bool Manifest::holds(const QString &name) const
{
    return std::any_of(files.cbegin(), files.cend(),
                       [&name](const FileEntry &file) { return file.name == name; });
}

QByteArray Manifest::toJson() const
{
    QJsonArray list;
    for (const FileEntry &file : files)
        list.append(toObject(file));
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), kFormat},
                                     {QStringLiteral("created"), created},
                                     {QStringLiteral("program"), program},
                                     {QStringLiteral("files"), list}})
        .toJson();
}

Result<Manifest> Manifest::fromJson(const QByteArray &text)
{
    const auto json = parseStrictJson(text, kMaxDepth);
    if (!json)
        return refused(BackupText::tr("Its manifest is damaged."));
    const QJsonObject root = json->object();
    if (root.value(QLatin1String("format")).toInt() != kFormat)
        return refused(BackupText::tr("It is of another version of the program."));
    Manifest manifest{root.value(QLatin1String("created")).toString(),
                      root.value(QLatin1String("program")).toString(),
                      {}};
    NameCheck names;
    const QJsonArray list = root.value(QLatin1String("files")).toArray();
    for (const QJsonValue &value : list) {
        const auto file = toEntry(value.toObject());
        if (!file)
            return file.error();
        if (auto good = names.add(file->name); !good)
            return good.error();
        manifest.files.append(*file);
    }
    return manifest;
}

Result<Manifest> Manifest::of(const QString &folder)
{
    Manifest manifest{toIsoString(SystemClock().now()), QStringLiteral(MWS_VERSION), {}};
    for (const QString &name : filesBelow(folder)) {
        const QString path = folder + u'/' + name;
        const auto hash = hashOf(path);
        if (!hash)
            return hash.error();
        manifest.files.append({name, QFileInfo(path).size(), *hash});
    }
    return manifest;
}

} // namespace mws::backup
