// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mws
{

namespace
{

bool writeNew(const QByteArray &name, const QByteArray &bytes)
{
    const int handle
        = ::open(name.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (handle < 0)
        return false;
    const bool done = ::fchmod(handle, 0600) == 0
        && ::write(handle, bytes.constData(), size_t(bytes.size())) == bytes.size()
        && ::fsync(handle) == 0;
    ::close(handle);
    return done;
}

bool syncFolder(const QString &folder)
{
    const int handle
        = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool done = ::fsync(handle) == 0 || errno == EINVAL; // not every file system can
    ::close(handle);
    return done;
}

} // namespace

bool writePrivately(const QString &file, const QByteArray &bytes)
{
    const QByteArray name = QFile::encodeName(file);
    const QByteArray partial = name + ".new";
    return writeNew(partial, bytes) && ::rename(partial.constData(), name.constData()) == 0
        && syncFolder(QFileInfo(file).absolutePath());
}

} // namespace mws
