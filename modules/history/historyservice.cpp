// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/historyservice.h"

#include "core/future.h"
#include "history/chunkcodec.h"
#include "history/historyservice_p.h"
#include "history/reduce.h"
#include "storage/store.h"

namespace mws
{

namespace
{

constexpr int kMinPoints = 2;
constexpr int kMaxPoints = 10000;
constexpr int kChunksAtOnce = 500; ///< others write between two pieces

/// What one query works on, taken at one moment.
struct Found {
    QList<QByteArray> chunks;
    QList<HistorySample> open;
};

Result<QList<HistorySample>> unpacked(const Found &found)
{
    QList<HistorySample> all;
    for (const QByteArray &chunk : found.chunks) {
        const auto samples = decodeChunk(chunk);
        if (!samples)
            return samples.error();
        all.append(*samples);
    }
    return all + found.open;
}

Future<Result<HistorySeries>> failed(Error error)
{
    return Future<Result<HistorySeries>>::ready(Result<HistorySeries>(std::move(error)));
}

} // namespace

HistoryService::HistoryService(ProjectPtr project, Store &store, QString journalFile,
                               const Clock &clock, QObject *parent)
    : QObject(parent)
    , d(std::make_shared<Private>(std::move(project), store, journalFile, clock))
{
}

HistoryService::~HistoryService()
{
    close();
}

Result<void> HistoryService::open()
{
    if (auto taken = d->takeBack(); !taken)
        return taken;
    d->start();
    return {};
}

void HistoryService::close()
{
    d->stop();
}

void HistoryService::record(const ValueBatch &batch)
{
    d->enqueue(batch);
}

Future<Result<HistorySeries>> HistoryService::query(const QString &tagId, Timestamp from,
                                                    Timestamp to, int maxPoints)
{
    if (d->project->indexOf(tagId) == kNoTag)
        return failed({ErrorCode::NotFound, tr("There is no such tag.")});
    if (from >= to)
        return failed({ErrorCode::Invalid, tr("The time range is empty.")});
    const int points = std::clamp(maxPoints, kMinPoints, kMaxPoints);
    const qint64 begin = toMsSinceEpoch(from);
    const qint64 end = toMsSinceEpoch(to);
    const qint64 now = toMsSinceEpoch(d->clock.now());
    return d->store
        .read<Found>([self = d, tagId, begin, end](QSqlDatabase &db) -> Result<Found> {
            const auto stored = chunksFor(db, tagId, begin, end);
            if (!stored)
                return stored.error();
            return Found{stored->chunks, self->openSamples(tagId, stored->upto)};
        })
        .then(&d->pool, [=](const Result<Found> &found) -> Result<HistorySeries> {
            if (!found)
                return found.error();
            const auto samples = unpacked(*found);
            if (!samples)
                return samples.error();
            HistorySeries series
                = toSeries(cutToRange(*samples, begin, end), begin, end, now, points);
            series.tagId = tagId;
            return series;
        });
}

Future<Result<qint64>> HistoryService::cut(Timestamp before)
{
    const auto chunks = std::make_shared<qint64>(0);
    return d->store
        .write([chunks, end = toMsSinceEpoch(before)](QSqlDatabase &db) -> Result<void> {
            const auto done = removeChunks(db, end, kChunksAtOnce);
            if (!done)
                return done.error();
            *chunks = *done;
            return {};
        })
        .then([chunks](const Result<void> &done) -> Result<qint64> {
            if (!done)
                return done.error();
            return *chunks;
        });
}

} // namespace mws
