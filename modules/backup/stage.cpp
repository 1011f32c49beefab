// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "backup/stage.h"

#include "backup/backuptext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace mws::backup
{

namespace
{

constexpr auto kPrivate = QFile::ReadOwner | QFile::WriteOwner;

Error cannotWrite(const QString &path)
{
    return unavailable(BackupText::tr("'%1' cannot be written.").arg(path));
}

bool makePrivate(const QString &folder)
{
    return QDir().mkdir(folder, kPrivate | QFile::ExeOwner);
}

bool syncFolder(const QString &folder, int (*toDisk)(int))
{
    const int handle
        = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = handle >= 0 && (toDisk(handle) == 0 || errno == EINVAL);
    if (handle >= 0)
        ::close(handle);
    return done;
}

/// Never over another file, where the file system can tell.
bool moveTo(const QString &from, const QString &to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE)
        == 0)
        return true;
    return errno == EINVAL && !QFileInfo::exists(to)
        && ::rename(source.constData(), target.constData()) == 0;
}

/// Each takes the other's name, and at no moment is one of the names free.
bool exchange(const QString &one, const QString &other)
{
    return ::renameat2(AT_FDCWD, QFile::encodeName(one).constData(), AT_FDCWD,
                       QFile::encodeName(other).constData(), RENAME_EXCHANGE)
        == 0;
}

Error cannotMake(const QString &path)
{
    return QFileInfo::exists(path) ? refused(BackupText::tr("'%1' exists already.").arg(path))
                                   : unavailable(BackupText::tr("'%1' cannot be made.").arg(path));
}

Error cannotMoveAway(const QString &path)
{
    return unavailable(BackupText::tr("'%1' cannot be moved away.").arg(path));
}

Error stranded(const QString &target, const QString &aside)
{
    return unavailable(BackupText::tr("'%1' could not be put back; what was there is in '%2'.")
                           .arg(target, aside));
}

/// Where target is while its place is free: only a killed program leaves something there.
QString betweenOf(const QString &target)
{
    return target + QStringLiteral(".replaced");
}

/// The names in the folder of path are on the disk.
Result<void> settled(const QString &path)
{
    return syncFolder(QFileInfo(path).absolutePath(), ::fsync) ? Result<void>() : cannotWrite(path);
}

} // namespace

Result<void> putBack(const QString &target, const QString &aside)
{
    const QString between = betweenOf(target);
    if (!QFileInfo::exists(between))
        return {};
    const QString &place = QFileInfo::exists(target) ? aside : target;
    return moveTo(between, place) ? settled(target) : stranded(place, between);
}

Result<void> sweepStage(const QString &path)
{
    struct stat state {
    };
    if (::lstat(QFile::encodeName(path).constData(), &state) != 0 && errno == ENOENT)
        return {};
    if (S_ISLNK(state.st_mode))
        return refused(BackupText::tr("'%1' is a symbolic link.").arg(path));
    const bool isOwn = S_ISDIR(state.st_mode) && state.st_uid == ::geteuid();
    if (!isOwn || !QDir(path).removeRecursively())
        return refused(BackupText::tr("'%1' is in the way.").arg(path));
    return {};
}

Stage::~Stage()
{
    if (m_isMade)
        std::ignore = sweepStage(m_path);
}

Result<void> Stage::make()
{
    if (auto swept = sweepStage(m_path); !swept)
        return swept;
    m_isMade = QDir().mkpath(QFileInfo(m_path).path()) && makePrivate(m_path);
    return m_isMade ? Result<void>() : cannotWrite(m_path);
}

Result<void> Stage::makeFolderOf(const QString &name)
{
    QString folder = m_path;
    QStringList parts = name.split(u'/');
    parts.removeLast();
    for (const QString &part : parts) {
        folder += u'/' + part;
        if (!QFileInfo(folder).isDir() && !makePrivate(folder))
            return cannotWrite(folder);
    }
    return {};
}

Result<void> Stage::copy(const QString &from, const QString &name)
{
    const QString to = m_path + u'/' + name;
    if (QFileInfo(from).isSymLink())
        return refused(BackupText::tr("'%1' is a symbolic link.").arg(from));
    if (auto made = makeFolderOf(name); !made)
        return made;
    if (!QFile::copy(from, to) || !QFile::setPermissions(to, kPrivate))
        return unavailable(BackupText::tr("'%1' cannot be copied.").arg(from));
    return {};
}

Result<void> Stage::sync()
{
    return syncFolder(m_path, ::syncfs) ? Result<void>() : cannotWrite(m_path);
}

Result<void> Stage::become(const QString &target)
{
    if (!moveTo(m_path, target))
        return cannotMake(target);
    m_isMade = false;
    m_target = target;
    return settled(target);
}

/// Under the name aside it waits for the exchange, so that a program that is killed in between
/// leaves nothing of the target where the next one sweeps.
Result<void> Stage::replace(const QString &target, const QString &aside)
{
    if (!moveTo(m_path, aside))
        return cannotMake(aside);
    if (exchange(aside, target)) {
        m_isMade = false;
        m_target = target;
        m_aside = aside;
        return settled(target);
    }
    const bool isUnknown = errno == EINVAL || errno == ENOSYS;
    if (!moveTo(aside, m_path))
        return cannotMake(m_path);
    return isUnknown ? replaceInSteps(target, aside) : cannotMoveAway(target);
}

Result<void> Stage::replaceInSteps(const QString &target, const QString &aside)
{
    const QString between = betweenOf(target);
    if (!moveTo(target, between))
        return cannotMoveAway(target);
    if (!moveTo(m_path, target))
        return moveTo(between, target) ? cannotMake(target) : stranded(target, between);
    m_isMade = false;
    m_target = target;
    m_aside = between;
    if (!moveTo(between, aside))
        return cannotMake(aside);
    m_aside = aside;
    return settled(target);
}

Result<void> Stage::withdraw()
{
    if (m_target.isEmpty())
        return {};
    m_isMade = moveTo(m_target, m_path);
    if (m_aside.isEmpty())
        return m_isMade ? settled(m_target)
                        : unavailable(BackupText::tr("'%1' cannot be removed.").arg(m_target));
    if (!m_isMade || !moveTo(m_aside, m_target))
        return stranded(m_target, m_aside);
    return settled(m_target);
}

Result<void> Stage::moveOut(const QString &name, const QString &target)
{
    if (!moveTo(m_path + u'/' + name, target))
        return cannotMake(target);
    return settled(target);
}

} // namespace mws::backup
