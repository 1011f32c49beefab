// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/chunkcodec.h"
#include "history/journal.h"
#include "history/reduce.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <limits>

using namespace mws;

namespace
{

constexpr qint64 kStart = 1767225600000;

/// A temperature with one decimal that wanders, read every second with some jitter.
QList<HistorySample> slowAnalogue(int count)
{
    QRandomGenerator random(7);
    QList<HistorySample> samples;
    qint64 tenths = 215;
    for (int i = 0; i < count; ++i) {
        tenths += random.bounded(-1, 2);
        samples.append({kStart + qint64(i) * 1000 + random.bounded(0, 4), double(tenths) / 10});
    }
    return samples;
}

QList<HistorySample> randomSamples(QRandomGenerator &random, int count)
{
    QList<HistorySample> samples;
    qint64 time = kStart;
    for (int i = 0; i < count; ++i) {
        time += random.bounded(0, 5000);
        const bool good = random.bounded(10) != 0;
        samples.append({time, good ? random.bounded(200.0) - 100 : 0, good});
    }
    return samples;
}

/// What held at time, looked up the slow way.
std::optional<HistorySample> heldAt(const QList<HistorySample> &samples, qint64 time)
{
    std::optional<HistorySample> held;
    for (const HistorySample &sample : samples) {
        if (sample.time <= time)
            held = sample;
    }
    return held;
}

} // namespace

class HistoryPartsTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    void checkStretches(const QList<HistorySample> &cut, const HistorySeries &series, qint64 from,
                        qint64 to, int stretches)
    {
        for (int i = 0; i < stretches; ++i) {
            const qint64 begin = from + (to - from) * i / stretches;
            const qint64 end = from + (to - from) * (i + 1) / stretches;
            double sum = 0;
            double min = std::numeric_limits<double>::infinity();
            double max = -min;
            qint64 known = 0;
            for (qint64 at = begin; at < end; ++at) {
                const auto held = heldAtFast(cut, at);
                if (!held || !held->good)
                    continue;
                ++known;
                sum += held->value;
                min = std::min(min, held->value);
                max = std::max(max, held->value);
            }
            const auto point = std::find_if(series.points.cbegin(), series.points.cend(),
                                            [&](const HistoryPoint &p) {
                                                return p.good && toMsSinceEpoch(p.time) >= begin
                                                    && toMsSinceEpoch(p.time) < end;
                                            });
            QCOMPARE(point != series.points.cend(), known > 0);
            if (known == 0)
                continue;
            QVERIFY(point->min <= min && point->max >= max);
            QVERIFY2(std::abs(point->mean - sum / double(known)) < 1e-6, "mean");
        }
    }

    /// heldAt() with a memory, for times that grow.
    static std::optional<HistorySample> heldAtFast(const QList<HistorySample> &samples, qint64 time)
    {
        const auto after = std::upper_bound(
            samples.cbegin(), samples.cend(), time,
            [](qint64 at, const HistorySample &sample) { return at < sample.time; });
        return after == samples.cbegin() ? std::nullopt : std::optional(*(after - 1));
    }

private Q_SLOTS:
    void chunksAreLossless_data()
    {
        QTest::addColumn<QList<HistorySample>>("samples");
        const double nothing = 0;
        QTest::newRow("empty") << QList<HistorySample>{};
        QTest::newRow("one") << QList<HistorySample>{{kStart, 1.5}};
        QTest::newRow("one gap") << QList<HistorySample>{{kStart, nothing, false}};
        QTest::newRow("whole") << QList<HistorySample>{{1, 5}, {2, -7}, {3, 1e15}};
        QTest::newRow("decimals") << QList<HistorySample>{{1, 0.1}, {2, 21.37}, {3, -0.000001}};
        QTest::newRow("float32") << QList<HistorySample>{{1, double(21.37F)}, {2, double(-1e-30F)}};
        QTest::newRow("float64") << QList<HistorySample>{{1, M_PI}, {2, 1e300}, {3, -5e-324}};
        QTest::newRow("minus zero") << QList<HistorySample>{{1, -0.0}, {2, 0.0}};
        QTest::newRow("largest") << QList<HistorySample>{
            {1, std::numeric_limits<double>::max()}, {2, std::numeric_limits<double>::lowest()}};
        QTest::newRow("gaps") << QList<HistorySample>{
            {1, nothing, false}, {2, 3}, {3, nothing, false}, {4, 4}};
        QTest::newRow("clock went back") << QList<HistorySample>{{kStart, 1}, {5, 2}, {-9, 3}};
        QTest::newRow("slow analogue") << slowAnalogue(2000);
        QRandomGenerator random(1);
        QTest::newRow("random") << randomSamples(random, 3000);
    }

    void chunksAreLossless()
    {
        QFETCH(QList<HistorySample>, samples);
        const auto back = decodeChunk(encodeChunk(samples));
        QVERIFY(back);
        QCOMPARE(*back, samples);
        for (qsizetype i = 0; i < samples.size(); ++i)
            QCOMPARE(std::signbit(back->at(i).value), std::signbit(samples[i].value));
    }

    void slowValuesTakeAByteAtMost()
    {
        const qsizetype size = encodeChunk(slowAnalogue(2000)).size();
        qInfo("%.2f bytes per sample", double(size) / 2000);
        QVERIFY(size <= 2000);
    }

    void damagedChunksAreRefused()
    {
        const QByteArray whole = encodeChunk(slowAnalogue(300));
        QVERIFY(!decodeChunk({}));
        QVERIFY(!decodeChunk("nonsense"));
        for (qsizetype length = 1; length < whole.size(); length += 7)
            QVERIFY(!decodeChunk(whole.left(length)));
        QRandomGenerator random(3);
        for (int i = 0; i < 2000; ++i) { // must not crash; may decode to something
            QByteArray damaged = whole;
            const int at = random.bounded(int(damaged.size()));
            damaged[at] = char(damaged[at] ^ (1 << random.bounded(8)));
            (void)decodeChunk(damaged);
        }
    }

    void crcIsTheOneOfZlib() { QCOMPARE(crc32("123456789"), 0xCBF43926U); }

    void fewSamplesStayAsTheyAre()
    {
        const QList<HistorySample> samples{{50, 1}, {150, 2}, {200, 0, false}};
        const auto series = toSeries(cutToRange(samples, 100, 300), 100, 300, 1000, 10);
        QVERIFY(!series.reduced);
        QCOMPARE(series.points.size(), 3);
        QCOMPARE(series.points[0].time, fromMsSinceEpoch(50));
        QCOMPARE(series.points[1].mean, 2.0);
        QVERIFY(!series.points[2].good);
    }

    void cutKeepsTheValueThatHeldBefore()
    {
        const QList<HistorySample> samples{{30, 3}, {10, 1}, {20, 2}, {40, 4}};
        QCOMPARE(cutToRange(samples, 25, 40), (QList<HistorySample>{{20, 2}, {30, 3}}));
        QCOMPARE(cutToRange(samples, 20, 30), (QList<HistorySample>{{10, 1}, {20, 2}}));
        QCOMPARE(cutToRange(samples, 0, 5), QList<HistorySample>{});
        QCOMPARE(cutToRange(samples, 90, 95), (QList<HistorySample>{{40, 4}}));
    }

    void reductionAgreesWithBruteForce()
    {
        QRandomGenerator random(11);
        for (int round = 0; round < 40; ++round) {
            const auto samples = randomSamples(random, 400 + random.bounded(200));
            const qint64 from = kStart + random.bounded(100000);
            const qint64 to = from + 400 * (1000 + random.bounded(1000));
            const auto cut = cutToRange(samples, from, to);
            const int maxPoints = 100;
            const auto series = toSeries(cut, from, to, to, maxPoints);
            if (!series.reduced)
                continue;
            QVERIFY(series.points.size() <= maxPoints);
            checkStretches(cut, series, from, to, maxPoints / 2);
        }
    }

    void extremesSurviveReduction()
    {
        QList<HistorySample> samples;
        for (int i = 0; i < 50000; ++i)
            samples.append({kStart + i * 1000, 20.0});
        samples[31234].value = 99;
        samples[123].value = -99;
        const qint64 to = kStart + 50000 * 1000;
        const auto series = toSeries(samples, kStart, to, to, 200);
        double min = 0;
        double max = 0;
        for (const HistoryPoint &point : series.points) {
            min = std::min(min, point.min);
            max = std::max(max, point.max);
        }
        QCOMPARE(min, -99.0);
        QCOMPARE(max, 99.0);
    }

    void gapsStayGaps()
    {
        QList<HistorySample> samples;
        for (int i = 0; i < 1000; ++i)
            samples.append({kStart + i * 1000, 5.0});
        samples[100] = {samples[100].time, 0, false}; // one second
        for (int i = 500; i < 700; ++i)
            samples[i] = {samples[i].time, 0, false};
        const qint64 to = kStart + 1000 * 1000;
        const auto series = toSeries(samples, kStart, to, to, 50);
        QList<qint64> gaps;
        for (const HistoryPoint &point : series.points) {
            if (!point.good)
                gaps.append((toMsSinceEpoch(point.time) - kStart) / 1000);
            else
                QCOMPARE(point.mean, 5.0);
        }
        QCOMPARE(gaps, (QList<qint64>{100, 500}));
        const auto inside = std::count_if(
            series.points.cbegin(), series.points.cend(), [](const HistoryPoint &point) {
                const qint64 at = (toMsSinceEpoch(point.time) - kStart) / 1000;
                return point.good && at >= 500 && at < 700;
            });
        QCOMPARE(inside, 0);
    }

    void heldAtFastIsRight()
    {
        QRandomGenerator random(5);
        const auto samples = randomSamples(random, 50);
        for (qint64 at = kStart - 10; at < kStart + 100000; at += 97)
            QCOMPARE(heldAtFast(samples, at), heldAt(samples, at));
    }

    void journalGivesBackWhatItTook()
    {
        const QString file = m_folder.filePath(QStringLiteral("a.journal"));
        const QList<JournalEntry> one{{1, 0, {kStart, 1.5}}, {2, 1, {kStart, 0, false}}};
        const QList<JournalEntry> two{{3, 1, {kStart + 1, -2.5}}};
        {
            Journal journal(file);
            QVERIFY(journal.read()->entries.isEmpty());
            QVERIFY(journal.rewrite({{QStringLiteral("t"), QStringLiteral("u")}, one}));
            QVERIFY(journal.append(two));
            QVERIFY(journal.sync());
        }
        QVERIFY(!QFile::permissions(file).testFlag(QFile::ReadOther));
        const auto back = Journal(file).read();
        QCOMPARE(back->tags, (QStringList{QStringLiteral("t"), QStringLiteral("u")}));
        QCOMPARE(back->entries.size(), 3);
        QCOMPARE(back->entries[1].sample, one[1].sample);
        QCOMPARE(back->entries[2].number, quint64(3));
        QCOMPARE(back->entries[2].sample, two[0].sample);
    }

    void tornEndIsLeftOut()
    {
        const QString file = m_folder.filePath(QStringLiteral("b.journal"));
        qint64 whole = 0;
        {
            Journal journal(file);
            QVERIFY(journal.rewrite({{QStringLiteral("t")}, {{1, 0, {kStart, 1}}}}));
            whole = journal.size();
            QVERIFY(journal.append({{2, 0, {kStart + 1, 2}}}));
        }
        QFile all(file);
        QVERIFY(all.open(QIODevice::ReadOnly));
        const QByteArray bytes = all.readAll();
        for (qint64 length = whole; length <= bytes.size(); ++length) {
            const QString torn = m_folder.filePath(QStringLiteral("torn.journal"));
            QFile out(torn);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(bytes.left(length));
            out.close();
            const auto back = Journal(torn).read();
            QVERIFY(back);
            QCOMPARE(back->entries.size(), length == bytes.size() ? 2 : 1);
        }
        QByteArray flipped = bytes;
        flipped[flipped.size() - 1] = char(flipped.back() ^ 1);
        QFile out(m_folder.filePath(QStringLiteral("flipped.journal")));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(flipped);
        out.close();
        QCOMPARE(Journal(out.fileName()).read()->entries.size(), 1);
    }

    void foreignFileIsRefused()
    {
        QFile file(m_folder.filePath(QStringLiteral("c.journal")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is a letter to my aunt");
        file.close();
        QCOMPARE(Journal(file.fileName()).read().error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(HistoryPartsTest)
#include "tst_history_parts.moc"
