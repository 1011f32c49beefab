// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/historyreading.h"
#include "history/historyservice.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QTemporaryDir>
#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

const QString kTag = QStringLiteral("plain");

ProjectPtr projectOf(const QStringList &ids)
{
    ProjectData data;
    for (const QString &id : ids) {
        Tag tag;
        tag.id = id;
        tag.path = QStringLiteral("area/unit/") + id;
        tag.type = DataType::Float64;
        tag.history.enabled = true;
        tag.history.maxIntervalS = 600;
        data.tags.append(tag);
    }
    return std::make_shared<Project>(data);
}

} // namespace

/// Every sample of a tag, step by step.
class HistoryReadingTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_number = 0;
    FakeClock m_clock;
    ProjectPtr m_project = projectOf({kTag, QStringLiteral("other")});
    std::unique_ptr<Store> m_store;
    std::unique_ptr<HistoryService> m_history;
    QList<HistorySample> m_recorded; ///< of kTag

    void open()
    {
        const QString name = m_folder.filePath(QString::number(m_number));
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(name + QStringLiteral(".db")));
        m_history = std::make_unique<HistoryService>(m_project, *m_store,
                                                     name + QStringLiteral(".journal"), m_clock);
        QVERIFY(m_history->open());
    }

    /// So many values a second apart, of both tags.
    void record(int count)
    {
        ValueBatch batch;
        for (int n = 0; n < count; ++n) {
            m_clock.advance(1s);
            const double value = double(m_recorded.size()) / 8;
            const TagValue now{value, {Quality::Good, 0}, m_clock.now()};
            batch.append({m_project->indexOf(kTag), now});
            batch.append({m_project->indexOf(QStringLiteral("other")), now});
            m_recorded.append({toMsSinceEpoch(m_clock.now()), value, true});
        }
        m_history->record(batch);
    }

    [[nodiscard]] qint64 chunks()
    {
        const auto count = [](QSqlDatabase &db) -> Result<qint64> {
            Statement row(db, QStringLiteral("SELECT count(*) FROM history_chunk"));
            if (auto ran = row.run(); !ran)
                return ran.error();
            return row.next() ? row.number(0) : 0;
        };
        return m_store->read<qint64>(count).result().value();
    }

    HistoryReading step(const HistoryReading &reading)
    {
        const auto next = m_history->readOn(reading).result();
        if (!next)
            qFatal("%s", qPrintable(next.error().detail));
        return *next;
    }

    /// All that comes; between is called before each step.
    QList<HistorySample> read(qint64 from, qint64 to, const std::function<void()> &between = {})
    {
        HistoryReading reading{kTag, fromMsSinceEpoch(from), fromMsSinceEpoch(to)};
        QList<HistorySample> all;
        while (!reading.isOver) {
            if (between)
                between();
            reading = step(reading);
            all.append(reading.samples);
        }
        return all;
    }

    [[nodiscard]] QList<HistorySample> recorded(qint64 from, qint64 to) const
    {
        QList<HistorySample> some = m_recorded;
        some.removeIf([=](const auto &one) { return one.time < from || one.time >= to; });
        return some;
    }

    [[nodiscard]] qint64 now() const { return toMsSinceEpoch(m_clock.now()); }

private Q_SLOTS:
    void init()
    {
        ++m_number;
        m_recorded.clear();
        open();
    }
    void cleanup()
    {
        m_history.reset();
        m_store.reset();
    }

    void givesChunksAndWhatIsInNone()
    {
        record(5000);
        QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 2, 20000);
        record(10);
        QCOMPARE(read(0, now() + 1), m_recorded);
    }

    void theRangeIsFromInclusiveToExclusive()
    {
        record(5000);
        QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 2, 20000);
        record(100);
        for (const int first : {0, 1, 4999, 5000, 5050}) {
            for (const int end : {1, 2500, 5000, 5001, 5100}) {
                const qint64 from = m_recorded[first].time;
                const qint64 to = m_recorded[end - 1].time;
                QCOMPARE(read(from, to), recorded(from, to));
            }
        }
        QCOMPARE(read(now() + 1, now() + 2), QList<HistorySample>());
        QCOMPARE(read(0, m_recorded.first().time), QList<HistorySample>());
    }

    // What is in no chunk at the first step becomes one before the last.
    void eachComesOnceWhileChunksAreMade()
    {
        for (int n = 0; n < 3; ++n) {
            record(5000);
            QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 2 * (n + 1), 20000);
        }
        const auto more = [this] {
            if (m_recorded.size() >= 30000)
                return;
            const qint64 before = chunks();
            record(5000);
            QTRY_VERIFY_WITH_TIMEOUT(chunks() > before, 20000);
        };
        QCOMPARE(read(0, now() + qint64(24) * 3600 * 1000, more), m_recorded);
        QCOMPARE(m_recorded.size(), 30000);
    }

    void aClockThatWasSetBackLosesNothing()
    {
        record(3000);
        QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 2, 20000);
        m_clock.step(-2h);
        record(3000);
        QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 4, 20000);
        QCOMPARE(read(0, now() + qint64(24) * 3600 * 1000), m_recorded);
    }

    void whatIsCutOffMeanwhileIsLeftOut()
    {
        for (int made = 2; made <= 6; made += 2) {
            record(3000);
            QTRY_VERIFY_WITH_TIMEOUT(chunks() >= made, 20000);
        }
        HistoryReading reading = step({kTag, {}, m_clock.now() + 1ms});
        QCOMPARE(reading.chunks.size(), 2); // that it knows already
        qsizetype read = reading.samples.size();
        QVERIFY(m_history->cut(m_clock.now() + 1h).result());
        while (!reading.isOver) {
            reading = step(reading);
            read += reading.samples.size();
        }
        QCOMPARE(read, 6000); // of the first chunk, of the last, and of what is in none
    }

    void othersThanOfTheProjectAreNotFound()
    {
        const auto next = m_history->readOn({QStringLiteral("gone")}).result();
        QVERIFY(!next);
        QCOMPARE(next.error().code, ErrorCode::NotFound);
    }

    void aDamagedChunkIsAnError()
    {
        record(3000);
        QTRY_VERIFY_WITH_TIMEOUT(chunks() >= 2, 20000);
        QVERIFY(m_store
                    ->write([](QSqlDatabase &db) {
                        return execute(db,
                                       QStringLiteral("UPDATE history_chunk SET samples = x'00'"));
                    })
                    .result());
        QVERIFY(!m_history->readOn({kTag, {}, m_clock.now()}).result());
    }
};

QTEST_GUILESS_MAIN(HistoryReadingTest)
#include "tst_historyreading.moc"
