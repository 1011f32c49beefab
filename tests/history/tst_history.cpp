// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "history/historyservice.h"
#include "storage/statement.h"
#include "storage/store.h"
#include "support/fakeclock.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QUuid>
#include <csignal>
#include <cstdio>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

Tag recordedTag(const char *id, DataType type, double deadband)
{
    Tag tag;
    tag.id = QLatin1String(id);
    tag.path = QLatin1String("area/unit/") + QLatin1String(id);
    tag.type = type;
    tag.history.enabled = true;
    tag.history.deadband = deadband;
    tag.history.maxIntervalS = 600;
    return tag;
}

/// Tags sorted by path: band, plain, switch, text, unrecorded.
ProjectPtr testProject()
{
    ProjectData data;
    Tag unrecorded = recordedTag("unrecorded", DataType::Float64, 0);
    unrecorded.history.enabled = false;
    data.tags
        = {recordedTag("band", DataType::Float64, 0.5), recordedTag("plain", DataType::Float64, 0),
           recordedTag("switch", DataType::Bool, 0), recordedTag("text", DataType::String, 0),
           unrecorded};
    return std::make_shared<Project>(data);
}

/// The child of killLosesTheLastSecondAtMost: records 100 samples per second, prints each.
int recordForEver(const QString &database, const QString &journal)
{
    const SystemClock clock;
    Store store;
    if (!store.open(database))
        return 1;
    const ProjectPtr project = testProject();
    HistoryService history(project, store, journal, clock);
    if (!history.open())
        return 2;
    const TagIndex tag = project->indexOf(QStringLiteral("plain"));
    for (int n = 1;; ++n) {
        const Timestamp now = clock.now();
        history.record({{tag, {Value(double(n)), {Quality::Good, 0}, now}}});
        std::printf("%d %lld\n", n, static_cast<long long>(toMsSinceEpoch(now)));
        std::fflush(stdout);
        QThread::msleep(10);
    }
}

} // namespace

class HistoryTest final : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_name;
    FakeClock m_clock;
    Timestamp m_start = m_clock.now();
    ProjectPtr m_project = testProject();
    std::unique_ptr<Store> m_store;
    std::unique_ptr<HistoryService> m_history;

    void openAll()
    {
        m_store = std::make_unique<Store>();
        QVERIFY(m_store->open(m_name + QStringLiteral(".db")));
        m_history = std::make_unique<HistoryService>(m_project, *m_store,
                                                     m_name + QStringLiteral(".journal"), m_clock);
        const auto opened = m_history->open();
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().detail));
    }

    void closeAll()
    {
        m_history.reset();
        m_store.reset();
    }

    /// A project of recorded numbers instead of the usual one.
    QStringList useManyTags(int number)
    {
        closeAll();
        ProjectData data;
        for (int i = 0; i < number; ++i)
            data.tags.append(recordedTag(qPrintable(QStringLiteral("many%1").arg(1000 + i)),
                                         DataType::Float64, 0));
        m_project = std::make_shared<Project>(data);
        openAll();
        QStringList ids;
        for (TagIndex tag = 0; tag < m_project->tagCount(); ++tag)
            ids.append(m_project->tag(tag).id);
        return ids;
    }

    /// Entries in the journal.
    qint64 journalled() { return QFileInfo(m_name + QStringLiteral(".journal")).size() / 29; }

    void put(const char *tag, const Value &value, Quality quality = Quality::Good)
    {
        m_history->record(
            {{m_project->indexOf(QLatin1String(tag)), {value, {quality, 0}, m_clock.now()}}});
    }

    QList<HistoryPoint> points(const char *tag, int most = 10000)
    {
        const auto series
            = m_history->query(QLatin1String(tag), m_start - 1h, m_clock.now() + 1h, most).result();
        return series ? series->points : QList<HistoryPoint>{};
    }

    QList<double> values(const char *tag)
    {
        QList<double> all;
        const auto found = points(tag);
        for (const HistoryPoint &point : found) {
            if (point.good)
                all.append(point.last);
        }
        return all;
    }

    qint64 count(const char *what)
    {
        return *m_store
                    ->read<qint64>([what](QSqlDatabase &db) -> Result<qint64> {
                        Statement row(db,
                                      QStringLiteral("SELECT %1 FROM history_chunk")
                                          .arg(QLatin1String(what)));
                        if (auto ran = row.run(); !ran)
                            return ran.error();
                        return row.next() ? row.number(0) : 0;
                    })
                    .result();
    }

private Q_SLOTS:
    void init()
    {
        m_name = m_folder.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces));
        m_start = m_clock.now();
        m_project = testProject();
        openAll();
    }

    void cleanup() { closeAll(); }

    void keepsWhatTheRuleWants()
    {
        for (const double value : {10.0, 10.4, 10.6, 10.6, 11.0, 10.0}) {
            put("band", Value(value));
            put("plain", Value(value));
            m_clock.advance(1s);
        }
        QCOMPARE(values("band"), (QList<double>{10.0, 10.6, 10.0}));
        QCOMPARE(values("plain"), (QList<double>{10.0, 10.4, 10.6, 11.0, 10.0}));
        m_clock.advance(600s);
        put("band", Value(10.1)); // within the deadband, but due
        QCOMPARE(values("band"), (QList<double>{10.0, 10.6, 10.0, 10.1}));
    }

    void boolIsANumberAndTextIsNot()
    {
        put("switch", Value(true));
        put("switch", Value(false));
        put("text", Value(QStringLiteral("hello")));
        put("unrecorded", Value(5.0));
        QCOMPARE(values("switch"), (QList<double>{1, 0}));
        QVERIFY(points("text").isEmpty());
        QVERIFY(points("unrecorded").isEmpty());
    }

    void qualityChangesMakeGaps()
    {
        put("band", Value(10.0));
        m_clock.advance(1s);
        put("band", Value(10.0), Quality::BadCommunication);
        put("band", Value(10.0), Quality::BadCommunication);
        m_clock.advance(1s);
        put("band", Value(10.0), Quality::Uncertain);
        m_clock.advance(1s);
        put("band", Value(10.0));
        const auto found = points("band");
        QCOMPARE(found.size(), 3);
        QVERIFY(found[0].good && !found[1].good && found[2].good);
        QCOMPARE(found[1].time, m_start + 1s);
        QCOMPARE(found[2].time, m_start + 3s);
    }

    void questionsThatMakeNoSense()
    {
        const auto code = [this](const char *tag, Timestamp from, Timestamp to) {
            const auto answer = m_history->query(QLatin1String(tag), from, to, 10).result();
            return answer ? ErrorCode::Internal : answer.error().code;
        };
        QCOMPARE(code("nothing", m_start, m_start + 1s), ErrorCode::NotFound);
        QCOMPARE(code("plain", m_start, m_start), ErrorCode::Invalid);
    }

    void survivesARestartWithAGap()
    {
        for (int i = 0; i < 10; ++i) {
            put("plain", Value(double(i)));
            m_clock.advance(1s);
        }
        closeAll();
        m_clock.advance(60s);
        openAll();
        put("plain", Value(77.0));
        const auto found = points("plain");
        QCOMPARE(found.size(), 12);
        QVERIFY(!found[10].good);
        QCOMPARE(found[10].time, m_start + 10s);
        QCOMPARE(found[11].last, 77.0);
    }

    void fullChunksGoToTheDatabaseOnce()
    {
        QList<double> expected;
        for (int i = 0; i < 5000; ++i) {
            const double value = (i % 300) / 10.0;
            expected.append(value);
            put("plain", Value(value));
            m_clock.advance(1s);
        }
        QCOMPARE(values("plain"), expected);
        QTRY_COMPARE_WITH_TIMEOUT(count("sum(count)"), qint64(4999), 10000);
        QCOMPARE(values("plain"), expected);
        closeAll();
        openAll();
        QCOMPARE(values("plain"), expected); // journal and chunks overlap, nothing twice
        QCOMPARE(count("sum(count)"), qint64(4999));
    }

    void whatIsTooOldGoesInWholeChunks()
    {
        for (int i = 0; i < 8500; ++i) {
            put("plain", Value(double(i)));
            m_clock.advance(1s);
            if (i % 2000 == 1999)
                QTRY_VERIFY_WITH_TIMEOUT(count("count(*)") >= i / 2000, 10000);
        }
        QTRY_VERIFY_WITH_TIMEOUT(count("count(*)") >= 3, 10000);
        const qint64 chunks = count("count(*)");
        QCOMPARE(*m_history->cut(m_start).result(), 0);
        const qint64 second = count("min(last)") + 1; // where the second chunk begins, about
        QCOMPARE(*m_history->cut(fromMsSinceEpoch(second)).result(), 1);
        QCOMPARE(*m_history->cut(fromMsSinceEpoch(second)).result(), 0);
        QCOMPARE(count("count(*)"), chunks - 1);
        QVERIFY(values("plain").constFirst() > 0);
        QCOMPARE(values("plain").constLast(), 8499.0); // in the journal
        // Of a clock that ran ahead the newest chunk of the tag is left, and the journal.
        QCOMPARE(*m_history->cut(m_clock.now() + 24h * 36500).result(), chunks - 2);
        QCOMPARE(count("count(*)"), qint64(1));
        QCOMPARE(values("plain").constLast(), 8499.0);
        closeAll();
        openAll();
        QCOMPARE(values("plain").constLast(), 8499.0);
    }

    void tagsThatFillAlikeAreSealedTogether()
    {
        const QStringList ids = useManyTags(150);
        const int perTag = 1700; // 255,000 open samples, none of the tags near a full chunk
        for (int i = 0; i < perTag; ++i) {
            ValueBatch batch;
            for (TagIndex tag = 0; tag < TagIndex(ids.size()); ++tag)
                batch.append({tag, {Value(double(i)), {Quality::Good, 0}, m_clock.now()}});
            m_history->record(batch);
            m_clock.advance(1s);
            if (i % 500 == 499)
                QTRY_VERIFY_WITH_TIMEOUT(journalled() >= qint64(ids.size()) * i, 20000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(count("count(*)"), qint64(ids.size()), 20000);
        const QByteArray last = ids.constLast().toLatin1();
        QCOMPARE(values(last.constData()).size(), perTag);
    }

    void rangesComeFromTheRightChunks()
    {
        for (int i = 0; i < 5000; ++i) {
            put("plain", Value(double(i)));
            m_clock.advance(1s);
            if (i == 2200)
                QTRY_VERIFY_WITH_TIMEOUT(count("count(*)") >= 1, 10000);
        }
        QTRY_VERIFY_WITH_TIMEOUT(count("count(*)") >= 2, 10000);
        for (const int from : {0, 1, 1999, 2000, 2001, 2200, 4000, 4998}) {
            const auto series = m_history
                                    ->query(QStringLiteral("plain"), m_start + 1s * from,
                                            m_start + 1s * (from + 2), 100)
                                    .result();
            QVERIFY(series);
            QList<double> found;
            for (const HistoryPoint &point : series->points)
                found.append(point.last);
            QList<double> expected{double(from), double(from + 1)};
            if (from > 0)
                expected.prepend(from - 1);
            QCOMPARE(found, expected);
        }
    }

    void longSeriesAreReduced()
    {
        for (int i = 0; i < 3000; ++i) {
            put("plain", Value(i == 1500 ? 1000.0 : double(i % 10)));
            m_clock.advance(1s);
        }
        const auto series
            = m_history->query(QStringLiteral("plain"), m_start, m_clock.now(), 100).result();
        QVERIFY(series->reduced);
        QVERIFY(series->points.size() <= 100);
        double most = 0;
        for (const HistoryPoint &point : series->points)
            most = std::max(most, point.max);
        QCOMPARE(most, 1000.0);
    }

    void tagsThatLeftTheProjectKeepTheirSamples()
    {
        put("plain", Value(1.0));
        put("band", Value(2.0));
        closeAll();
        ProjectData fewer;
        fewer.tags = {recordedTag("band", DataType::Float64, 0.5)};
        const ProjectPtr all = std::exchange(m_project, std::make_shared<Project>(fewer));
        openAll();
        put("band", Value(3.0));
        closeAll();
        m_project = all;
        openAll();
        QCOMPARE(values("plain"), (QList<double>{1.0}));
        QCOMPARE(values("band"), (QList<double>{2.0, 3.0}));
    }

    void overflowKeepsQualityChanges()
    {
        ValueBatch batch;
        const TagIndex tag = m_project->indexOf(QStringLiteral("plain"));
        put("plain", Value(1.0), Quality::BadCommunication);
        m_clock.advance(1s);
        for (int i = 0; i < 150000; ++i)
            batch.append({tag, {Value(double(i)), {Quality::Good, 0}, m_clock.now()}});
        m_history->record(batch); // more than the queue holds
        const auto series
            = m_history->query(QStringLiteral("plain"), m_start - 1s, m_clock.now() + 1s, 10000)
                  .result();
        QVERIFY(series);
        QVERIFY(std::any_of(series->points.cbegin(), series->points.cend(),
                            [](const HistoryPoint &point) { return !point.good; }));
        QCOMPARE(series->points.constLast().last, 149999.0);
    }

    void killLosesTheLastSecondAtMost()
    {
        closeAll();
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--record"), m_name + QStringLiteral(".db"),
                     m_name + QStringLiteral(".journal")});
        QByteArray out;
        while (out.count('\n') < 350 && child.waitForReadyRead(20000))
            out += child.readAllStandardOutput();
        QVERIFY(::kill(pid_t(child.processId()), SIGKILL) == 0);
        QVERIFY(child.waitForFinished(20000));
        out += child.readAllStandardOutput();
        QList<QByteArray> lines = out.split('\n');
        while (!lines.isEmpty() && lines.constLast().isEmpty())
            lines.removeLast();
        QVERIFY(lines.size() >= 350);
        const qint64 first = lines.constFirst().split(' ').value(1).toLongLong();
        const qint64 last = lines.constLast().split(' ').value(1).toLongLong();
        openAll();
        const auto series = m_history
                                ->query(QStringLiteral("plain"), fromMsSinceEpoch(first),
                                        fromMsSinceEpoch(last + 10000), 10000)
                                .result();
        QVERIFY(series);
        int number = 0;
        qint64 reached = 0;
        for (const HistoryPoint &point : series->points) {
            if (!point.good)
                continue;
            QCOMPARE(int(point.last), ++number); // none is missing in between
            reached = toMsSinceEpoch(point.time);
        }
        QVERIFY2(last - reached <= 1000, qPrintable(QString::number(last - reached)));
        QVERIFY(!series->points.constLast().good);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--record"))
        return recordForEver(arguments.value(2), arguments.value(3));
    HistoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_history.moc"
