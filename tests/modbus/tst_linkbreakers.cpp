// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/refusals.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using modbus::TransportReply;

namespace
{

using Breaks = std::function<bool(const SentRequest &)>;

const TransportReply kLost{TransportReply::Status::LinkLost, {}, {}};

QString tagOf(int unit, int i)
{
    return QStringLiteral("u%1_%2").arg(unit).arg(i);
}

/// Units with blocks of one register each, at 0, 100, 200 …; some requests take the link down.
class Breakers : public Bench
{
public:
    Breakers(int units, int blocks, int window = 1)
        : Bench(units)
        , m_blocks(blocks)
    {
        connection.maxInFlight = window;
        for (int unit = 1; unit <= units; ++unit) {
            for (int i = 0; i < blocks; ++i)
                addTag(tagOf(unit, i), unit, 100 * i);
        }
    }
    void begin(const Breaks &breaks)
    {
        start();
        line->override = [breaks](const SentRequest &request) {
            return breaks(request) ? std::optional(kLost) : std::nullopt;
        };
    }
    /// Whether all tags of the units are good, or soon: the link may have broken just now.
    [[nodiscard]] bool becomeGood(const QSet<int> &of)
    {
        const auto areGood = [this, &of] {
            return std::all_of(of.cbegin(), of.cend(), [this](int unit) { return isGood(unit); });
        };
        for (int i = 0; i < 6000 && !areGood(); ++i) // longer than the backoff
            run(10ms);
        return areGood();
    }
    [[nodiscard]] bool isGood(int unit) const
    {
        for (int i = 0; i < m_blocks; ++i) {
            if (quality(tagOf(unit, i)) != Quality::Good)
                return false;
        }
        return true;
    }
    /// Of the tag of these units that was read least.
    [[nodiscard]] int fewestReads(const QSet<int> &of) const
    {
        int fewest = std::numeric_limits<int>::max();
        for (const int unit : of) {
            for (int i = 0; i < m_blocks; ++i)
                fewest = std::min(fewest, times(tagOf(unit, i), Quality::Good));
        }
        return fewest;
    }
    [[nodiscard]] modbus::Lessons learned(int unit) const
    {
        return scheduler->lessons().value(QStringLiteral("u%1").arg(unit));
    }

private:
    int m_blocks;
};

QByteArray show(int number)
{
    return QByteArray::number(number);
}

void addWindows()
{
    QTest::addColumn<int>("window");
    for (const int window : {1, 4, 16})
        QTest::addRow("window %d", window) << window;
}

} // namespace

/// Requests that take the link down with them: a gateway resets the connection when a device is
/// silent, an answer ends in the middle. Field failures, rows 1, 2 and 25.
class LinkBreakersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unitIsDeadAndTheOthersAreRead_data() { addWindows(); }

    void unitIsDeadAndTheOthersAreRead()
    {
        QFETCH(int, window);
        Breakers bench(3, 3, window);
        bench.begin([](const SentRequest &request) { return request.unit == 2; });
        bench.run(600s);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QCOMPARE(bench.quality(tagOf(2, 0)), Quality::BadCommunication);
        QVERIFY(bench.becomeGood({1, 3}));
        const int opens = bench.line->opens();
        QVERIFY2(opens >= 8 && opens <= 18, show(opens));
        QVERIFY2(bench.fewestReads({1, 3}) >= 550, show(bench.fewestReads({1, 3})));
        QVERIFY(bench.learned(1).isEmpty() && bench.learned(3).isEmpty());
        bench.line->override = nullptr;
        bench.run(62s);
        QCOMPARE(bench.unit(2).state, UnitState::Good);
        QVERIFY(bench.becomeGood({2}));
    }

    void severalUnitsDoNotWakeEachOther_data() { addWindows(); }

    void severalUnitsDoNotWakeEachOther()
    {
        QFETCH(int, window);
        Breakers bench(5, 2, window);
        bench.begin(
            [](const SentRequest &request) { return request.unit == 2 || request.unit == 4; });
        bench.line->silent = {5};
        bench.run(900s);
        for (const int unit : {2, 4, 5})
            QCOMPARE(bench.unit(unit).state, UnitState::Dead);
        QVERIFY(bench.becomeGood({1, 3}));
        QVERIFY2(bench.line->opens() <= 40, show(bench.line->opens()));
        QVERIFY2(bench.fewestReads({1, 3}) >= 700, show(bench.fewestReads({1, 3})));
        bench.line->override = nullptr;
        bench.line->silent = {};
        bench.run(62s);
        QVERIFY(bench.becomeGood({1, 2, 3, 4, 5}));
    }

    void blockIsFoundAndTheRestIsRead_data() { addWindows(); }

    void blockIsFoundAndTheRestIsRead()
    {
        QFETCH(int, window);
        Breakers bench(3, 4, window);
        bench.begin(
            [](const SentRequest &request) { return request.unit == 2 && touches(request, 100); });
        bench.run(600s);
        QVERIFY(bench.becomeGood({1, 3}));
        bench.settle();
        QCOMPARE(bench.quality(tagOf(2, 1)), Quality::BadCommunication);
        QCOMPARE(bench.learned(2).tags.keys(), QList<TagIndex>{bench.index(tagOf(2, 1))});
        for (const int i : {0, 2, 3})
            QCOMPARE(bench.quality(tagOf(2, i)), Quality::Good);
        QCOMPARE(bench.unit(2).state, UnitState::Good);
        QVERIFY2(bench.line->opens() <= 12, show(bench.line->opens()));
        QVERIFY2(bench.fewestReads({1, 3}) >= 550, show(bench.fewestReads({1, 3})));
        bench.line->override = nullptr;
        bench.run(11min);
        QVERIFY(bench.becomeGood({2}));
    }

    /// A device that serves so many requests of each connection: all is read in the end.
    void connectionOfTwoRequestsBlamesNobody_data() { addWindows(); }

    void connectionOfTwoRequestsBlamesNobody()
    {
        QFETCH(int, window);
        Breakers bench(1, 5, window);
        int served = 0;
        int opens = 0;
        bench.begin([&](const SentRequest &) {
            const bool isNew = std::exchange(opens, bench.line->opens()) != bench.line->opens();
            served = isNew ? 1 : served + 1;
            return served > 2;
        });
        for (int i = 0; i < 600; ++i) {
            bench.run(1s);
            QVERIFY(bench.unit(1).state != UnitState::Dead);
        }
        QVERIFY(bench.learned(1).isEmpty());
        QVERIFY2(bench.fewestReads({1}) >= 4, show(bench.fewestReads({1})));
    }

    /// As an adapter or a cable does it: nobody is to blame, whoever was on the wire.
    void lossesOfTheLinkItselfBlameNobody_data() { addWindows(); }

    void lossesOfTheLinkItselfBlameNobody()
    {
        QFETCH(int, window);
        Breakers bench(3, 6, window);
        bench.start();
        bench.line->latency = 20ms;
        for (int i = 1; i <= 60; ++i) {
            while (!bench.line->isOpen())
                bench.run(1ms);
            bench.run(2s + 37ms * i);
            while (bench.line->inFlight() == 0)
                bench.run(1ms);
            bench.line->breakLink();
            for (const int unit : {1, 2, 3})
                QVERIFY(bench.unit(unit).state != UnitState::Dead);
        }
        bench.run(31s);
        QVERIFY(bench.becomeGood({1, 2, 3}));
        for (const int unit : {1, 2, 3})
            QVERIFY(bench.learned(unit).isEmpty());
    }

    /// The gateway has more patience than we have: it closes when it has no answer itself.
    void unitThatMakesTheGatewayCloseLater()
    {
        Breakers bench(3, 3);
        bench.start();
        bench.line->silent = {2};
        bench.line->latency = 10ms;
        bool isClosing = false;
        bench.line->override = [&](const SentRequest &request) -> std::optional<TransportReply> {
            if (request.unit == 2) {
                isClosing = true;
                return std::nullopt;
            }
            return std::exchange(isClosing, false) ? std::optional(kLost) : std::nullopt;
        };
        bench.run(600s);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QVERIFY(bench.becomeGood({1, 3}));
        QVERIFY2(bench.line->opens() <= 20, show(bench.line->opens()));
        QVERIFY2(bench.fewestReads({1, 3}) >= 550, show(bench.fewestReads({1, 3})));
    }

    /// A gateway that also closes what nobody uses: the device behind it is asked nevertheless.
    void deadUnitIsAskedThoughNoLinkLivesLong()
    {
        Breakers bench(1, 1);
        bench.begin([](const SentRequest &) { return true; });
        const auto runImpatient = [&bench](Milliseconds time) {
            Milliseconds idle{0};
            for (; time > 0s; time -= 100ms) {
                bench.run(100ms);
                idle = bench.line->isOpen() ? idle + 100ms : 0s;
                if (idle >= 3s)
                    bench.line->breakLink();
            }
        };
        runImpatient(5min);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        bench.line->override = nullptr;
        runImpatient(3min);
        QVERIFY(bench.times(tagOf(1, 0), Quality::Good) > 0);
    }

    /// A good answer between does not make the link come back at once for ever.
    void nowAndThenIsBoundedByTheBackoff()
    {
        Breakers bench(2, 3);
        int count = 0;
        bench.begin([&count](const SentRequest &request) {
            return request.unit == 2 && request.address() == 100 && ++count % 2 == 1;
        });
        bench.run(600s);
        QVERIFY2(bench.line->opens() <= 30, show(bench.line->opens()));
        QVERIFY(bench.unit(1).state != UnitState::Dead);
        const int reads = bench.times(tagOf(1, 2), Quality::Good);
        QVERIFY2(3 * reads >= bench.line->opens(),
                 show(reads) + " of " + show(bench.line->opens()));
    }

    /// Stations that lost the same gateway do not come back together.
    void stationsComeBackOneAfterTheOther()
    {
        QSet<qint64> times;
        for (int station = 0; station < 50; ++station) {
            Breakers bench(1, 1);
            bench.seed = quint32(station);
            bench.start();
            bench.settle();
            const Milliseconds lostAt = bench.clock.monotonic();
            bench.line->breakLink();
            while (bench.line->opens() == 1)
                bench.run(1ms);
            const qint64 waited = (bench.clock.monotonic() - lostAt).count();
            QVERIFY2(waited >= 800 && waited <= 1002, show(int(waited)));
            times.insert(waited);
        }
        QVERIFY2(times.size() >= 15, show(int(times.size())));
    }

    /// Who writes to such a unit does not take the link down more often.
    void writesDoNotHurryIt()
    {
        Breakers bench(2, 2);
        bench.begin([](const SentRequest &request) { return request.unit == 2; });
        for (int i = 0; i < 600; ++i) {
            bench.write(tagOf(2, 0), Value(quint64(1)));
            bench.run(1s);
        }
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QVERIFY(bench.answers >= 590);
        QVERIFY2(bench.line->opens() <= 30, show(bench.line->opens()));
        QVERIFY2(bench.fewestReads({1}) >= 560, show(bench.fewestReads({1})));
        for (const SentRequest &request : writesIn(bench.line->sent()))
            QVERIFY(request.at < 60s + bench.line->sent().first().at);
    }
};

QTEST_GUILESS_MAIN(LinkBreakersTest)
#include "tst_linkbreakers.moc"
