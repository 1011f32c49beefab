// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "manifest.h"

#include "core/clock.h"
#include "core/strictjson.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonObject>
#include <QSaveFile>
#include <QSet>
#include <algorithm>

namespace mws::ctl
{

namespace
{

constexpr int kFormat = 1;
constexpr qint64 kMaxManifest = qint64(16) * 1024 * 1024;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

QString manifestIn(const QString &folder)
{
    return folder + QStringLiteral("/manifest.json");
}

Error refused(const QString &text)
{
    return {ErrorCode::Conflict, text};
}

Result<QByteArray> hashOf(const QString &file)
{
    QFile in(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!in.open(QIODevice::ReadOnly) || !hash.addData(&in))
        return Error{ErrorCode::Unavailable, CtlText::tr("'%1' cannot be read").arg(file)};
    return hash.result().toHex();
}

/// Everything below folder that is no folder, links included; relative, sorted.
QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::System | QDir::Hidden,
                     QDirIterator::Subdirectories);
    while (all.hasNext())
        files.append(QDir(folder).relativeFilePath(all.next()));
    QDirIterator folders(folder, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (folders.hasNext()) {
        if (QFileInfo(folders.next()).isSymLink())
            files.append(QDir(folder).relativeFilePath(folders.filePath()));
    }
    std::sort(files.begin(), files.end());
    files.removeAll(QStringLiteral("manifest.json"));
    return files;
}

bool isHarmless(const QString &path)
{
    const QStringList parts = path.split(QLatin1Char('/'));
    const bool known = parts.size() >= 2
        && (parts[0] == QLatin1String("data") || parts[0] == QLatin1String("project"));
    return known && std::all_of(parts.cbegin(), parts.cend(), [](const QString &part) {
               return !part.isEmpty() && part != QLatin1String(".") && part != QLatin1String("..")
                   && !part.contains(QChar(0x5c));
           });
}

Result<QList<BackupFile>> readManifest(const QString &folder)
{
    QFile file(manifestIn(folder));
    if (QFileInfo(file).isSymLink() || file.size() > kMaxManifest
        || !file.open(QIODevice::ReadOnly))
        return refused(CtlText::tr("'%1' is no backup: manifest.json cannot be read").arg(folder));
    const auto json = parseStrictJson(file.readAll());
    if (!json)
        return refused(CtlText::tr("manifest.json: %1").arg(json.error().detail));
    const QJsonObject root = json->object();
    if (root.value(QLatin1String("format")).toInt() != kFormat)
        return refused(CtlText::tr("manifest.json is of another version of the program"));
    QList<BackupFile> files;
    const QJsonArray list = root.value(QLatin1String("files")).toArray();
    for (const QJsonValue &entry : list) {
        const QString path = entry[QLatin1String("path")].toString();
        if (!isHarmless(path))
            return refused(CtlText::tr("manifest.json: the path '%1' is not allowed").arg(path));
        files.append({path, entry[QLatin1String("size")].toInteger(-1),
                      entry[QLatin1String("sha256")].toString().toLatin1()});
    }
    return files;
}

Result<void> checkFile(const QString &folder, const BackupFile &file)
{
    const QFileInfo info(folder + QLatin1Char('/') + file.path);
    if (info.isSymLink() || !info.isFile())
        return refused(CtlText::tr("'%1' is missing or no plain file").arg(file.path));
    const auto hash = hashOf(info.filePath());
    if (!hash)
        return hash.error();
    if (info.size() != file.size || *hash != file.sha256)
        return refused(CtlText::tr("'%1' was changed after the backup").arg(file.path));
    return {};
}

} // namespace

Result<void> writeManifest(const QString &folder)
{
    QJsonArray files;
    for (const QString &path : filesBelow(folder)) {
        const QString file = folder + QLatin1Char('/') + path;
        const auto hash = hashOf(file);
        if (!hash)
            return hash.error();
        files.append(QJsonObject{{QStringLiteral("path"), path},
                                 {QStringLiteral("size"), QFileInfo(file).size()},
                                 {QStringLiteral("sha256"), QString::fromLatin1(*hash)}});
    }
    const QJsonObject root{{QStringLiteral("format"), kFormat},
                           {QStringLiteral("created"), toIsoString(SystemClock().now())},
                           {QStringLiteral("program"), QStringLiteral(MWS_VERSION)},
                           {QStringLiteral("files"), files}};
    QSaveFile out(manifestIn(folder));
    if (!out.open(QIODevice::WriteOnly) || out.write(QJsonDocument(root).toJson()) < 0
        || !out.commit())
        return Error{ErrorCode::Unavailable, CtlText::tr("manifest.json cannot be written")};
    return {};
}

Result<QList<BackupFile>> checkBackup(const QString &folder)
{
    const auto files = readManifest(folder);
    if (!files)
        return files.error();
    const QStringList found = filesBelow(folder);
    QSet<QString> unlisted(found.cbegin(), found.cend());
    QSet<QString> listed;
    for (const BackupFile &file : *files) {
        if (listed.contains(file.path))
            return refused(CtlText::tr("manifest.json lists '%1' twice").arg(file.path));
        listed.insert(file.path);
        if (auto good = checkFile(folder, file); !good)
            return good.error();
        unlisted.remove(file.path);
    }
    if (!unlisted.isEmpty())
        return refused(CtlText::tr("'%1' is not in the manifest").arg(*unlisted.cbegin()));
    return files;
}

} // namespace mws::ctl
