// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QEvent>
#include <QFile>
#include <malloc.h>
#include <unistd.h>

namespace mws
{

/// What the process holds of the machine.
struct Footprint {
    qsizetype files = 0; ///< open file descriptors
    qint64 heap = 0; ///< bytes in use
    qint64 resident = 0; ///< bytes of memory, with what the allocator keeps

    /// After everything that was to be deleted later is gone.
    [[nodiscard]] static Footprint now()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        malloc_trim(0);
        QFile pages(QStringLiteral("/proc/self/statm"));
        if (!pages.open(QIODevice::ReadOnly))
            qFatal("no /proc");
        const QDir files(QStringLiteral("/proc/self/fd"));
        return {files.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System).size(),
                qint64(mallinfo2().uordblks),
                pages.readAll().split(' ').at(1).toLongLong() * sysconf(_SC_PAGESIZE)};
    }
};

/// Whether the numbers of memory mean anything: a sanitizer keeps what was freed.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)                                  \
    || __has_feature(address_sanitizer)
inline constexpr bool kMemoryCounts = false;
#else
inline constexpr bool kMemoryCounts = true;
#endif

} // namespace mws
