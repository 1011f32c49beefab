// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/refusals.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;
using modbus::TransportReply;

namespace
{

QString fast()
{
    return QStringLiteral("fast");
}

/// Unit 1 with blocks of eight registers at 0, 100, 200 …; tag n of all is its number.
class Blocks : public Bench
{
public:
    explicit Blocks(int window, int blocks = 6, int units = 1)
        : Bench(units)
    {
        connection.maxInFlight = window;
        for (int i = 0; i < 8 * blocks; ++i)
            addTag(name(i), 1, 100 * (i / 8) + i % 8, fast());
    }
    void begin()
    {
        start();
        QObject::connect(scheduler.get(), &modbus::Scheduler::unitChanged, scheduler.get(),
                         [this](const UnitStatus &status) {
                             wasDead |= status.device == QLatin1String("u1")
                                 && status.state == UnitState::Dead;
                         });
    }
    [[nodiscard]] modbus::Lessons learned() const
    {
        return scheduler->lessons().value(QStringLiteral("u1"));
    }
    [[nodiscard]] int badTags() const
    {
        return int(std::count_if(values.cbegin(), values.cend(), [](const TagValue &value) {
            return value.state.quality != Quality::Good;
        }));
    }

    bool wasDead = false;
};

/// How many requests of the unit were on the wire while the request waited, without itself.
int besides(const QList<SentRequest> &sent, const SentRequest &request, Milliseconds waited,
            Milliseconds latency)
{
    return int(std::count_if(sent.cbegin(), sent.cend(), [&](const SentRequest &other) {
        const bool isSame = other.at == request.at && other.pdu == request.pdu;
        return !isSame && other.unit == request.unit && other.at < request.at + waited
            && other.at + latency > request.at;
    }));
}

void addWindows()
{
    QTest::addColumn<int>("window");
    for (const int window : {1, 2, 4, 16})
        QTest::addRow("window %d", window) << window;
}

} // namespace

/// What is learned, rated and scaled with several requests in flight is what one request in flight
/// would have shown.
class WindowLessonsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void silentRegisterIsFound_data() { addWindows(); }

    void silentRegisterIsFound()
    {
        QFETCH(int, window);
        Blocks bench(window);
        bench.begin();
        bench.line->override = ignoring({203});
        bench.run(120s);
        QCOMPARE(bench.quality(name(19)), Quality::BadCommunication);
        QCOMPARE(bench.badTags(), 1);
        QCOMPARE(bench.learned().tags.keys(), QList<TagIndex>{bench.index(name(19))});
        QVERIFY(!bench.wasDead);
        QCOMPARE(bench.line->opens(), 1);
        QCOMPARE(bench.line->mostInFlight > 1, window > 1);
    }

    void silenceBehindAGatewayIsFound_data() { addWindows(); }

    void silenceBehindAGatewayIsFound()
    {
        QFETCH(int, window);
        Blocks bench(window);
        bench.begin();
        bench.line->override = refusing({203}, 11);
        bench.run(120s);
        QCOMPARE(bench.badTags(), 1);
        QCOMPARE(bench.quality(name(19)), Quality::BadCommunication);
        QVERIFY(!bench.wasDead);
    }

    void refusedRegisterIsFound_data() { addWindows(); }

    void refusedRegisterIsFound()
    {
        QFETCH(int, window);
        Blocks bench(window);
        bench.begin();
        bench.line->override = refusing({203}, 2);
        bench.run(2s);
        QCOMPARE(bench.badTags(), 1);
        QCOMPARE(bench.quality(name(19)), Quality::BadDeviceException);
        for (int i = 0; i < 48; ++i) {
            QCOMPARE(bench.times(name(i), Quality::BadDeviceException), i == 19 ? 1 : 0);
            QCOMPARE(bench.times(name(i), Quality::BadCommunication), 0);
        }
        QCOMPARE(bench.line->mostInFlight > 1, window > 1);
    }

    /// It drops what comes while it is busy, so the silence is never that of the registers.
    void overrunDeviceIsNotMisjudged_data()
    {
        QTest::addColumn<int>("retries");
        QTest::addColumn<bool>("byGateway");
        for (const int retries : {0, 2}) {
            QTest::addRow("silent, %d retries", retries) << retries << false;
            QTest::addRow("exception 11, %d retries", retries) << retries << true;
        }
    }

    void overrunDeviceIsNotMisjudged()
    {
        QFETCH(int, retries);
        QFETCH(bool, byGateway);
        Blocks bench(4);
        bench.connection.retries = retries;
        bench.begin();
        bench.line->override = [&](const SentRequest &request) -> std::optional<TransportReply> {
            if (bench.line->inFlight() < 2)
                return std::nullopt;
            return byGateway ? refusal(request, 11) : TransportReply();
        };
        bench.run(300s);
        QVERIFY(byGateway ? bench.unit(1).exceptions > 10 : bench.unit(1).timeouts > 10);
        QVERIFY(bench.learned().isEmpty());
        QVERIFY(!bench.wasDead);
        for (int i = 0; i < 48; ++i)
            QCOMPARE(bench.times(name(i), Quality::BadCommunication), 0);
    }

    void deviceThatForgetsTheOlderIsNotMisjudged_data()
    {
        QTest::addColumn<int>("retries");
        for (const int retries : {0, 2})
            QTest::addRow("%d retries", retries) << retries;
    }

    /// The newest request always succeeds; the silence of those before it says nothing.
    void deviceThatForgetsTheOlderIsNotMisjudged()
    {
        QFETCH(int, retries);
        Blocks bench(4);
        bench.connection.retries = retries;
        bench.begin();
        bench.line->latency = 20ms;
        bench.line->forgetful = true;
        bench.run(300s);
        QVERIFY(bench.unit(1).timeouts > 10);
        QVERIFY(bench.learned().isEmpty());
        QVERIFY(!bench.wasDead);
        for (int i = 0; i < 48; ++i)
            QCOMPARE(bench.times(name(i), Quality::BadCommunication), 0);
    }

    /// Whether a register answers again is asked with nothing beside it in the unit.
    void triesAreAlone()
    {
        Blocks bench(16);
        bench.begin();
        bench.line->latency = 20ms;
        bench.line->override = ignoring({203});
        bench.run(60s);
        bench.line->forget();
        bench.run(200s);
        int tries = 0;
        for (const SentRequest &request : bench.line->sent()) {
            if (!touches(request, 203))
                continue;
            ++tries;
            QCOMPARE(besides(bench.line->sent(), request, 500ms, 20ms), 0);
        }
        QVERIFY(tries >= 2);
        QVERIFY(bench.line->mostInFlight > 1);
    }

    void deadUnitIsDeadAndLearnsNothing_data() { addWindows(); }

    void deadUnitIsDeadAndLearnsNothing()
    {
        QFETCH(int, window);
        Blocks bench(window);
        bench.begin();
        bench.run(5s);
        bench.line->silent = {1};
        bench.run(10s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QVERIFY(bench.learned().isEmpty());
        bench.line->silent.clear();
        bench.run(20s);
        QCOMPARE(bench.badTags(), 0);
    }

    /// However many are dead, with a window the others wait for no timeout.
    void deadUnitsLeaveASlot_data()
    {
        QTest::addColumn<int>("window");
        for (const int window : {2, 4, 16})
            QTest::addRow("window %d", window) << window;
    }

    void deadUnitsLeaveASlot()
    {
        QFETCH(int, window);
        Blocks bench(window, 1, 33);
        for (int unit = 2; unit <= 33; ++unit)
            bench.addTag(QStringLiteral("u%1_0").arg(unit), unit, 0, fast());
        bench.begin();
        bench.run(3s);
        for (int unit = 2; unit <= 33; ++unit)
            bench.line->silent.insert(unit);
        bench.run(60s);
        bench.line->forget();
        bench.run(120s);
        QVERIFY(longestGap(timesTouching(bench, 7)) <= 105ms);
        QVERIFY2(bench.line->sent().size() > bench.line->sentTo(1).size() + 32, "no probes");
        bench.line->silent.clear();
        bench.run(70s);
        for (int unit = 1; unit <= 33; ++unit)
            QCOMPARE(bench.unit(unit).state, UnitState::Good);
    }

    /// The value is asked for first and answered last; between, the device changes its scale.
    void valueInFlightIsNotScaledByANewFactor()
    {
        Bench bench;
        bench.connection.maxInFlight = 4;
        const QString factor = QStringLiteral("sf");
        bench.addTag(b(), 1, 300, fast()).scaleFactor = factor; // reads the factor each round
        bench.addTag(factor, 1, 500, QStringLiteral("slow")).type = DataType::Int16;
        bench.addTag(a(), 1, 10, fast()).scaleFactor = factor;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.line->registers[1][10] = 2000;
        bench.run(3s);
        QCOMPARE(bench.value(a()).value.toDouble(), 2000.0);
        bool isChanged = false;
        int together = 0;
        bench.line->override = [&](const SentRequest &request) -> std::optional<TransportReply> {
            bench.line->latency = request.address() == 10 ? 40ms : 2ms;
            if (request.address() != 500 || isChanged)
                return std::nullopt;
            isChanged = true;
            together = bench.line->inFlight();
            bench.line->registers[1][10] = 200;
            bench.line->registers[1][500] = 1;
            return std::nullopt;
        };
        bench.published.clear();
        bench.run(3s);
        QVERIFY(together > 1);
        QCOMPARE(bench.value(a()).value.toDouble(), 2000.0);
        QVERIFY(bench.times(a(), Quality::Good) > 10);
        for (const Bench::Published &sample : std::as_const(bench.published)) {
            if (sample.tag == bench.index(a()))
                QCOMPARE(sample.now.value.toDouble(), 2000.0); // never 20000
        }
    }

    /// A value that is polled rarely: the next poll would come in a minute.
    void outdatedValueIsReadAgainAtOnce()
    {
        Bench bench;
        bench.connection.maxInFlight = 4;
        const QString factor = QStringLiteral("sf");
        bench.addTag(b(), 1, 300, fast()).scaleFactor = factor; // reads the factor each round
        bench.addTag(factor, 1, 500, QStringLiteral("slow")).type = DataType::Int16;
        bench.addTag(a(), 1, 10, QStringLiteral("slow")).scaleFactor = factor;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.line->registers[1][10] = 2000;
        bench.run(3s);
        QCOMPARE(bench.value(a()).value.toDouble(), 2000.0);
        bool isAsked = false;
        bool isChanged = false;
        bench.line->override = [&](const SentRequest &request) -> std::optional<TransportReply> {
            const bool isFirst = request.address() == 10 && !std::exchange(isAsked, true);
            bench.line->latency = isFirst ? 150ms : 2ms;
            if (request.address() == 500 && isAsked && !std::exchange(isChanged, true)) {
                bench.line->registers[1][10] = 300;
                bench.line->registers[1][500] = 1;
            }
            return std::nullopt;
        };
        bench.published.clear();
        bench.scheduler->refresh({bench.index(a())});
        bench.run(200ms);
        QVERIFY(isAsked && isChanged);
        QCOMPARE(bench.value(a()).value.toDouble(), 3000.0);
        QCOMPARE(bench.times(a(), Quality::Good), 1);
    }
};

QTEST_GUILESS_MAIN(WindowLessonsTest)
#include "tst_windowlessons.moc"
