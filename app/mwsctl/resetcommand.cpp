// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

/// Zeros over the whole file, down to the disk.
bool overwrite(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    if (file < 0)
        return false;
    static const QByteArray zeros(64 * 1024, '\0');
    struct stat state {
    };
    bool done = ::fstat(file, &state) == 0;
    for (qint64 left = state.st_size; done && left > 0;) {
        const auto wrote
            = ::write(file, zeros.constData(), size_t(std::min<qint64>(left, zeros.size())));
        done = wrote > 0;
        left -= wrote;
    }
    done = done && ::fsync(file) == 0;
    ::close(file);
    return done;
}

/// A link is removed, and what it points to is left alone.
Result<void> removeFile(const QFileInfo &file, bool wipe)
{
    const bool isWritten = wipe && file.isFile() && !file.isSymLink();
    if ((isWritten && !overwrite(file.filePath())) || !QFile::remove(file.filePath()))
        return Error{ErrorCode::Unavailable,
                     CtlText::tr("'%1' cannot be removed").arg(file.filePath())};
    return {};
}

Result<void> removeFolders(const QString &folder)
{
    const auto names = QDir(folder).entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &name : names) {
        const QString path = folder + QLatin1Char('/') + name;
        const bool removed
            = QFileInfo(path).isSymLink() ? QFile::remove(path) : QDir(path).removeRecursively();
        if (!removed)
            return Error{ErrorCode::Unavailable, CtlText::tr("'%1' cannot be removed").arg(name)};
    }
    return {};
}

/// The database last: by it the folder is known when this has to be done again. The lock goes when
/// it is given up.
Result<int> removeFiles(const QString &folder, bool wipe)
{
    const QString database = databaseIn(folder);
    int count = 1;
    QDirIterator all(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                     QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QFileInfo file(all.next());
        if (file.filePath() == database || file.fileName() == QLatin1String("station.lock"))
            continue;
        if (const auto removed = removeFile(file, wipe); !removed)
            return removed.error();
        ++count;
    }
    if (const auto removed = removeFolders(folder); !removed)
        return removed.error();
    if (const auto removed = removeFile(QFileInfo(database), wipe); !removed)
        return removed.error();
    return count;
}

Result<void> agree(const QString &folder)
{
    print(CtlText::tr("This removes users, audit trail, history, certificates and keys in '%1'.")
              .arg(folder));
    print(CtlText::tr("Type RESET to go on:"));
    const auto line = lineFromInput();
    if (!line)
        return line.error();
    if (*line != QLatin1String("RESET"))
        return Error{ErrorCode::Denied, CtlText::tr("nothing was removed")};
    return {};
}

Exit reset(const QCommandLineParser &parser)
{
    const auto folder = dataFolder(parser);
    if (!folder)
        return exitFor(folder.error());
    if (!QFile::exists(databaseIn(*folder)))
        return exitFor(Error{ErrorCode::NotFound, CtlText::tr("the folder holds no database")});
    if (const auto owned = actAsOwnerOf(*folder); !owned)
        return exitFor(owned);
    const auto lock = lockData(*folder);
    if (!lock)
        return exitFor(lock.error());
    if (const auto agreed = agree(*folder); !agreed)
        return exitFor(agreed);
    const auto removed = removeFiles(*folder, parser.isSet(QStringLiteral("wipe")));
    if (!removed)
        return exitFor(removed.error());
    print(CtlText::tr("%1 file(s) removed").arg(*removed));
    return Exit::Done;
}

} // namespace

Command resetCommand()
{
    return {QStringLiteral("factory-reset"),
            CtlText::tr("Removes all that a station knows; stop the station first."),
            [](QCommandLineParser &parser) {
                declareData(parser);
                parser.addOption({QStringLiteral("wipe"),
                                  CtlText::tr("Overwrites every file before it is removed.")});
            },
            reset};
}

} // namespace mws::ctl
