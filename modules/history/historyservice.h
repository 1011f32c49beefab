// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/clock.h"
#include "core/future.h"
#include "core/result.h"
#include "core/tagvalue.h"
#include "project/project.h"

#include <QObject>
#include <memory>

namespace mws
{

struct HistoryReading;
class Store;

/// One point of a trend: the range that the value went through in a stretch of time.
struct HistoryPoint {
    Timestamp time{}; ///< begin of the stretch, or the sample's own time for raw data
    double min = 0;
    double max = 0;
    double mean = 0; ///< time-weighted within the stretch
    double last = 0;
    bool good = true; ///< false: a gap begins here, the numbers mean nothing
    friend bool operator==(const HistoryPoint &, const HistoryPoint &) = default;
};

/// What a trend query gives for one tag.
struct HistorySeries {
    QString tagId;
    bool reduced = false; ///< false: every point is a sample (min = max = mean = last)
    QList<HistoryPoint> points; ///< ascending in time
};

/// Records the tags whose history is enabled and answers trend queries. Samples go to an
/// append-only journal that is synced every second and become compressed chunks in the database; a
/// crash loses at most the last second. Thread-safe, except record(), which belongs to one thread.
class HistoryService final : public QObject
{
    Q_OBJECT

public:
    HistoryService(ProjectPtr project, Store &store, QString journalFile, const Clock &clock,
                   QObject *parent = nullptr);
    ~HistoryService() override;

    /// Takes back what the journal holds from before a crash, and starts the one-second sync.
    /// Blocking.
    Result<void> open();
    /// Everything that was recorded is durable when it returns; a gap begins for every tag.
    /// Blocking.
    void close();

    /// Samples of one tag in [from, to), at most maxPoints (2 to 10000), reduced to stretches with
    /// minimum and maximum when there are more. The first point may lie before from: the value that
    /// held at that time. Unknown tag: NotFound.
    Future<Result<HistorySeries>> query(const QString &tagId, Timestamp from, Timestamp to,
                                        int maxPoints);

    /// Removes a piece of what is in whole chunks that ended before; the journal and the newest
    /// chunk of each tag stay. Gives how many chunks, 0 when there are no more.
    Future<Result<qint64>> cut(Timestamp before);
    /// All samples of one tag in a range, a chunk at a time, in the order in which they were
    /// recorded; so that of time, unless the clock was set back. Each sample comes once, also when
    /// its chunk is made meanwhile, but for what is cut off meanwhile, and all that were recorded
    /// before the last step. Unknown tag: NotFound.
    Future<Result<HistoryReading>> readOn(HistoryReading reading);

public Q_SLOTS:
    /// Connect to TagTable::updated. Takes what each tag's rule wants to keep (deadband, longest
    /// interval, quality changes).
    void record(const mws::ValueBatch &batch);

private:
    class Private;
    std::shared_ptr<Private> d; ///< shared with queries that wait in the store
};

} // namespace mws
