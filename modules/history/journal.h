// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "history/sample.h"

#include <QFile>
#include <QHash>

namespace mws
{

/// A sample with its place in the order of all samples ever recorded, and its tag.
struct JournalEntry {
    quint64 number = 0;
    quint32 tag = 0; ///< position in Contents::tags
    HistorySample sample;
};

/// The append-only file of samples that are in no chunk yet. Records carry length and CRC-32; what
/// a crash left torn at the end is cut off. Used by one thread at a time; blocking file I/O.
class Journal
{
public:
    struct Contents {
        QStringList tags; ///< Tag::id
        QList<JournalEntry> entries;
    };

    explicit Journal(QString file);

    /// What the file holds; nothing when there is none. Unavailable when it cannot be read,
    /// Conflict when it is of a newer program.
    Result<Contents> read();
    /// Replaces the file atomically and durably, and leaves it open for append(). Names
    /// the tags that entries use from here on.
    Result<void> rewrite(const Contents &contents);
    Result<void> append(const QList<JournalEntry> &entries);
    /// Makes durable what was appended.
    Result<void> sync();
    [[nodiscard]] qint64 size() const { return m_file.size(); }

private:
    Result<void> put(const QByteArray &bytes);

    QFile m_file;
};

} // namespace mws
