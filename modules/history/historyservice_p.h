// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "history/chunkstore.h"
#include "history/historyservice.h"
#include "history/journal.h"
#include "history/samplefilter.h"

#include <QHash>
#include <QThreadPool>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mws
{

/// What the field thread, the worker and queries share. The worker writes the journal and fills
/// chunks; it never holds the mutex while it waits for the disk.
class HistoryService::Private
{
public:
    Private(ProjectPtr theProject, Store &theStore, const QString &journalFile,
            const Clock &theClock);

    Result<void> takeBack();
    void start();
    void stop();

    /// From the field thread: bounded, never waits for the disk.
    void enqueue(const ValueBatch &batch);
    /// Samples of a tag that are in no chunk up to number.
    [[nodiscard]] QList<HistorySample> openSamples(const QString &tagId, quint64 number);

    ProjectPtr project;
    Store &store;
    const Clock &clock;
    QThreadPool pool; ///< decodes and reduces

private:
    /// What of one tag is in no chunk yet.
    struct OpenTag {
        QString id;
        QList<JournalEntry> entries; ///< the last one stays, so that a gap can follow it
    };

    void work();
    void writeJournal(const QList<JournalEntry> &fresh);
    void rewriteJournal();
    /// Moves what is queued into the open chunks; with the mutex held.
    [[nodiscard]] QList<JournalEntry> takePending();
    void dropOldest();
    void beginGaps(qint64 time);
    [[nodiscard]] QList<NewChunk> fullChunks();
    void sealChunks();
    void forget(const QList<NewChunk> &chunks);
    quint32 keyOf(const QString &tagId);

    Journal m_journal;
    SampleFilter m_filter; ///< field thread only
    bool m_journalBroken = false; ///< worker only

    std::mutex m_mutex; // guards the rest
    std::condition_variable m_wake;
    bool m_running = false;
    bool m_overflowing = false;
    quint64 m_dropped = 0;
    quint64 m_nextNumber = 1;
    QList<quint32> m_keys; ///< by TagIndex
    QHash<QString, quint32> m_keyOfTag;
    QList<OpenTag> m_open;
    QList<JournalEntry> m_pending; ///< without number
    qsizetype m_openCount = 0;
    std::thread m_thread;
};

} // namespace mws
