// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/chunkstore.h"

#include "storage/statement.h"

#include <algorithm>

namespace mws
{

namespace
{

struct TagRow {
    qint64 id = 0; ///< 0: the tag has no chunk yet
    quint64 upto = 0;
};

Result<TagRow> rowOf(QSqlDatabase &db, const QString &tagId)
{
    Statement row(db, QStringLiteral("SELECT id, upto FROM history_tag WHERE tag = ?"));
    if (auto ran = row.bind(tagId).run(); !ran)
        return ran.error();
    return row.next() ? TagRow{row.number(0), quint64(row.number(1))} : TagRow{};
}

Result<void> setUpto(QSqlDatabase &db, const NewChunk &chunk)
{
    return Statement(db,
                     QStringLiteral("INSERT INTO history_tag (tag, upto) VALUES (?, ?) "
                                    "ON CONFLICT (tag) DO UPDATE SET upto = excluded.upto"))
        .bind(chunk.tagId)
        .bind(qint64(chunk.upto))
        .run();
}

/// First and last time, lowest and highest good value.
struct Bounds {
    qint64 first = 0;
    qint64 last = 0;
    QVariant low = QVariant(QMetaType(QMetaType::Double)); ///< null: nothing is good
    QVariant high = QVariant(QMetaType(QMetaType::Double));
};

Bounds boundsOf(const QList<HistorySample> &samples)
{
    const HistorySample &first = samples.constFirst();
    Bounds bounds{first.time, first.time};
    for (const HistorySample &sample : samples) {
        bounds.first = std::min(bounds.first, sample.time);
        bounds.last = std::max(bounds.last, sample.time);
        if (!sample.good)
            continue;
        if (bounds.low.isNull() || sample.value < bounds.low.toDouble())
            bounds.low = sample.value;
        if (bounds.high.isNull() || sample.value > bounds.high.toDouble())
            bounds.high = sample.value;
    }
    return bounds;
}

Result<void> appendBlobs(Statement &rows, QList<QByteArray> &blobs)
{
    if (auto ran = rows.run(); !ran)
        return ran;
    while (rows.next())
        blobs.append(rows.bytes(0));
    return {};
}

} // namespace

Result<void> insertChunk(QSqlDatabase &db, const NewChunk &chunk)
{
    if (auto set = setUpto(db, chunk); !set)
        return set;
    const auto tag = rowOf(db, chunk.tagId);
    if (!tag)
        return tag.error();
    const Bounds bounds = boundsOf(chunk.samples);
    Statement row(db,
                  QStringLiteral("INSERT INTO history_chunk (tag, first, last, count, low, high, "
                                 "samples) VALUES (?, ?, ?, ?, ?, ?, ?)"));
    return row.bind(tag->id)
        .bind(bounds.first)
        .bind(bounds.last)
        .bind(qint64(chunk.samples.size()))
        .bind(bounds.low)
        .bind(bounds.high)
        .bind(chunk.packed)
        .run();
}

Result<QHash<QString, quint64>> committedNumbers(QSqlDatabase &db)
{
    Statement rows(db, QStringLiteral("SELECT tag, upto FROM history_tag"));
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QHash<QString, quint64> numbers;
    while (rows.next())
        numbers.insert(rows.text(0), quint64(rows.number(1)));
    return numbers;
}

Result<qint64> removeChunks(QSqlDatabase &db, qint64 before, int atMost)
{
    Statement rows(db,
                   QStringLiteral("DELETE FROM history_chunk WHERE id IN (SELECT id FROM "
                                  "history_chunk AS old WHERE last < ? AND EXISTS (SELECT 1 FROM "
                                  "history_chunk AS newer WHERE newer.tag = old.tag AND "
                                  "newer.first > old.first) LIMIT ?)"));
    if (auto ran = rows.bind(before).bind(atMost).run(); !ran)
        return ran.error();
    return qint64(rows.changedRows());
}

Result<StoredPart> chunksFor(QSqlDatabase &db, const QString &tagId, qint64 from, qint64 to)
{
    const auto tag = rowOf(db, tagId);
    if (!tag)
        return tag.error();
    StoredPart part{tag->upto, {}};
    Statement before(db,
                     QStringLiteral("SELECT samples FROM history_chunk WHERE tag = ? AND first < ? "
                                    "AND last < ? ORDER BY first DESC LIMIT 1"));
    before.bind(tag->id).bind(from).bind(from);
    if (auto read = appendBlobs(before, part.chunks); !read)
        return read.error();
    Statement within(db,
                     QStringLiteral("SELECT samples FROM history_chunk WHERE tag = ? AND first < ? "
                                    "AND last >= ? ORDER BY first, id"));
    within.bind(tag->id).bind(to).bind(from);
    if (auto read = appendBlobs(within, part.chunks); !read)
        return read.error();
    return part;
}

Result<QList<qint64>> chunksAfter(QSqlDatabase &db, const QString &tagId, qint64 from, qint64 to,
                                  qint64 after, int limit)
{
    const auto tag = rowOf(db, tagId);
    if (!tag)
        return tag.error();
    // The plus keeps the primary key out of it, which would go through the chunks of all tags.
    Statement rows(db,
                   QStringLiteral("SELECT id FROM history_chunk WHERE tag = ? AND first < ? AND "
                                  "last >= ? AND +id > ? ORDER BY +id LIMIT ?"));
    rows.bind(tag->id).bind(to).bind(from).bind(after).bind(limit);
    if (auto ran = rows.run(); !ran)
        return ran.error();
    QList<qint64> ids;
    while (rows.next())
        ids.append(rows.number(0));
    return ids;
}

Result<QByteArray> chunkOf(QSqlDatabase &db, qint64 id)
{
    Statement row(db, QStringLiteral("SELECT samples FROM history_chunk WHERE id = ?"));
    if (auto ran = row.bind(id).run(); !ran)
        return ran.error();
    return row.next() ? row.bytes(0) : QByteArray();
}

Result<quint64> lastInChunks(QSqlDatabase &db, const QString &tagId)
{
    const auto tag = rowOf(db, tagId);
    return tag ? Result<quint64>(tag->upto) : Result<quint64>(tag.error());
}

} // namespace mws
