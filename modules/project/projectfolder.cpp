// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/projectfolder.h"

#include "project/files.h"
#include "project/projecttext.h"

#include <QCryptographicHash>
#include <QDeadlineTimer>
#include <QFile>
#include <QThread>

#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

namespace mws
{

namespace
{

constexpr int kLockWaitMs = 10000;
constexpr int kLockRetryMs = 20;

/// Closes a file descriptor at the end of its life.
class Handle
{
public:
    explicit Handle(int handle)
        : m_handle(handle)
    {
    }
    ~Handle()
    {
        if (m_handle >= 0)
            ::close(m_handle);
    }
    Handle(const Handle &) = delete;
    Handle &operator=(const Handle &) = delete;

    [[nodiscard]] bool isOpen() const { return m_handle >= 0; }
    [[nodiscard]] int get() const { return m_handle; }

private:
    int m_handle;
};

QString subfolderOf(const QString &file)
{
    const qsizetype slash = file.indexOf(u'/');
    return slash < 0 ? QStringLiteral(".") : file.left(slash);
}

QByteArray nameOf(const QString &file)
{
    return QFile::encodeName(file.mid(file.indexOf(u'/') + 1));
}

bool isLink(int folder, const QByteArray &name)
{
    struct stat info {
    };
    return ::fstatat(folder, name.constData(), &info, AT_SYMLINK_NOFOLLOW) == 0
        && S_ISLNK(info.st_mode);
}

int openSubfolder(int root, const QString &file)
{
    return ::openat(root, QFile::encodeName(subfolderOf(file)).constData(),
                    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

Error cannotWrite(const QString &file, const QString &why)
{
    return {ErrorCode::Unavailable, ProjectText::tr("%1 cannot be written: %2").arg(file, why)};
}

Error cannotWrite(const QString &file)
{
    return cannotWrite(file, qt_error_string(errno));
}

Error cannotRead(const QString &file)
{
    return {errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Unavailable,
            ProjectText::tr("%1 cannot be read: %2").arg(file, qt_error_string(errno))};
}

Error isALink(const QString &file)
{
    return cannotWrite(file, ProjectText::tr("it is a symbolic link"));
}

/// Why the subfolder of a file could not be opened.
Error cannotOpen(int root, const QString &file)
{
    const int cause = errno;
    const QString subfolder = subfolderOf(file);
    if (isLink(root, QFile::encodeName(subfolder)))
        return isALink(subfolder);
    return cannotWrite(file, qt_error_string(cause));
}

bool syncHandle(int handle)
{
    return ::fsync(handle) == 0 || errno == EINVAL; // some file systems cannot sync folders
}

bool writeAll(int handle, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count
            = ::write(handle, bytes.constData() + done, size_t(bytes.size() - done));
        if (count < 0 && errno != EINTR)
            return false;
        done += count > 0 ? qsizetype(count) : 0;
    }
    return true;
}

/// As far as this program may: a group's right to write must not depend on who saved last.
void takeOver(int handle, int folder, const QByteArray &replaced)
{
    struct stat old {
    };
    if (::fstatat(folder, replaced.constData(), &old, AT_SYMLINK_NOFOLLOW) != 0)
        return;
    if (::fchown(handle, old.st_uid, old.st_gid) != 0)
        std::ignore = ::fchown(handle, uid_t(-1), old.st_gid);
    std::ignore = ::fchmod(handle, old.st_mode & 0777);
}

} // namespace

ProjectFolder::~ProjectFolder()
{
    if (m_handle >= 0)
        ::close(m_handle);
}

Result<void> ProjectFolder::open(const QString &path)
{
    m_handle = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (m_handle >= 0)
        return {};
    return cannotRead(path);
}

Result<void> ProjectFolder::lock()
{
    const QDeadlineTimer end(kLockWaitMs);
    while (::flock(m_handle, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return {};
        if (end.hasExpired())
            return Error{ErrorCode::Busy,
                         ProjectText::tr("another program is reading or saving this project")};
        QThread::msleep(kLockRetryMs);
    }
    return {};
}

Result<QByteArray> ProjectFolder::read(const QString &file) const
{
    const int handle
        = ::openat(m_handle, QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    if (handle < 0)
        return cannotRead(file);
    QFile in;
    if (!in.open(handle, QIODevice::ReadOnly, QFileDevice::AutoCloseHandle))
        ::close(handle);
    QByteArray bytes = in.readAll();
    if (in.error() != QFileDevice::NoError)
        return Error{ErrorCode::Unavailable,
                     ProjectText::tr("%1 cannot be read: %2").arg(file, in.errorString())};
    return bytes;
}

/// A folder that cannot be listed must not look like an empty one.
Result<QStringList> ProjectFolder::namesIn(const QString &subfolder) const
{
    const int handle = ::openat(m_handle, QFile::encodeName(subfolder).constData(),
                                O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0 && errno == ENOENT)
        return QStringList();
    if (handle < 0)
        return cannotRead(subfolder);
    DIR *listing = ::fdopendir(handle);
    if (!listing) {
        const Handle closed(handle);
        return cannotRead(subfolder);
    }
    QStringList names;
    errno = 0;
    while (const dirent *entry = ::readdir(listing))
        names.append(QFile::decodeName(entry->d_name));
    const int cause = errno;
    ::closedir(listing);
    errno = cause;
    return cause == 0 ? Result<QStringList>(names) : cannotRead(subfolder);
}

Result<QStringList> ProjectFolder::jsonFiles(QLatin1String subfolder) const
{
    const auto names = namesIn(subfolder);
    if (!names)
        return names.error();
    QStringList all;
    for (const QString &name : names.value()) {
        const QString file = subfolder + u'/' + name;
        if (name.startsWith(u'.') || !name.endsWith(QLatin1String(".json")))
            continue;
        struct stat info {
        };
        if (::fstatat(m_handle, QFile::encodeName(file).constData(), &info, 0) == 0) {
            if (S_ISREG(info.st_mode))
                all.append(file);
        } else if (errno != ENOENT) {
            return cannotRead(file);
        }
    }
    all.sort();
    return all;
}

Result<QStringList> ProjectFolder::projectFiles() const
{
    QStringList all{files::project(), files::northbound()};
    for (const QLatin1String subfolder :
         {files::kConnections, files::kTags, files::kScreens, files::kTemplates}) {
        const auto more = jsonFiles(subfolder);
        if (!more)
            return more.error();
        all.append(*more);
    }
    return all;
}

Result<QString> ProjectFolder::hash() const
{
    const auto files = projectFiles();
    if (!files)
        return files.error();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QString &file : *files) {
        const auto bytes = read(file);
        if (!bytes && bytes.error().code == ErrorCode::NotFound)
            continue;
        if (!bytes)
            return bytes.error();
        hash.addData(file.toUtf8() + '\0' + QByteArray::number(bytes->size()) + '\0');
        hash.addData(*bytes);
    }
    return QString::fromLatin1(hash.result().toHex());
}

QStringList ProjectFolder::filesBeginning(QLatin1String prefix) const
{
    QStringList all;
    for (const QLatin1String subfolder : {QLatin1String("."), files::kConnections, files::kTags,
                                          files::kScreens, files::kTemplates}) {
        const auto names = namesIn(subfolder);
        for (const QString &name : names ? names.value() : QStringList()) {
            if (name.startsWith(prefix))
                all.append(subfolder + u'/' + name);
        }
    }
    return all;
}

Result<void> ProjectFolder::write(const QString &file, const QByteArray &bytes,
                                  const QString &replaced)
{
    const QByteArray subfolder = QFile::encodeName(subfolderOf(file));
    if (::mkdirat(m_handle, subfolder.constData(), 0777) == 0 && !syncHandle(m_handle))
        return cannotWrite(replaced);
    const Handle folder(openSubfolder(m_handle, file));
    if (!folder.isOpen())
        return cannotOpen(m_handle, replaced);
    ::unlinkat(folder.get(), nameOf(file).constData(), 0);
    const Handle out(::openat(folder.get(), nameOf(file).constData(),
                              O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!out.isOpen() || !writeAll(out.get(), bytes))
        return cannotWrite(replaced);
    takeOver(out.get(), folder.get(), nameOf(replaced));
    if (::fsync(out.get()) != 0)
        return cannotWrite(replaced);
    return {};
}

Result<void> ProjectFolder::rename(const QString &from, const QString &to)
{
    const Handle folder(openSubfolder(m_handle, to));
    if (!folder.isOpen())
        return cannotOpen(m_handle, to);
    if (::renameat(folder.get(), nameOf(from).constData(), folder.get(), nameOf(to).constData())
        != 0)
        return cannotWrite(to);
    return {};
}

Result<void> ProjectFolder::remove(const QString &file)
{
    const Handle folder(openSubfolder(m_handle, file));
    if (!folder.isOpen() && errno == ENOENT)
        return {};
    if (!folder.isOpen())
        return cannotOpen(m_handle, file);
    if (::unlinkat(folder.get(), nameOf(file).constData(), 0) != 0 && errno != ENOENT)
        return cannotWrite(file);
    return {};
}

Result<void> ProjectFolder::canChange(const QString &file) const
{
    const Handle folder(openSubfolder(m_handle, file));
    if (!folder.isOpen() && errno == ENOENT)
        return {};
    if (!folder.isOpen())
        return cannotOpen(m_handle, file);
    if (isLink(folder.get(), nameOf(file)))
        return isALink(file);
    if (::faccessat(folder.get(), ".", W_OK | X_OK, AT_EACCESS) != 0)
        return cannotWrite(file);
    return {};
}

Result<void> ProjectFolder::sync(const QString &file)
{
    const Handle folder(openSubfolder(m_handle, file));
    if (!folder.isOpen() && errno == ENOENT)
        return {};
    if (!folder.isOpen())
        return cannotOpen(m_handle, file);
    if (!syncHandle(folder.get()))
        return cannotWrite(file);
    return {};
}

} // namespace mws
