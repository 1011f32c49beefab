// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/footprint.h"

#include <QTest>
#include <array>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

QStringList s_log;

void keep(QtMsgType, const QMessageLogContext &context, const QString &message)
{
    if (QByteArray(context.category) == "mws.field")
        s_log.append(message);
}

using Outcome = FieldWriteResult::Outcome;
using Refusal = FieldWriteResult::Refusal;
using modbus::TransportReply;
using Override = FakeLine::Override;

const TransportReply kDamaged{TransportReply::Status::Invalid, {}, QStringLiteral("damaged")};

TransportReply exceptionOf(const SentRequest &request, int code)
{
    const std::array pdu{char(request.function() | 0x80), char(code)};
    return {TransportReply::Status::Answer, QByteArray(pdu.data(), pdu.size()), {}};
}

/// Answers each request so, but the first ones are lost like this.
Override onlyFirst(int count, const TransportReply &reply)
{
    return [count, reply](const SentRequest &) mutable {
        return count-- > 0 ? std::optional(reply) : std::nullopt;
    };
}

/// The shortest time between two requests.
Milliseconds shortestGap(const QList<SentRequest> &requests)
{
    Milliseconds shortest = 24h;
    for (qsizetype i = 1; i < requests.size(); ++i)
        shortest = std::min(shortest, requests[i].at - requests[i - 1].at);
    return shortest;
}

/// A day of a plant in which somebody writes a setpoint and a command every second.
class Day : public Bench
{
public:
    Day()
    {
        addTag(a(), 1, 10);
        addTag(b(), 1, 500).write.momentary = true;
    }
    /// Steps of 100 ms.
    void live(Milliseconds time)
    {
        const Milliseconds end = clock.monotonic() + time;
        while (clock.monotonic() < end) {
            for (int i = 0; i < 10; ++i) {
                while (line->step()) { }
                clock.advance(100ms);
                scheduler->tick();
            }
            lastA = write(a(), Value(quint64(++seconds % 1000)), 30s);
            write(b(), Value(quint64(1)), 30s);
            forget();
        }
    }
    [[nodiscard]] int written() const { return 2 * seconds; }

    WriteId lastA = 0;
    int seconds = 0;
    QHash<Refusal, int> refusals;
    int sent = 0;

private:
    void forget()
    {
        for (const FieldWriteResult &result : std::as_const(results))
            ++refusals[result.refusal];
        results.clear();
        published.clear();
        linkStates.clear();
        sent += int(line->sent().size());
        line->forget();
    }
};

} // namespace

/// What users of other masters report most, docs/FIELD-FAILURES.md, as far as no other test here
/// has it. The others name their row too.
class FieldFailuresTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Field failures, row 12: the device needs a gap, whatever was before and whoever is next.
    void gapIsKeptByWritesRetriesAndProbes()
    {
        Bench bench(3);
        bench.connection.requestGapMs = 70;
        bench.connection.retries = 2;
        bench.data.tags.reserve(4);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 1, 500);
        bench.addTag(QStringLiteral("bit"), 1, 700).type = DataType::UInt8High;
        bench.addTag(QStringLiteral("dead"), 2, 10);
        bench.start();
        bench.line->silent = {2};
        for (int i = 0; i < 100; ++i) {
            bench.write(a(), Value(quint64(i)));
            bench.write(QStringLiteral("bit"), Value(quint64(i)));
            bench.scheduler->refresh({bench.index(b()), bench.index(QStringLiteral("dead"))});
            bench.run(300ms);
        }
        QVERIFY(writesIn(bench.line->sent()).size() > 50);
        QVERIFY(bench.line->sentTo(2).size() > 5);
        QVERIFY(shortestGap(bench.line->sent()) >= 70ms + bench.line->latency);
    }

    /// Field failures, row 13: an answer that takes longer than the period; nothing waits behind
    /// it.
    void slowDeviceIsAskedOnceAtATime()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 2, 10, QStringLiteral("fast"));
        bench.start();
        bench.line->latency = 450ms;
        bench.run(90s);
        const auto requests = bench.line->sent().size();
        QVERIFY(shortestGap(bench.line->sent()) >= 450ms);
        QVERIFY(qAbs(bench.line->sentTo(1).size() - bench.line->sentTo(2).size()) <= 1);
        const quint64 skipped = bench.unit(1).skippedPolls + bench.unit(2).skippedPolls;
        const auto due = quint64(2 * 90s / 100ms);
        QVERIFY2(skipped + quint64(requests) >= due - 20 && skipped + quint64(requests) <= due + 2,
                 qPrintable(QStringLiteral("%1 of %2").arg(skipped + quint64(requests)).arg(due)));
    }

    /// Field failures, row 14: nothing grows in a day with a gateway that is off, or takes
    /// everything and says nothing; the newest setpoint is the one that is written in the end.
    void dayWithADeadGateway_data()
    {
        QTest::addColumn<bool>("reachable");
        QTest::newRow("off") << false;
        QTest::newRow("silent") << true;
    }

    void dayWithADeadGateway()
    {
        QFETCH(bool, reachable);
        Day day;
        day.start();
        day.line->reachable = reachable;
        day.line->silent = {1};
        day.live(1h);
        const Footprint before = Footprint::now();
        day.live(23h);
        const qint64 grown = Footprint::now().heap - before.heap;
        if (kMemoryCounts)
            QVERIFY2(grown <= 16 * 1024, qPrintable(QString::number(grown)));
        QCOMPARE(day.quality(a()), Quality::BadCommunication);
        QVERIFY(day.written() - day.answers <= 64);
        QVERIFY(day.refusals.value(Refusal::Superseded) > 0 || reachable);
        QVERIFY2(day.sent <= 5 * 86400, qPrintable(QString::number(day.sent)));
        QVERIFY2(day.line->opens() <= 24 * 3600 / 20,
                 qPrintable(QString::number(day.line->opens())));

        day.line->reachable = true;
        day.line->silent = {};
        const WriteId last = day.write(a(), Value(quint64(4711)), 10min);
        day.run(61s); // the longest step of any backoff
        QCOMPARE(day.quality(a()), Quality::Good);
        QCOMPARE(day.result(last).outcome, Outcome::Ok);
        QCOMPARE(day.line->registers[1][10], quint16(4711));
        QCOMPARE(day.answers, day.written() + 1);
        for (const SentRequest &request : writesIn(day.line->sent()))
            QVERIFY(request.address() == 500 || request.count() == 4711);
    }

    /// Field failures, row 15: only the request that failed fails.
    void timeoutLeavesTheQueueAlone()
    {
        Bench bench;
        bench.data.tags.reserve(4);
        for (int i = 0; i < 4; ++i)
            bench.addTag(QString::number(i), 1, 100 * i, QStringLiteral("slow"));
        bench.start();
        bench.settle();
        bench.line->override = onlyFirst(1, TransportReply());
        QList<WriteId> ids;
        for (int i = 0; i < 4; ++i)
            ids.append(bench.write(QString::number(i), Value(quint64(i + 1))));
        bench.run(5s);
        QCOMPARE(bench.result(ids[0]).outcome, Outcome::Timeout);
        for (int i = 1; i < 4; ++i) {
            QCOMPARE(bench.result(ids[i]).outcome, Outcome::Ok);
            QCOMPARE(bench.line->registers[1][100 * i], quint16(i + 1));
        }
        QCOMPARE(bench.answers, 4);
        QCOMPARE(bench.line->opens(), 1);
    }

    /// Field failures, row 18: damaged frames are counted and repeated; the link stays.
    void damagedFramesAreRepeated()
    {
        Bench bench(2);
        bench.connection.retries = 1;
        bench.connection.responseTimeoutMs = 200;
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        QHash<int, int> count; // of each unit every other one
        bench.line->override = [&count](const SentRequest &request) {
            return ++count[request.unit] % 2 ? std::optional(kDamaged) : std::nullopt;
        };
        bench.run(60s);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        QCOMPARE(bench.times(b(), Quality::BadCommunication), 0);
        QVERIFY(bench.times(a(), Quality::Good) >= 60 - 1);
        for (const int unit : {1, 2}) {
            QVERIFY(bench.unit(unit).invalid >= 60 - 2);
            QCOMPARE(bench.unit(unit).timeouts, quint64(0));
            QCOMPARE(bench.unit(unit).state, UnitState::Good);
        }
        QCOMPARE(bench.line->opens(), 1);
    }

    /// Field failures, row 19: the gateway says that one device is not there (10, 11): that unit is
    /// bad, the link and the other unit are not.
    void gatewayExceptionIsOfItsUnitOnly_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("gateway path unavailable") << 10;
        QTest::newRow("gateway target failed to respond") << 11;
    }

    void gatewayExceptionIsOfItsUnitOnly()
    {
        QFETCH(int, code);
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        bench.line->override = [code](const SentRequest &request) {
            return request.unit == 2 ? std::optional(exceptionOf(request, code)) : std::nullopt;
        };
        bench.run(120s);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        QVERIFY(bench.times(a(), Quality::Good) >= 120);
        QCOMPARE(bench.line->opens(), 1);
        bench.line->override = nullptr;
        bench.run(60s);
        QCOMPARE(bench.quality(b()), Quality::Good);
    }

    /// Field failures, row 25: all kinds of failures of one unit, and the link of the other stays
    /// open.
    void failuresOfOneUnitCloseNothing_data()
    {
        QTest::addColumn<TransportReply>("reply");
        QTest::newRow("silence") << TransportReply();
        QTest::newRow("damaged") << kDamaged;
        QTest::newRow("wrong function")
            << TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("0400"), {}};
        QTest::newRow("gateway") << TransportReply{
            TransportReply::Status::Answer, QByteArray::fromHex("830b"), {}};
    }

    void failuresOfOneUnitCloseNothing()
    {
        QFETCH(TransportReply, reply);
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        bench.addTag(b(), 2, 10, QStringLiteral("slow")); // its turn comes rarely
        bench.start();
        bench.settle();
        bench.line->override = [reply](const SentRequest &request) {
            return request.unit == 1 ? std::optional(reply) : std::nullopt;
        };
        bench.run(50s);
        const WriteId lost = bench.write(a(), Value(quint64(1)));
        const WriteId done = bench.write(b(), Value(quint64(2)));
        bench.run(250s);
        QCOMPARE(bench.answers, 2);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QCOMPARE(bench.result(lost).outcome, Outcome::Refused);
        QCOMPARE(bench.result(done).outcome, Outcome::Ok);
        QCOMPARE(bench.times(b(), Quality::BadCommunication), 0);
        QCOMPARE(bench.line->opens(), 1);
        QCOMPARE(bench.linkStates, QList<LinkState>{LinkState::Connected});
    }

    /// Each is told once in an hour in which it comes again and again.
    void failuresAreLoggedOnceNotPerPoll()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        s_log.clear();
        const auto before = qInstallMessageHandler(keep);
        bench.start();
        bench.line->silent = {2};
        for (int i = 0; i < 36000; ++i) {
            while (bench.line->step()) { }
            bench.clock.advance(100ms);
            bench.scheduler->tick();
            Q_EMIT bench.line->strayFrame(StrayReason::Late, 1);
            Q_EMIT bench.line->lateAnswer(Milliseconds(i + 1));
        }
        qInstallMessageHandler(before);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QVERIFY(bench.unit(2).timeouts > 50);
        QVERIFY2(s_log.size() == 4, qPrintable(s_log.join(u'\n')));
    }

    /// Field failures, row 7: the log says which tag it is, and not at each try again.
    void whatIsLeftOutIsNamedOnce()
    {
        Bench bench;
        for (int i = 0; i < 4; ++i)
            bench.addTag(QStringLiteral("t%1").arg(i), 1, 10 + i);
        s_log.clear();
        const auto before = qInstallMessageHandler(keep);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            const bool isBad = request.address() <= 12 && request.address() + request.count() > 12;
            return isBad ? std::optional(exceptionOf(request, 2)) : std::nullopt;
        };
        bench.run(1h);
        qInstallMessageHandler(before);
        QCOMPARE(bench.quality(QStringLiteral("t2")), Quality::BadDeviceException);
        QVERIFY(bench.unit(1).exceptions >= 5); // it was tried again
        const QStringList told = s_log.filter(QStringLiteral("left out"));
        QVERIFY2(told.size() == 1, qPrintable(told.join(u'\n')));
        QVERIFY2(told.first().contains(QStringLiteral("\"t2\"")), qPrintable(told.first()));
    }

    /// Whatever each of the attempts says.
    void linkThatStaysAwayIsLoggedOnce()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.run(1s);
        bench.line->reachable = false;
        s_log.clear();
        const auto before = qInstallMessageHandler(keep);
        bench.line->breakLink(); // "pulled", and then "refused"
        bench.run(600s);
        qInstallMessageHandler(before);
        QCOMPARE(bench.scheduler->link().reason, QStringLiteral("refused"));
        QVERIFY(bench.line->opens() > 15);
        QVERIFY2(s_log.size() == 1, qPrintable(s_log.join(u'\n')));
    }

    /// Field failures, row 2: what passes the connection was forgotten by a firewall: requests
    /// vanish until it is opened anew. That must happen soon, and the units must be asked then.
    void connectionThatWasForgottenIsOpenedAnew_data()
    {
        QTest::addColumn<Milliseconds>("silentFor");
        QTest::newRow("at once") << Milliseconds(0);
        QTest::newRow("after an hour") << Milliseconds(1h);
    }

    void connectionThatWasForgottenIsOpenedAnew()
    {
        QFETCH(Milliseconds, silentFor);
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        bench.line->silent = {1, 2};
        bench.run(silentFor);
        const int opens = bench.line->opens();
        bench.line->silent = {};
        bench.line->override = [&bench, opens](const SentRequest &) {
            return bench.line->opens() == opens ? std::optional(TransportReply()) : std::nullopt;
        };
        bench.run(65s); // one step of the backoff, and what the requests take
        QCOMPARE(bench.line->opens(), opens + 1);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::Good);
    }

    void row24ATagIsBadAfterItsRetries_data()
    {
        QTest::addColumn<int>("retries");
        for (const int retries : {0, 1, 5})
            QTest::addRow("%d", retries) << retries;
    }

    /// Not later than one timeout for each request.
    void row24ATagIsBadAfterItsRetries()
    {
        QFETCH(int, retries);
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.connection.retries = retries;
        bench.start();
        bench.run(500ms);
        QCOMPARE(bench.quality(a()), Quality::Good);
        bench.line->silent = {1};
        bench.line->forget();
        bench.published.clear();
        bench.run(10s);
        QVERIFY(bench.line->sent().size() > retries && !bench.published.isEmpty());
        QCOMPARE(bench.published.first().now.state.quality, Quality::BadCommunication);
        QCOMPARE(bench.published.first().at - bench.line->sent().first().at,
                 (retries + 1) * Milliseconds(bench.connection.responseTimeoutMs));
    }
};

QTEST_GUILESS_MAIN(FieldFailuresTest)
#include "tst_fieldfailures.moc"
