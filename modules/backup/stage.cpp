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

Result<void> move(const QString &from, const QString &to)
{
    if (!moveTo(from, to))
        return QFileInfo::exists(to) ? refused(BackupText::tr("'%1' exists already.").arg(to))
                                     : unavailable(BackupText::tr("'%1' cannot be made.").arg(to));
    if (!syncFolder(QFileInfo(to).absolutePath(), ::fsync))
        return cannotWrite(to);
    return {};
}

} // namespace

Stage::~Stage()
{
    if (m_isMade)
        QDir(m_path).removeRecursively();
}

Result<void> Stage::make()
{
    if (!QDir(m_path).removeRecursively() || QFileInfo::exists(m_path))
        return unavailable(BackupText::tr("'%1' is in the way.").arg(m_path));
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
    auto moved = move(m_path, target);
    m_isMade = m_isMade && !moved;
    return moved;
}

Result<void> Stage::moveOut(const QString &name, const QString &target)
{
    return move(m_path + u'/' + name, target);
}

} // namespace mws::backup
