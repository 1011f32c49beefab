// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "accountbook.h"
#include "command.h"
#include "terminal.h"

#include "audit/auditlog.h"
#include "audit/stationkey.h"
#include "backup/backup.h"
#include "backup/envelope.h"
#include "backup/restore.h"
#include "storage/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <optional>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Error invalid(const QString &text)
{
    return {ErrorCode::Invalid, text};
}

/// By --station, else the one that the data folder belongs to; empty: neither.
QString trustedStation(const QCommandLineParser &parser)
{
    const QString data = parser.value(QStringLiteral("data"));
    if (const QString given = parser.value(QStringLiteral("station")); !given.isEmpty())
        return given;
    if (data.isEmpty())
        return {};
    const auto own = StationKey::load(data);
    return own ? own->publicKey().id() : QString();
}

Result<void> checkStation(const QCommandLineParser &parser, const backup::ArchiveFile &archive)
{
    const QString &station = archive.station().id();
    if (trustedStation(parser) == station)
        return {};
    return Error{
        ErrorCode::Conflict,
        CtlText::tr("the backup is of station %1; give --station %1 if that is the one you mean")
            .arg(station)};
}

Result<QString> passphraseFrom(const QCommandLineParser &parser, bool isNew)
{
    return parser.isSet(QStringLiteral("password-stdin"))
        ? lineFromInput()
        : secretFromTerminal(CtlText::tr("Passphrase of the backup"), isNew);
}

Result<void> openArchive(const QCommandLineParser &parser, const QString &file,
                         backup::ArchiveFile &archive)
{
    Result<QString> passphrase = QString();
    if (backup::isEncrypted(file))
        passphrase = passphraseFrom(parser, false);
    if (!passphrase)
        return passphrase.error();
    auto opened = archive.open(*passphrase);
    return opened ? checkStation(parser, archive) : opened;
}

void tell(const backup::Manifest &manifest, const QString &station)
{
    print(CtlText::tr("%1 file(s) of %2, signed by station %3")
              .arg(manifest.files.size())
              .arg(backup::shown(manifest.created), station));
}

/// How many of the archives in a folder stay; 0: all, and it is a file.
Result<qsizetype> archivesToKeep(const QCommandLineParser &parser, const QString &target)
{
    const QString text = parser.value(QStringLiteral("keep"));
    if (text.isEmpty())
        return qsizetype(0);
    bool isNumber = false;
    const int keep = text.toInt(&isNumber);
    if (!isNumber || keep < 1)
        return invalid(CtlText::tr("--keep wants a number from 1 on"));
    if (!QFileInfo(target).isDir())
        return invalid(CtlText::tr("--keep wants a folder that exists"));
    return qsizetype(keep);
}

Result<void> saveTo(const backup::Source &source, const QString &file, qsizetype keep,
                    QString &detail)
{
    const auto made = backup::makeBackup(source, file);
    if (!made)
        return made.error();
    detail = QStringLiteral("sha256 %1").arg(QString::fromLatin1(made->sha256));
    for (const QString &name : made->leftOut)
        complain(CtlText::tr("'%1' is no part of a project and not saved").arg(name));
    print(file);
    tell(made->manifest, made->station);
    if (keep == 0)
        return {};
    const QFileInfo info(file);
    if (!backup::datedArchives(info.path()).endsWith(info.fileName()))
        complain(CtlText::tr("'%1' is not the newest by its name; is the clock right?").arg(file));
    const auto removed = backup::removeOldArchives(info.path(), keep, info.fileName());
    if (removed && *removed > 0)
        print(CtlText::tr("%1 old backup(s) removed").arg(*removed));
    return removed ? Result<void>() : removed.error();
}

/// Leaves an audit row, also when it did not work.
Exit save(const backup::Source &source, const QString &file, qsizetype keep)
{
    QString detail;
    const auto saved = saveTo(source, file, keep, detail);
    Store store;
    if (!QFile::exists(databaseIn(source.data)) || !store.open(databaseIn(source.data)))
        return exitFor(saved);
    const SystemClock clock;
    AuditLog audit(store, clock);
    return finish(audit, QStringLiteral("backup"), QFileInfo(file).fileName(), saved, detail);
}

Exit backUp(const QCommandLineParser &parser)
{
    const auto argumentText = argument(parser, 0, 1);
    if (!argumentText)
        return exitFor(argumentText.error());
    const auto data = dataFolder(parser);
    if (!data)
        return exitFor(data.error());
    const QString project = parser.value(QStringLiteral("project"));
    if (!project.isEmpty() && !QDir(project).exists())
        return exitFor(
            Error{ErrorCode::NotFound, CtlText::tr("there is no folder '%1'").arg(project)});
    const QString target = QDir(*argumentText).absolutePath();
    const auto keep = archivesToKeep(parser, target);
    if (!keep)
        return exitFor(keep.error());
    Result<QString> passphrase = QString();
    if (parser.isSet(QStringLiteral("encrypt")))
        passphrase = passphraseFrom(parser, true);
    if (!passphrase)
        return exitFor(passphrase.error());
    if (parser.isSet(QStringLiteral("encrypt")) && passphrase->size() < backup::kMinPassphrase)
        return exitFor(invalid(CtlText::tr("the passphrase needs at least %1 characters")
                                   .arg(backup::kMinPassphrase)));
    const backup::Source source{*data, project, parser.isSet(QStringLiteral("with-keys")),
                                *passphrase};
    const bool isFolder = QFileInfo(target).isDir();
    return save(source, isFolder ? backup::datedArchive(target) : target, *keep);
}

Exit verifyBackup(const QCommandLineParser &parser)
{
    const auto file = argument(parser, 0, 1);
    if (!file)
        return exitFor(file.error());
    backup::ArchiveFile archive(*file);
    if (auto opened = openArchive(parser, *file, archive); !opened)
        return exitFor(opened);
    const auto manifest = archive.read(nullptr);
    if (!manifest)
        return exitFor(manifest.error());
    tell(*manifest, archive.station().id());
    return Exit::Done;
}

QString folderOf(const QCommandLineParser &parser, const char *option)
{
    const QString folder = parser.value(QLatin1String(option));
    return folder.isEmpty() ? QString() : QDir(folder).absolutePath();
}

Result<void> putBack(const QCommandLineParser &parser, const QString &file,
                     const backup::Target &target)
{
    backup::ArchiveFile archive(file);
    if (auto opened = openArchive(parser, file, archive); !opened)
        return opened;
    AuditEntry row = ownRow(QStringLiteral("restore"), QFileInfo(file).fileName());
    row.outcome = QStringLiteral("ok");
    row.detail = QStringLiteral("sha256 %1, station %2")
                     .arg(QString::fromLatin1(archive.sha256()), archive.station().id());
    const auto restored = backup::restoreBackup(archive, target, row);
    if (!restored)
        return restored.error();
    tell(restored->manifest, archive.station().id());
    for (const QString &folder : restored->kept)
        print(CtlText::tr("What was there is now in '%1'.").arg(folder));
    if (restored->ownKeys > 0)
        print(CtlText::tr("%1 file(s) of keys were taken from there").arg(restored->ownKeys));
    if (restored->ownControl)
        print(CtlText::tr("Local control stays as it was there, whatever the backup says."));
    return {};
}

Exit restore(const QCommandLineParser &parser)
{
    const auto file = argument(parser, 0, 1);
    if (!file)
        return exitFor(file.error());
    const backup::Target target{folderOf(parser, "data"), folderOf(parser, "project"),
                                parser.isSet(QStringLiteral("force"))};
    if (target.data.isEmpty() && target.project.isEmpty())
        return exitFor(invalid(CtlText::tr("give --data, --project or both")));
    std::optional<Result<std::unique_ptr<QLockFile>>> lock;
    if (!target.data.isEmpty() && QFile::exists(databaseIn(target.data)))
        lock.emplace(lockData(target.data));
    if (lock && !*lock)
        return exitFor(lock->error());
    return exitFor(putBack(parser, *file, target));
}

void declarePassphrase(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("password-stdin"),
                      CtlText::tr("Reads the passphrase from standard input.")});
}

void declareBackup(QCommandLineParser &parser)
{
    declareData(parser);
    declarePassphrase(parser);
    parser.addOption({QStringLiteral("encrypt"),
                      CtlText::tr("Only who knows a passphrase can open the backup.")});
    parser.addOption({QStringLiteral("project"), CtlText::tr("The project folder, to save it too."),
                      CtlText::tr("folder")});
    parser.addOption(
        {QStringLiteral("with-keys"),
         CtlText::tr("Saves the certificates and private keys; keep that backup secret.")});
    parser.addOption({QStringLiteral("keep"),
                      CtlText::tr("Removes all but the newest that many from the folder."),
                      CtlText::tr("number")});
    parser.addPositionalArgument(
        QStringLiteral("target"),
        CtlText::tr("The file to make, or a folder, in which it gets its name by the time."));
}

void declareArchive(QCommandLineParser &parser)
{
    declareData(parser);
    declarePassphrase(parser);
    parser.addOption({QStringLiteral("station"),
                      CtlText::tr("The station that it must be of, if not the one of --data."),
                      CtlText::tr("id")});
    parser.addPositionalArgument(QStringLiteral("backup"), CtlText::tr("The file of a backup."));
}

void declareRestore(QCommandLineParser &parser)
{
    declareArchive(parser);
    parser.addOption({QStringLiteral("project"), CtlText::tr("Where to put the project."),
                      CtlText::tr("folder")});
    parser.addOption({QStringLiteral("force"),
                      CtlText::tr("Replaces folders that are not empty; they are kept aside.")});
}

} // namespace

QList<Command> backupCommands()
{
    return {
        {QStringLiteral("backup verify"),
         CtlText::tr("Checks that a backup is whole, and of which station."), declareArchive,
         verifyBackup},
        {QStringLiteral("backup"),
         CtlText::tr("Saves a station, which may be running, into a file."), declareBackup, backUp},
        {QStringLiteral("restore"), CtlText::tr("Puts a backup back; stop the station first."),
         declareRestore, restore},
    };
}

} // namespace mws::ctl
