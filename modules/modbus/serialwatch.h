// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFileSystemWatcher>
#include <QObject>

namespace mws::modbus
{

/// Notices when the file of a serial port is there again after its adapter was pulled out, also
/// when it is a link that leads to a port of another number by then. Holds one inotify descriptor
/// from the first start() until it dies: to give one back takes the kernel 8 to 20 ms.
class SerialWatch final : public QObject
{
    Q_OBJECT

public:
    explicit SerialWatch(QString path);

    /// What is there now, before it is opened: what comes later is news.
    void remember() { m_last = sight(); }
    void start();
    void stop() { m_on = false; }

Q_SIGNALS:
    /// The port is there and may be opened, which it was not, or it is another one. Not inside
    /// start().
    void returned();

private:
    struct Sight {
        QString target; ///< the port itself; empty when it is not there or not ours to open
        quint64 file = 0; ///< numbers the name; numbers are used again
        qint64 changed = 0; ///< when the name was made or got other rights, ns since the epoch
        friend bool operator==(const Sight &, const Sight &) = default;
    };

    [[nodiscard]] Sight sight() const;
    /// The folders in which something must change before the port is there; those that exist.
    [[nodiscard]] QStringList folders() const;
    void watchFolders();
    void look();

    QString m_path;
    Sight m_last;
    bool m_on = false;
    QFileSystemWatcher *m_watcher = nullptr; ///< a child, of the first start()
};

} // namespace mws::modbus
