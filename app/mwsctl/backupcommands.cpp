// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "manifest.h"

#include "core/clock.h"
#include "project/projectstore.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <optional>

namespace mws::ctl
{

namespace
{

constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Error failed(const QString &text)
{
    return {ErrorCode::Unavailable, text};
}

Result<void> makeFolder(const QString &folder)
{
    if (!QDir().mkpath(folder) || !QFile::setPermissions(folder, kPrivate | QFile::ExeOwner))
        return failed(CtlText::tr("the folder '%1' cannot be made").arg(folder));
    return {};
}

/// Data files are private; those of the project keep the mode they have.
Result<void> copyFile(const QString &from, const QString &to, bool isPrivate)
{
    if (auto made = makeFolder(QFileInfo(to).path()); !made)
        return made;
    if (!QFile::copy(from, to) || (isPrivate && !QFile::setPermissions(to, kPrivate)))
        return failed(CtlText::tr("'%1' cannot be copied").arg(from));
    return {};
}

/// Links are refused: what they point to is not part of the project. A save that was cut off is
/// finished first.
Result<void> copyProject(const QString &from, const QString &to)
{
    (void)loadProject(from);
    QDirIterator all(from, QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QFileInfo info(all.next());
        if (info.isSymLink())
            return failed(CtlText::tr("the project holds a link: '%1'").arg(info.filePath()));
        const QString path = QDir(from).relativeFilePath(info.filePath());
        if (!info.isFile())
            continue;
        if (auto done = copyFile(info.filePath(), to + QLatin1Char('/') + path, false); !done)
            return done;
    }
    return {};
}

/// Of the web, of the audit record and of Modbus/TCP Security on both sides, relative to the data
/// folder.
QStringList keyFilesIn(const QString &data)
{
    QStringList names{QStringLiteral("certificate.pem"), QStringLiteral("key.pem"),
                      QStringLiteral("vault.key"), QStringLiteral("station-key.pem")};
    for (const char *folder : {"/modbus-tls", "/northbound-tls"}) {
        QDirIterator all(data + QLatin1String(folder), {QStringLiteral("*.pem")}, QDir::Files,
                         QDirIterator::Subdirectories);
        while (all.hasNext())
            names.append(QDir(data).relativeFilePath(all.next()));
    }
    return names;
}

/// The journal first: what moves into the database meanwhile is then in both, and counts once.
Result<void> copyData(const QString &from, const QString &to, bool withKeys)
{
    QStringList names = withKeys ? keyFilesIn(from) : QStringList();
    names.prepend(QFileInfo(journalIn(from)).fileName());
    names << QStringLiteral("devices.json") << QStringLiteral("lockout.json");
    for (const QString &name : names) {
        const QString file = from + QLatin1Char('/') + name;
        if (!QFile::exists(file))
            continue;
        if (auto done = copyFile(file, to + QLatin1Char('/') + name, true); !done)
            return done;
    }
    Store store;
    if (auto opened = store.open(databaseIn(from)); !opened)
        return opened;
    return store.copyTo(databaseIn(to)).result();
}

Result<void> makeBackup(const QString &data, const QString &project, const QString &target,
                        bool withKeys)
{
    if (QFileInfo::exists(target))
        return Error{ErrorCode::Conflict, CtlText::tr("'%1' exists already").arg(target)};
    if (!QFile::exists(databaseIn(data)))
        return Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")};
    const QString partial = target + QStringLiteral(".partial");
    if (!QDir(partial).removeRecursively())
        return failed(CtlText::tr("'%1' is in the way").arg(partial));
    Result<void> done = makeFolder(partial + QStringLiteral("/data"));
    if (done)
        done = copyData(data, partial + QStringLiteral("/data"), withKeys);
    if (done && !project.isEmpty())
        done = copyProject(project, partial + QStringLiteral("/project"));
    if (done)
        done = writeManifest(partial);
    if (done && !QDir().rename(partial, target))
        done = failed(CtlText::tr("'%1' cannot be made").arg(target));
    if (!done)
        QDir(partial).removeRecursively();
    return done;
}

bool isFree(const QString &folder)
{
    return !QFileInfo::exists(folder) || QDir(folder).isEmpty();
}

/// Puts fresh in the place of folder; what was there stays beside it under another name.
Result<void> replaceFolder(const QString &fresh, const QString &folder)
{
    if (isFree(folder)) {
        QDir().rmdir(folder);
    } else {
        const QString kept = folder + QStringLiteral(".before-restore-")
            + QString::number(toMsSinceEpoch(SystemClock().now()));
        if (!QDir().rename(folder, kept))
            return failed(CtlText::tr("'%1' cannot be moved away").arg(folder));
        print(CtlText::tr("What was in '%1' is now in '%2'.").arg(folder, kept));
    }
    if (!QDir().rename(fresh, folder))
        return failed(CtlText::tr("'%1' cannot be put in place").arg(folder));
    return {};
}

/// One half of a backup, "data" or "project".
Result<void> restorePart(const QString &backup, const QString &part, const QList<BackupFile> &files,
                         const QString &target)
{
    const QString fresh = target + QStringLiteral(".restoring");
    if (!QDir(fresh).removeRecursively())
        return failed(CtlText::tr("'%1' is in the way").arg(fresh));
    if (auto made = makeFolder(fresh); !made)
        return made;
    const QString prefix = part + QLatin1Char('/');
    for (const BackupFile &file : files) {
        if (!file.path.startsWith(prefix))
            continue;
        const QString to = fresh + QLatin1Char('/') + file.path.mid(prefix.size());
        const bool isData = part == QLatin1String("data");
        if (auto done = copyFile(backup + QLatin1Char('/') + file.path, to, isData); !done)
            return done;
    }
    return replaceFolder(fresh, target);
}

Exit backup(const QCommandLineParser &parser)
{
    const auto target = argument(parser, 0, 1);
    if (!target)
        return exitFor(target.error());
    const auto data = dataFolder(parser);
    if (!data)
        return exitFor(data.error());
    const QString project = parser.value(QStringLiteral("project"));
    if (!project.isEmpty() && !QDir(project).exists())
        return exitFor(
            Error{ErrorCode::NotFound, CtlText::tr("there is no folder '%1'").arg(project)});
    const bool withKeys = parser.isSet(QStringLiteral("with-keys"));
    return exitFor(makeBackup(*data, project, QDir(*target).absolutePath(), withKeys));
}

Exit verifyBackup(const QCommandLineParser &parser)
{
    const auto folder = argument(parser, 0, 1);
    if (!folder)
        return exitFor(folder.error());
    const auto files = checkBackup(*folder);
    if (!files)
        return exitFor(files.error());
    print(CtlText::tr("%1 file(s), all as they were saved").arg(files->size()));
    return Exit::Done;
}

Exit restore(const QCommandLineParser &parser)
{
    const auto folder = argument(parser, 0, 1);
    if (!folder)
        return exitFor(folder.error());
    QList<QPair<QString, QString>> parts;
    for (const char *part : {"data", "project"}) {
        const QString target = parser.value(QLatin1String(part));
        if (!target.isEmpty())
            parts.append({QLatin1String(part), QDir(target).absolutePath()});
    }
    if (parts.isEmpty())
        return exitFor(Error{ErrorCode::Invalid, CtlText::tr("give --data, --project or both")});
    const auto files = checkBackup(*folder);
    if (!files)
        return exitFor(files.error());
    for (const auto &[part, target] : parts) {
        if (!parser.isSet(QStringLiteral("force")) && !isFree(target))
            return exitFor(Error{ErrorCode::Conflict,
                                 CtlText::tr("'%1' is not empty; use --force").arg(target)});
    }
    std::optional<Result<std::unique_ptr<QLockFile>>> lock;
    const QString data = parser.value(QStringLiteral("data"));
    if (!data.isEmpty() && QFile::exists(databaseIn(data)))
        lock.emplace(lockData(QDir(data).absolutePath()));
    if (lock && !*lock)
        return exitFor(lock->error());
    for (const auto &[part, target] : parts) {
        if (auto done = restorePart(*folder, part, *files, target); !done)
            return exitFor(done);
    }
    return Exit::Done;
}

void declareBackup(QCommandLineParser &parser)
{
    declareData(parser);
    parser.addOption({QStringLiteral("project"), CtlText::tr("The project folder, to save it too."),
                      CtlText::tr("folder")});
    parser.addOption(
        {QStringLiteral("with-keys"),
         CtlText::tr("Saves the certificates and private keys; keep that backup secret.")});
    parser.addPositionalArgument(QStringLiteral("backup"), CtlText::tr("The folder to make."));
}

void declareVerify(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("backup"), CtlText::tr("The folder of a backup."));
}

void declareRestore(QCommandLineParser &parser)
{
    declareVerify(parser);
    declareData(parser);
    parser.addOption({QStringLiteral("project"), CtlText::tr("Where to put the project."),
                      CtlText::tr("folder")});
    parser.addOption({QStringLiteral("force"),
                      CtlText::tr("Replaces folders that are not empty; they are kept aside.")});
}

} // namespace

QList<Command> backupCommands()
{
    return {
        {QStringLiteral("backup verify"), CtlText::tr("Checks that a backup is whole."),
         declareVerify, verifyBackup},
        {QStringLiteral("backup"),
         CtlText::tr("Saves a station, which may be running, into a folder."), declareBackup,
         backup},
        {QStringLiteral("restore"), CtlText::tr("Puts a backup back; stop the station first."),
         declareRestore, restore},
    };
}

} // namespace mws::ctl
