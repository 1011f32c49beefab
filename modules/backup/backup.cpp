// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/backup.h"

#include "audit/stationkey.h"
#include "backup/archivereader.h"
#include "backup/archivewriter.h"
#include "backup/backuptext.h"
#include "backup/envelope.h"
#include "backup/stage.h"
#include "project/projectfolder.h"
#include "project/projectstore.h"
#include "storage/store.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <tuple>

namespace mws::backup
{

namespace
{

constexpr QLatin1String kArchive("archive");

QString partialOf(const QString &file)
{
    return file + QStringLiteral(".partial");
}

/// The journal first: what moves into the database meanwhile is then in both, and counts once.
QStringList dataNames(const QString &data, bool withKeys)
{
    QStringList names{QStringLiteral("data/history.journal"), QStringLiteral("data/devices.json"),
                      QStringLiteral("data/writers.json"), QStringLiteral("data/lockout.json"),
                      QStringLiteral("data/notice.txt")};
    QDirIterator all(data, QDir::Files | QDir::System, QDirIterator::Subdirectories);
    while (withKeys && all.hasNext()) {
        const QString name = QStringLiteral("data/") + QDir(data).relativeFilePath(all.next());
        if (isKey(name))
            names.append(name);
    }
    return names;
}

Result<void> stageData(Stage &stage, const Source &source)
{
    const QString database = QStringLiteral("/station.db");
    for (const QString &name : dataNames(source.data, source.withKeys)) {
        const QString from = source.data + name.mid(name.indexOf(u'/'));
        if (!QFile::exists(from))
            continue;
        if (auto done = stage.copy(from, name); !done)
            return done;
    }
    if (auto made = stage.makeFolderOf(QStringLiteral("data") + database); !made)
        return made;
    Store store;
    if (auto opened = store.open(source.data + database); !opened)
        return opened;
    return store.copyTo(stage.path() + QStringLiteral("/data") + database).result();
}

/// A save that was cut off is finished first.
Result<void> stageProject(Stage &stage, const QString &project)
{
    std::ignore = loadProject(project);
    ProjectFolder folder;
    if (auto opened = folder.open(project); !opened)
        return opened;
    if (auto locked = folder.lock(); !locked)
        return locked;
    const auto files = folder.projectFiles();
    if (!files)
        return files.error();
    for (const QString &file : *files) {
        const QString name = QStringLiteral("project/") + file;
        const QFileInfo info(project + u'/' + file);
        if (!isKnown(name) || !(info.exists() || info.isSymLink()))
            continue;
        if (auto done = stage.copy(info.filePath(), name); !done)
            return done;
    }
    return {};
}

QStringList leftOutOf(const QString &project, const Manifest &manifest)
{
    QStringList names;
    QDirIterator all(project, QDir::Files | QDir::System, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString name = QDir(project).relativeFilePath(all.next());
        if (!manifest.holds(QStringLiteral("project/") + name))
            names.append(name);
    }
    names.sort();
    return names;
}

Result<void> begin(Step step, const Progress &progress)
{
    if (!progress || progress(step))
        return {};
    return unavailable(BackupText::tr("The backup was stopped."));
}

/// What restore would refuse must not look like a backup.
Result<void> checkArchive(const QString &file, const QString &passphrase)
{
    ArchiveFile archive(file);
    if (auto opened = archive.open(passphrase); !opened)
        return opened;
    const auto read = archive.read(nullptr);
    return read ? Result<void>() : read.error();
}

/// Keys are copied before the database: one that was changed meanwhile does not open it.
Result<void> checkKeys(const Stage &stage, const QString &data)
{
    const auto bytesOf = [](const QString &name) {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    for (const QLatin1String name :
         {QLatin1String("/vault.key"), QLatin1String("/station-key.pem")}) {
        if (bytesOf(stage.path() + QStringLiteral("/data") + name) != bytesOf(data + name))
            return refused(BackupText::tr("A key was changed meanwhile; make the backup anew."));
    }
    return {};
}

/// Under the same name. What is in the clear goes with the stage.
Result<void> encrypt(const QString &archive, const QString &passphrase)
{
    const QString plain = archive + QStringLiteral(".plain");
    if (!QFile::rename(archive, plain))
        return unavailable(BackupText::tr("'%1' cannot be written.").arg(archive));
    return encryptFile(plain, archive, passphrase);
}

Result<Made> pack(Stage &stage, const StationKey &key, const QString &passphrase,
                  const Progress &progress)
{
    auto manifest = Manifest::of(stage.path());
    if (!manifest)
        return manifest.error();
    const QString archive = stage.path() + u'/' + kArchive;
    const auto sha256 = writeArchive(stage.path(), *manifest, key, archive);
    if (!sha256)
        return sha256.error();
    if (!passphrase.isEmpty()) {
        if (auto done = encrypt(archive, passphrase); !done)
            return done.error();
    }
    if (auto begun = begin(Step::Checking, progress); !begun)
        return begun.error();
    if (auto good = checkArchive(archive, passphrase); !good)
        return good.error();
    return Made{*manifest, key.publicKey().id(), *sha256, {}};
}

} // namespace

Result<Made> makeBackup(const Source &source, const QString &file, const Progress &progress)
{
    if (QFileInfo::exists(file))
        return refused(BackupText::tr("'%1' exists already.").arg(file));
    if (!QFile::exists(source.data + QStringLiteral("/station.db")))
        return Error{ErrorCode::NotFound, BackupText::tr("The folder holds no database.")};
    const auto key = StationKey::loadOrMake(source.data);
    if (!key)
        return key.error();
    Stage stage(partialOf(file));
    Result<void> done = begin(Step::Copying, progress);
    if (done)
        done = stage.make();
    if (done)
        done = stageData(stage, source);
    if (done && !source.project.isEmpty())
        done = stageProject(stage, source.project);
    if (done)
        done = begin(Step::Packing, progress);
    if (done && source.withKeys)
        done = checkKeys(stage, source.data);
    if (!done)
        return done.error();
    auto made = pack(stage, *key, source.passphrase, progress);
    if (!made)
        return made;
    if (auto moved = stage.moveOut(kArchive, file); !moved)
        return moved.error();
    Made all = *made;
    if (!source.project.isEmpty())
        all.leftOut = leftOutOf(source.project, all.manifest);
    return all;
}

QStringList datedArchives(const QString &folder)
{
    // A time of this form sorts as text.
    return QDir(folder).entryList({QStringLiteral("mws-????????T??????Z.tar.zst")}, QDir::Files,
                                  QDir::Name);
}

QString datedArchive(const QString &folder)
{
    return folder + QStringLiteral("/mws-")
        + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"))
        + QStringLiteral(".tar.zst");
}

Result<qsizetype> removeOldArchives(const QString &folder, qsizetype keep, const QString &made)
{
    const QDir in(folder);
    const QStringList partial = in.entryList(
        {partialOf(QStringLiteral("mws-????????T??????Z.tar.zst"))}, QDir::Dirs | QDir::NoSymLinks);
    for (const QString &name : partial)
        std::ignore = sweepStage(in.filePath(name));
    QStringList all = datedArchives(folder);
    const qsizetype old = std::max<qsizetype>(0, all.size() - keep);
    all.removeOne(made);
    all.resize(std::min(old, all.size()));
    for (const QString &name : std::as_const(all)) {
        if (!QFile::remove(in.filePath(name)))
            return unavailable(BackupText::tr("'%1' cannot be removed.").arg(name));
    }
    return all.size();
}

} // namespace mws::backup
