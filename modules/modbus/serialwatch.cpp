// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/serialwatch.h"

#include <QFileInfo>
#include <sys/stat.h>

namespace mws::modbus
{

namespace
{

constexpr int kMostLinks = 8; ///< one leads to another

QString folderThatExists(const QString &path)
{
    QString folder = QFileInfo(path).path();
    while (!QFileInfo(folder).isDir() && folder != QFileInfo(folder).path())
        folder = QFileInfo(folder).path();
    return folder;
}

} // namespace

SerialWatch::SerialWatch(QString path)
    : m_path(std::move(path))
{
}

void SerialWatch::start()
{
    m_on = true;
    if (!m_watcher) {
        m_watcher = new QFileSystemWatcher(this);
        // Queued: who hears of it may stop us.
        connect(m_watcher, &QFileSystemWatcher::directoryChanged, this, &SerialWatch::look,
                Qt::QueuedConnection);
    }
    watchFolders();
    QMetaObject::invokeMethod(this, &SerialWatch::look, Qt::QueuedConnection);
}

SerialWatch::Sight SerialWatch::sight() const
{
    const QFileInfo port(m_path);
    struct stat name {
    };
    if (!port.isReadable() || !port.isWritable()
        || ::lstat(m_path.toLocal8Bit().constData(), &name) != 0)
        return {};
    const qint64 changed = name.st_ctim.tv_sec * 1000000000LL + name.st_ctim.tv_nsec;
    return {port.canonicalFilePath(), quint64(name.st_ino), changed};
}

QStringList SerialWatch::folders() const
{
    QStringList found;
    QString path = m_path;
    for (int i = 0; i < kMostLinks && !path.isEmpty(); ++i) {
        found.append(folderThatExists(path));
        path = QFileInfo(path).symLinkTarget();
    }
    found.removeDuplicates();
    return found;
}

/// Again until there is no new one: a folder may be made, and filled, before it is watched.
void SerialWatch::watchFolders()
{
    for (bool more = true; more;) {
        QStringList wanted = folders();
        const QStringList watched = m_watcher->directories();
        wanted.removeIf([&watched](const QString &folder) { return watched.contains(folder); });
        more = !wanted.isEmpty() && m_watcher->addPaths(wanted).isEmpty();
    }
}

void SerialWatch::look()
{
    if (!m_on)
        return;
    watchFolders();
    const Sight now = sight();
    if (std::exchange(m_last, now) != now && !now.target.isEmpty())
        Q_EMIT returned();
}

} // namespace mws::modbus
