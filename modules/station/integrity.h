// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QString>
#include <mutex>
#include <thread>

namespace mws
{

class AuditLog;
class IntegrityMemory;

/// Compares the program file and the files of the project with those of the last start, by SHA-256,
/// and leaves an audit row "integrity" and a line in the log for each that is another one. What it
/// compares with is integrity.json in the data folder. It works on a thread of its own: a program
/// is megabytes, and nobody waits for the answer.
class IntegrityWatch final
{
public:
    struct Places {
        QString program; ///< its file
        QString project; ///< folder
        QString memory; ///< integrity.json
    };

    IntegrityWatch(AuditLog &audit, Places places);
    /// Waits until it is over.
    ~IntegrityWatch();
    IntegrityWatch(const IntegrityWatch &) = delete;
    IntegrityWatch &operator=(const IntegrityWatch &) = delete;

    /// Somebody with the right to has replaced the project; who, says another row. ProjectFolder::
    /// hash() of before, which leaves a row as at a start if it is not the one that is known, and
    /// of after, which is known from now on. Any thread that has the folder
    /// locked.
    void projectReplaced(const QString &before, const QString &after);

private:
    void look();
    void compare(const QString &what, const Result<QString> &now, IntegrityMemory &memory);
    static void save(const IntegrityMemory &memory);
    void tell(const QString &what, const QString &outcome, const QString &detail);

    AuditLog &m_audit;
    Places m_places;
    std::mutex m_mutex; ///< one at a time reads and writes integrity.json
    std::thread m_thread;
};

} // namespace mws
