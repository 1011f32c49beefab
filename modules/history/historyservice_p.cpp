// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/historyservice_p.h"

#include "core/log.h"
#include "history/chunkcodec.h"
#include "storage/store.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace mws
{

namespace
{

/// From sync to sync: what is left of a second is for the sync itself.
constexpr std::chrono::milliseconds kSyncPeriod{800};
constexpr qsizetype kChunkSamples = 2000;
constexpr qint64 kChunkAgeMs = qint64(24) * 3600 * 1000;
constexpr qsizetype kMaxOpen = 250000; ///< samples of all tags; more close the larger chunks early
constexpr qsizetype kMaxPending = 100000;
constexpr qint64 kJournalBytes = qint64(4) * 1024 * 1024;
constexpr qint64 kEntryBytes = 29;

QList<HistorySample> samplesOf(const QList<JournalEntry> &entries)
{
    QList<HistorySample> samples;
    samples.reserve(entries.size());
    for (const JournalEntry &entry : entries)
        samples.append(entry.sample);
    return samples;
}

} // namespace

HistoryService::Private::Private(ProjectPtr theProject, Store &theStore, const QString &journalFile,
                                 const Clock &theClock)
    : project(std::move(theProject))
    , store(theStore)
    , clock(theClock)
    , m_journal(journalFile)
    , m_filter(*project)
{
    for (TagIndex tag = 0; tag < project->tagCount(); ++tag)
        m_keys.append(m_filter.records(tag) ? keyOf(project->tag(tag).id) : 0);
}

quint32 HistoryService::Private::keyOf(const QString &tagId)
{
    const auto known = m_keyOfTag.constFind(tagId);
    if (known != m_keyOfTag.cend())
        return *known;
    const auto key = quint32(m_open.size());
    m_open.append({tagId, {}});
    m_keyOfTag.insert(tagId, key);
    return key;
}

Result<void> HistoryService::Private::takeBack()
{
    const auto contents = m_journal.read();
    if (!contents)
        return contents.error();
    const auto committed = store.read<QHash<QString, quint64>>(committedNumbers).result();
    if (!committed)
        return committed.error();
    for (const quint64 number : *committed)
        m_nextNumber = std::max(m_nextNumber, number + 1);
    qint64 lastSeen = 0;
    for (JournalEntry entry : contents->entries) {
        const QString &tag = contents->tags[entry.tag];
        m_nextNumber = std::max(m_nextNumber, entry.number + 1);
        lastSeen = std::max(lastSeen, entry.sample.time);
        if (entry.number <= committed->value(tag))
            continue;
        entry.tag = keyOf(tag);
        m_open[entry.tag].entries.append(entry);
        ++m_openCount;
    }
    beginGaps(lastSeen + 1);
    rewriteJournal();
    return m_journalBroken
        ? Result<void>(Error{ErrorCode::Unavailable,
                             HistoryService::tr("The journal of the history cannot be written.")})
        : Result<void>();
}

void HistoryService::Private::start()
{
    m_running = true;
    m_thread = std::thread([this] { work(); });
    pthread_setname_np(m_thread.native_handle(), "history");
}

void HistoryService::Private::stop()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_running = false;
        m_wake.notify_all();
    }
    m_thread.join();
}

void HistoryService::Private::beginGaps(qint64 time)
{
    for (quint32 key = 0; key < quint32(m_open.size()); ++key) {
        OpenTag &tag = m_open[key];
        if (tag.entries.isEmpty() || !tag.entries.constLast().sample.good)
            continue;
        const qint64 at = std::max(time, tag.entries.constLast().sample.time + 1);
        tag.entries.append({m_nextNumber++, key, {at, 0, false}});
        ++m_openCount;
    }
}

void HistoryService::Private::enqueue(const ValueBatch &batch)
{
    const Timestamp now = clock.now();
    QList<JournalEntry> kept;
    for (const TagSample &sample : batch) {
        if (const auto taken = m_filter.pass(sample, now))
            kept.append({0, m_keys[sample.tag], *taken});
    }
    if (kept.isEmpty())
        return;
    const std::lock_guard lock(m_mutex);
    if (!m_running)
        return;
    m_pending.append(kept);
    if (m_pending.size() > kMaxPending)
        dropOldest();
}

void HistoryService::Private::dropOldest()
{
    const qsizetype before = m_pending.size();
    const auto half = m_pending.begin() + before / 2;
    const auto end = std::remove_if(m_pending.begin(), half,
                                    [](const JournalEntry &entry) { return entry.sample.good; });
    m_pending.erase(end, half);
    m_dropped += quint64(before - m_pending.size());
    if (!m_overflowing)
        qCWarning(lcStorage) << "the disk is too slow for the history; samples are left out";
    m_overflowing = true;
}

QList<JournalEntry> HistoryService::Private::takePending()
{
    QList<JournalEntry> fresh = std::exchange(m_pending, {});
    for (JournalEntry &entry : fresh) {
        entry.number = m_nextNumber++;
        m_open[entry.tag].entries.append(entry);
    }
    m_openCount += fresh.size();
    if (m_overflowing)
        qCWarning(lcStorage) << "history:" << m_dropped << "samples were left out so far";
    m_overflowing = false;
    return fresh;
}

void HistoryService::Private::work()
{
    std::unique_lock lock(m_mutex);
    bool isLast = false;
    auto begun = std::chrono::steady_clock::now();
    while (!isLast) {
        if (m_running)
            m_wake.wait_until(lock, begun + kSyncPeriod);
        begun = std::chrono::steady_clock::now();
        isLast = !m_running;
        const QList<JournalEntry> fresh = takePending();
        lock.unlock();
        writeJournal(fresh);
        if (!isLast)
            sealChunks();
        lock.lock();
    }
    beginGaps(toMsSinceEpoch(clock.now()));
    lock.unlock();
    rewriteJournal();
}

void HistoryService::Private::writeJournal(const QList<JournalEntry> &fresh)
{
    if (m_journalBroken) {
        rewriteJournal();
        return;
    }
    if (fresh.isEmpty())
        return;
    Result<void> done = m_journal.append(fresh);
    if (done)
        done = m_journal.sync();
    m_journalBroken = !done;
    if (!done)
        qCWarning(lcStorage) << "history journal:" << done.error().detail;
}

void HistoryService::Private::rewriteJournal()
{
    Journal::Contents contents;
    {
        const std::lock_guard lock(m_mutex);
        contents.entries.reserve(m_openCount);
        for (const OpenTag &tag : std::as_const(m_open)) {
            contents.tags.append(tag.id);
            contents.entries.append(tag.entries);
        }
    }
    m_journalBroken = !m_journal.rewrite(contents);
}

QList<NewChunk> HistoryService::Private::fullChunks()
{
    const std::lock_guard lock(m_mutex);
    const qint64 oldest = toMsSinceEpoch(clock.now()) - kChunkAgeMs;
    const qsizetype average = m_openCount / std::max<qsizetype>(m_open.size(), 1);
    QList<NewChunk> chunks;
    for (const OpenTag &tag : std::as_const(m_open)) {
        const qsizetype count = tag.entries.size() - 1;
        const bool isFull = count >= kChunkSamples
            || (count > 0 && tag.entries.constFirst().sample.time < oldest)
            || (m_openCount > kMaxOpen && count > 0 && count + 1 >= average);
        if (isFull)
            chunks.append(
                {tag.id, tag.entries[count - 1].number, samplesOf(tag.entries.first(count)), {}});
    }
    return chunks;
}

void HistoryService::Private::sealChunks()
{
    QList<NewChunk> chunks = fullChunks();
    if (chunks.isEmpty())
        return;
    for (NewChunk &chunk : chunks)
        chunk.packed = encodeChunk(chunk.samples);
    const auto stored = store
                            .write([chunks](QSqlDatabase &db) -> Result<void> {
                                for (const NewChunk &chunk : chunks) {
                                    if (auto done = insertChunk(db, chunk); !done)
                                        return done;
                                }
                                return {};
                            })
                            .result();
    if (stored)
        forget(chunks);
    else
        qCWarning(lcStorage) << "history:" << stored.error().detail;
}

void HistoryService::Private::forget(const QList<NewChunk> &chunks)
{
    qint64 worthwhile = kJournalBytes;
    {
        const std::lock_guard lock(m_mutex);
        for (const NewChunk &chunk : chunks) {
            QList<JournalEntry> &entries = m_open[m_keyOfTag.value(chunk.tagId)].entries;
            entries.remove(0, chunk.samples.size());
            m_openCount -= chunk.samples.size();
        }
        worthwhile = std::max(worthwhile, 2 * kEntryBytes * m_openCount);
    }
    if (m_journal.size() > worthwhile)
        rewriteJournal();
}

QList<HistorySample> HistoryService::Private::openSamples(const QString &tagId, quint64 number)
{
    const std::lock_guard lock(m_mutex);
    const auto key = m_keyOfTag.constFind(tagId);
    if (key == m_keyOfTag.cend())
        return {};
    QList<HistorySample> samples;
    for (const JournalEntry &entry : std::as_const(m_open[*key].entries)) {
        if (entry.number > number)
            samples.append(entry.sample);
    }
    for (const JournalEntry &entry : std::as_const(m_pending)) {
        if (entry.tag == *key)
            samples.append(entry.sample);
    }
    return samples;
}

} // namespace mws
