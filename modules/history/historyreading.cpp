// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/historyreading.h"

#include "core/future.h"
#include "history/chunkcodec.h"
#include "history/historyservice_p.h"
#include "storage/store.h"

namespace mws
{

namespace
{

/// So many of a tag's chunks are looked up at a time.
constexpr int kChunksAhead = 1000;

/// What one step has taken, as it is stored.
struct Taken {
    HistoryReading reading;
    QByteArray chunk; ///< empty: reading has what is in none, or the chunk was cut off
};

Result<HistoryReading> unpacked(const Result<Taken> &taken)
{
    if (!taken)
        return taken.error();
    HistoryReading reading = taken->reading;
    if (!taken->chunk.isEmpty()) {
        const auto samples = decodeChunk(taken->chunk);
        if (!samples)
            return samples.error();
        reading.samples = *samples;
    }
    const qint64 from = toMsSinceEpoch(reading.from);
    const qint64 to = toMsSinceEpoch(reading.to);
    reading.samples.removeIf(
        [from, to](const HistorySample &one) { return one.time < from || one.time >= to; });
    return reading;
}

Result<void> lookAhead(QSqlDatabase &db, HistoryReading &reading)
{
    if (!reading.chunks.isEmpty())
        return {};
    const auto found = chunksAfter(db, reading.tagId, toMsSinceEpoch(reading.from),
                                   toMsSinceEpoch(reading.to), reading.lastChunk, kChunksAhead);
    if (!found)
        return found.error();
    reading.chunks = *found;
    return {};
}

} // namespace

Future<Result<HistoryReading>> HistoryService::readOn(HistoryReading reading)
{
    if (d->project->indexOf(reading.tagId) == kNoTag)
        return Future<Result<HistoryReading>>::ready(
            Error{ErrorCode::NotFound, tr("There is no such tag.")});
    reading.samples.clear();
    const auto take = [self = d, reading](QSqlDatabase &db) -> Result<Taken> {
        HistoryReading next = reading;
        if (auto looked = lookAhead(db, next); !looked)
            return looked.error();
        if (next.chunks.isEmpty()) {
            // In one turn of the store: no chunk can be made of them in between.
            const auto upto = lastInChunks(db, next.tagId);
            if (!upto)
                return upto.error();
            next.samples = self->openSamples(next.tagId, *upto);
            next.isOver = true;
            return Taken{next, {}};
        }
        next.lastChunk = next.chunks.takeFirst();
        const auto chunk = chunkOf(db, next.lastChunk);
        return chunk ? Result<Taken>(Taken{next, *chunk}) : Result<Taken>(chunk.error());
    };
    return d->store.read<Taken>(take).then(&d->pool, unpacked);
}

} // namespace mws
