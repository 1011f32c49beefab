// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "history/sample.h"

#include <QByteArray>
#include <QHash>

QT_BEGIN_NAMESPACE
class QSqlDatabase;
QT_END_NAMESPACE

namespace mws
{

/// Samples of one tag on their way into the database.
struct NewChunk {
    QString tagId;
    quint64 upto = 0; ///< JournalEntry::number of the last sample
    QList<HistorySample> samples; ///< never empty
    QByteArray packed; ///< by encodeChunk()
};

// The tables of the history; each call inside Store::read or Store::write.

Result<void> insertChunk(QSqlDatabase &db, const NewChunk &chunk);

/// By Tag::id: the number of the last sample that is in a chunk.
Result<QHash<QString, quint64>> committedNumbers(QSqlDatabase &db);

/// Removes whole chunks that ended before a time, but never the newest of a tag; gives how many, 0
/// when there are no more.
Result<qint64> removeChunks(QSqlDatabase &db, qint64 before, int atMost);

/// What the chunks hold for a query, still packed.
struct StoredPart {
    quint64 upto = 0; ///< as NewChunk::upto; samples of the journal up to here are in the chunks
    QList<QByteArray> chunks;
};
/// The chunks that reach into [from, to), and the last one before.
Result<StoredPart> chunksFor(QSqlDatabase &db, const QString &tagId, qint64 from, qint64 to);

/// The next chunks that reach into [from, to), by id, which is the order in which they were made;
/// at most limit, all of them above after.
Result<QList<qint64>> chunksAfter(QSqlDatabase &db, const QString &tagId, qint64 from, qint64 to,
                                  qint64 after, int limit);
/// Packed; empty: there is none (any more).
Result<QByteArray> chunkOf(QSqlDatabase &db, qint64 id);
/// The number of a tag's last sample that is in a chunk; 0: none is.
Result<quint64> lastInChunks(QSqlDatabase &db, const QString &tagId);

} // namespace mws
