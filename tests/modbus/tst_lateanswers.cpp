// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/lateline.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

constexpr Milliseconds kTimeout{500};
constexpr Milliseconds kQuiet{100};
constexpr Milliseconds kUsual{2};

using Takes = std::optional<Milliseconds>;

QString c()
{
    return QStringLiteral("c");
}

QString other()
{
    return QStringLiteral("other");
}

/// Unit 1 with three reads of one register, unit 2 with another, on a LateLine.
class Late : public Bench
{
public:
    explicit Late(int retries, ConnectionKind kind = ConnectionKind::Rtu)
        : Bench(2)
    {
        connection.kind = kind;
        connection.responseTimeoutMs = int(kTimeout.count());
        connection.quietTimeMs = int(kQuiet.count());
        connection.retries = retries;
        addTag(a(), 1, 10, QStringLiteral("fast"));
        addTag(b(), 1, 500);
        addTag(c(), 1, 700);
        addTag(other(), 2, 50, QStringLiteral("fast"));
    }
    void begin()
    {
        auto transport = std::make_unique<LateLine>(clock, connection);
        far = transport.get();
        far->delay = [this](const SentRequest &request) { return takes(request); };
        startOn(std::move(transport));
        live(5s);
        far->sent.clear();
        far->asked.clear();
        asked = 0;
        published.clear();
    }
    void live(Milliseconds time)
    {
        const Milliseconds end = clock.monotonic() + time;
        while (clock.monotonic() < end) {
            if (far->step())
                continue;
            const Milliseconds now = clock.monotonic();
            const Milliseconds next = std::min(scheduler->wakesAt(), far->nextAt());
            clock.advance(std::clamp(next, now + 1ms, end) - now);
            if (clock.monotonic() >= scheduler->wakesAt())
                scheduler->tick();
        }
    }
    /// That are not their own address.
    [[nodiscard]] int wrongValues() const
    {
        int wrong = 0;
        for (const Published &sample : published)
            wrong += sample.now.state.quality == Quality::Good
                && sample.now.value.toDouble() != double(project->tag(sample.tag).address);
        return wrong;
    }
    [[nodiscard]] bool isWell() const
    {
        return scheduler->units().at(0).state == UnitState::Good && quality(a()) == Quality::Good
            && quality(b()) == Quality::Good && quality(c()) == Quality::Good;
    }
    /// Number of the first request from there on that went to the unit and address.
    [[nodiscard]] qsizetype find(int unit, int address, qsizetype from = 0) const
    {
        while (from < far->sent.size()
               && (far->sent[from].unit != unit || far->sent[from].address() != address))
            ++from;
        return from;
    }

    LateLine *far = nullptr;
    QMap<int, Takes> slow; ///< by the number of the request to unit 1, since begin()
    Takes always; ///< of unit 1
    int asked = 0; ///< requests to unit 1

private:
    Takes takes(const SentRequest &request)
    {
        if (request.unit != 1)
            return kUsual;
        return slow.value(asked++, always ? always : Takes(kUsual));
    }
};

} // namespace

/// Row 4 of the field failures: a late answer on a line whose frames have no number.
class LateAnswersTest final : public QObject
{
    Q_OBJECT

private:
    static void retriesAndKinds()
    {
        QTest::addColumn<int>("retries");
        QTest::addColumn<ConnectionKind>("kind");
        for (const int retries : {0, 1, 2}) {
            QTest::addRow("rtu %d", retries) << retries << ConnectionKind::Rtu;
            QTest::addRow("ascii %d", retries) << retries << ConnectionKind::Ascii;
            QTest::addRow("rtuOverTcp %d", retries) << retries << ConnectionKind::RtuOverTcp;
        }
    }

private Q_SLOTS:
    void oneLateAnswerIsNobodyElses_data() { retriesAndKinds(); }
    void oneLateAnswerIsNobodyElses()
    {
        QFETCH(int, retries);
        QFETCH(ConnectionKind, kind);
        for (int which = 0; which < 12; ++which) {
            for (Milliseconds takes = 510ms; takes < 2 * kTimeout; takes += 20ms) {
                Late bench(retries, kind);
                bench.begin();
                bench.slow.insert(which, takes);
                bench.live(10s);
                QCOMPARE(bench.wrongValues(), 0);
                QVERIFY(bench.isWell());
            }
        }
    }

    /// Its request before was lost, so that the late one is not repeated.
    void norIsThatOfASuspectUnit_data() { retriesAndKinds(); }
    void norIsThatOfASuspectUnit()
    {
        QFETCH(int, retries);
        QFETCH(ConnectionKind, kind);
        for (int lost = 1; lost <= retries + 1; ++lost) {
            for (Milliseconds takes = 510ms; takes < 2 * kTimeout; takes += 20ms) {
                Late bench(retries, kind);
                bench.begin();
                for (int i = 0; i < lost; ++i)
                    bench.slow.insert(i, Takes());
                bench.slow.insert(lost, takes);
                bench.live(20s);
                QCOMPARE(bench.wrongValues(), 0);
                QVERIFY(bench.isWell());
            }
        }
    }

    /// Each answer is late: the second of two comes when the first has settled the repeat.
    void norAreManyInARow_data() { retriesAndKinds(); }
    void norAreManyInARow()
    {
        QFETCH(int, retries);
        QFETCH(ConnectionKind, kind);
        for (Milliseconds takes = 510ms; takes < 2 * kTimeout; takes += 10ms) {
            Late bench(retries, kind);
            bench.begin();
            bench.always = takes;
            bench.live(60s);
            QVERIFY(bench.far->lateAnswers > 0);
            QCOMPARE(bench.wrongValues(), 0);
            if (retries > 0 && takes > kTimeout + kQuiet + 10ms)
                QVERIFY(bench.times(a(), Quality::Good) > 5);
            bench.always = kUsual;
            bench.live(70s); // a probe of a dead one may be a minute away
            QCOMPARE(bench.wrongValues(), 0);
            QVERIFY(bench.isWell());
        }
    }

    void theSameIsAskedAgainAtOnce()
    {
        Late bench(1);
        bench.begin();
        bench.slow.insert(0, Takes());
        bench.live(3s);
        const qsizetype first = bench.find(1, 10);
        const qsizetype again = bench.find(1, 10, first + 1);
        const Milliseconds gap = bench.far->sent[again].at - bench.far->sent[first].at;
        QVERIFY2(gap <= kTimeout + kQuiet + 10ms, QByteArray::number(qint64(gap.count())));
    }

    /// A timeout later, not at its next period.
    void anotherIsAskedWhenNothingIsOwed()
    {
        Late bench(0);
        bench.begin();
        bench.slow.insert(0, Takes());
        bench.live(3s);
        const qsizetype first = bench.find(1, bench.far->sent[bench.find(1, 10)].address());
        qsizetype next = first + 1;
        while (bench.far->sent[next].unit != 1)
            ++next;
        QVERIFY(bench.far->sent[next].address() != 10);
        const Milliseconds gap = bench.far->sent[next].at - bench.far->sent[first].at;
        QVERIFY2(gap >= 2 * kTimeout && gap <= 2 * kTimeout + 5ms,
                 QByteArray::number(qint64(gap.count())));
    }

    void whatCannotBeTakenForItGoesOn()
    {
        Late bench(0);
        bench.data.tags.last().type = DataType::UInt32; // of unit 2
        bench.addTag(QStringLiteral("set"), 1, 900, QStringLiteral("slow"));
        bench.begin();
        bench.slow.insert(0, Takes());
        while (bench.unit(1).state == UnitState::Good)
            bench.live(1ms);
        const Milliseconds silentAt = bench.clock.monotonic();
        bench.write(QStringLiteral("set"), Value(quint64(7)));
        bench.live(3s);
        const qsizetype write = bench.find(1, 900);
        QCOMPARE(bench.far->sent[write].function(), 6);
        QVERIFY(bench.far->sent[write].at <= silentAt + kQuiet + 5ms);
    }

    void otherUnitsAreNotHeldUp()
    {
        Late bench(0);
        bench.begin();
        bench.slow.insert(0, 600ms);
        bench.slow.insert(3, 700ms);
        bench.slow.insert(9, Takes());
        bench.live(10s);
        Milliseconds before = bench.far->sent[bench.find(2, 50)].at;
        for (const SentRequest &request : std::as_const(bench.far->sent)) {
            if (request.unit != 2)
                continue;
            QVERIFY(request.at - before <= kTimeout + kQuiet + 100ms + 10ms);
            before = request.at;
        }
    }

    /// They have a number.
    void nothingWaitsOverTcp()
    {
        Late bench(0, ConnectionKind::Tcp);
        bench.begin();
        bench.slow.insert(0, Takes());
        bench.live(3s);
        const qsizetype first = bench.find(1, 10);
        qsizetype next = first + 1;
        while (bench.far->sent[next].unit != 1)
            ++next;
        QVERIFY(bench.far->sent[next].at - bench.far->sent[first].at < kTimeout + kQuiet + 10ms);
    }
};

QTEST_GUILESS_MAIN(LateAnswersTest)
#include "tst_lateanswers.moc"
