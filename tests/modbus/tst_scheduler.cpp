// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using modbus::TransportReply;

QString fast()
{
    return QStringLiteral("fast");
}

QString slow()
{
    return QStringLiteral("slow");
}

TransportReply answerOf(const char *hex)
{
    return {TransportReply::Status::Answer, QByteArray::fromHex(hex), {}};
}

/// The longest time between two requests to a unit.
Milliseconds longestGap(const QList<SentRequest> &requests)
{
    Milliseconds longest{0};
    for (qsizetype i = 1; i < requests.size(); ++i)
        longest = std::max(longest, requests[i].at - requests[i - 1].at);
    return longest;
}

} // namespace

class SchedulerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pollsEachClassInItsPeriod()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, fast());
        bench.addTag(b(), 1, 500);
        bench.start();
        bench.run(10s);
        int fastPolls = 0;
        int normalPolls = 0;
        for (const SentRequest &request : bench.line->sent())
            ++(request.address() == 10 ? fastPolls : normalPolls);
        QVERIFY2(fastPolls >= 99 && fastPolls <= 101, qPrintable(QString::number(fastPolls)));
        QVERIFY2(normalPolls >= 10 && normalPolls <= 11, qPrintable(QString::number(normalPolls)));
        QCOMPARE(bench.unit(1).skippedPolls, quint64(0));
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QVERIFY(bench.unit(1).good + 1 >= bench.unit(1).requests); // one may be in flight
        QCOMPARE(bench.unit(1).roundTripMs, 2.0);
        QCOMPARE(bench.linkStates, QList<LinkState>{LinkState::Connected});
    }

    void valuesHaveTypeQualityAndTime()
    {
        Bench bench;
        Tag &tag = bench.addTag(a(), 1, 10);
        tag.type = DataType::Int16;
        tag.factor = 0.1;
        Tag &coil = bench.addTag(b(), 1, 20);
        coil.type = DataType::Bool;
        coil.table = Table::Coil;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.line->registers[1][10] = quint16(-125);
        bench.line->coils[1].resize(1000);
        bench.line->coils[1][20] = true;
        QCOMPARE(bench.quality(a()), Quality::BadNotRead);
        bench.settle();
        QCOMPARE(bench.value(a()).value, Value(-12.5));
        QCOMPARE(bench.quality(a()), Quality::Good);
        QVERIFY(bench.value(a()).time > Timestamp());
        QCOMPARE(bench.value(b()).value, Value(true));
    }

    /// Field failures, row 13.
    void lateClassIsSkippedNotPiledUp()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, fast());
        bench.start();
        bench.line->latency = 350ms;
        bench.run(7s);
        const auto requests = bench.line->sent().size();
        QVERIFY2(requests >= 14 && requests <= 21, qPrintable(QString::number(requests)));
        QVERIFY(bench.unit(1).skippedPolls >= 40);
        bench.line->latency = 2ms;
        bench.line->forget();
        bench.run(1s);
        QVERIFY2(bench.line->sent().size() <= 12, "what was skipped must not be caught up");
    }

    /// Field failures, row 12.
    void keepsTheGapBetweenRequests()
    {
        Bench bench;
        bench.connection.requestGapMs = 40;
        for (int i = 0; i < 5; ++i)
            bench.addTag(QString::number(i), 1, 100 * i);
        bench.start();
        bench.run(900ms);
        QCOMPARE(bench.line->sent().size(), 5);
        for (int i = 1; i < 5; ++i)
            QVERIFY(bench.line->sent()[i].at - bench.line->sent()[i - 1].at >= 42ms);
    }

    void unitsTakeTurns()
    {
        Bench bench(3);
        for (int unit = 1; unit <= 3; ++unit) {
            for (int i = 0; i < 4; ++i)
                bench.addTag(QStringLiteral("%1.%2").arg(unit).arg(i), unit, 100 * i);
        }
        bench.start();
        bench.run(500ms);
        QCOMPARE(bench.line->sent().size(), 12);
        for (int i = 3; i < 12; ++i)
            QCOMPARE(bench.line->sent()[i].unit, bench.line->sent()[i - 3].unit);
    }

    /// Field failures, row 1.
    void deadUnitCostsTheOthersOneTimeoutPerProbe()
    {
        Bench bench(3);
        bench.connection.retries = 1;
        bench.addTag(a(), 1, 10, fast());
        bench.addTag(b(), 2, 10, fast());
        bench.addTag(QStringLiteral("c"), 3, 10, fast());
        bench.start();
        bench.line->silent = {2};
        bench.run(120s);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.times(b(), Quality::Good), 0);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        const auto probes = bench.line->sentTo(2).size();
        QVERIFY2(probes >= 8 && probes <= 10, qPrintable(QString::number(probes)));
        for (const int unit : {1, 3}) {
            QVERIFY(bench.line->sentTo(unit).size() > 1100);
            QVERIFY(longestGap(bench.line->sentTo(unit)) <= 100ms + 500ms + 10ms);
        }
        QCOMPARE(bench.line->opens(), 1);
        QCOMPARE(bench.unit(2).timeouts, quint64(probes));
    }

    void deadUnitComesBack()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        bench.line->silent = {2};
        bench.run(20s);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        bench.line->silent = {};
        bench.run(60s);
        QCOMPARE(bench.unit(2).state, UnitState::Good);
        QCOMPARE(bench.quality(b()), Quality::Good);
        bench.line->forget();
        bench.run(10s);
        QVERIFY(bench.line->sentTo(2).size() >= 10);
    }

    void retriesReadsAsOftenAsConfigured()
    {
        Bench bench;
        bench.connection.retries = 2;
        bench.addTag(a(), 1, 10, slow());
        bench.start();
        bench.run(120s); // its second round comes between one and two periods after the first
        int left = 2;
        bench.line->override = [&left](const SentRequest &) {
            return left-- > 0 ? std::optional(TransportReply()) : std::nullopt;
        };
        bench.line->forget();
        bench.run(60s);
        QCOMPARE(bench.line->sent().size(), 3);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        QCOMPARE(bench.unit(1).timeouts, quint64(2));
        left = 3;
        bench.run(60s);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 1);
    }

    void silentBlockDoesNotKillItsUnit()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 1, 500);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            return request.address() == 500 ? std::optional(TransportReply()) : std::nullopt;
        };
        bench.run(120s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        int silent = 0;
        for (const SentRequest &request : bench.line->sent())
            silent += request.address() == 500;
        QVERIFY2(silent >= 5 && silent <= 8, qPrintable(QString::number(silent)));
        QCOMPARE(bench.line->opens(), 1);
    }

    void badAddressIsIsolated()
    {
        Bench bench;
        bench.data.devices[0].holeRegisters = 8;
        for (int i = 0; i < 16; ++i)
            bench.addTag(QString::number(i), 1, 10 + i);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            const bool bad = request.address() <= 17 && request.address() + request.count() > 17;
            return bad ? std::optional(answerOf("8302")) : std::nullopt;
        };
        bench.run(900ms);
        for (int i = 0; i < 16; ++i) {
            const QString id = QString::number(i);
            QCOMPARE(bench.quality(id), i == 7 ? Quality::BadDeviceException : Quality::Good);
            QCOMPARE(bench.times(id, Quality::BadDeviceException), i == 7 ? 1 : 0);
        }
        QCOMPARE(bench.value(QStringLiteral("7")).state.exception, quint8(2));
        QVERIFY(bench.line->sent().size() <= 9);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        bench.line->forget();
        bench.run(10s);
        for (const SentRequest &request : bench.line->sent())
            QVERIFY2(request.address() != 17, "a refused address is asked rarely");
        bench.line->override = nullptr;
        bench.run(120s);
        QCOMPARE(bench.quality(QStringLiteral("7")), Quality::Good);
        bench.line->forget();
        bench.run(1s);
        QCOMPARE(bench.line->sent().size(), 1); // the whole block again
    }

    void exceptionsMarkTheTagsNotTheLink_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("quality");
        QTest::addColumn<int>("state");
        const int device = int(Quality::BadDeviceException);
        const int communication = int(Quality::BadCommunication);
        QTest::newRow("illegal function") << 1 << device << int(UnitState::Good);
        QTest::newRow("illegal address") << 2 << device << int(UnitState::Good);
        QTest::newRow("device failure") << 4 << device << int(UnitState::Good);
        QTest::newRow("busy") << 6 << device << int(UnitState::Good);
        QTest::newRow("gateway path") << 10 << communication << int(UnitState::Dead);
        QTest::newRow("gateway target") << 11 << communication << int(UnitState::Dead);
    }

    /// Field failures, row 19.
    void exceptionsMarkTheTagsNotTheLink()
    {
        QFETCH(int, code);
        QFETCH(int, quality);
        QFETCH(int, state);
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.line->override = [code](const SentRequest &) {
            return TransportReply{
                TransportReply::Status::Answer, QByteArray("\x83") + char(code), {}};
        };
        bench.run(30s);
        QCOMPARE(int(bench.quality(a())), quality);
        QCOMPARE(int(bench.unit(1).state), state);
        QVERIFY(bench.value(a()).value.isNone());
        QCOMPARE(bench.line->opens(), 1);
        QVERIFY(bench.unit(1).exceptions + 1 >= bench.unit(1).requests);
        QVERIFY(bench.line->sent().size() <= 31);
        bench.line->override = nullptr;
        bench.run(61s);
        QCOMPARE(bench.quality(a()), Quality::Good);
    }

    void invalidAnswersNeverReachATag_data()
    {
        QTest::addColumn<QByteArray>("pdu");
        QTest::newRow("short") << QByteArray::fromHex("030100");
        QTest::newRow("two registers") << QByteArray::fromHex("030400010002");
        QTest::newRow("function 4") << QByteArray::fromHex("04021234");
        QTest::newRow("empty") << QByteArray();
    }

    void invalidAnswersNeverReachATag()
    {
        QFETCH(QByteArray, pdu);
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.line->override = [pdu](const SentRequest &) {
            return TransportReply{TransportReply::Status::Answer, pdu, {}};
        };
        bench.run(5s);
        QCOMPARE(bench.times(a(), Quality::Good), 0);
        QVERIFY(bench.value(a()).value.isNone());
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        QVERIFY(bench.unit(1).invalid + 1 >= bench.unit(1).requests);
        QCOMPARE(bench.unit(1).timeouts, quint64(0));
    }

    /// Field failures, row 2.
    void linkLossMakesEverythingBadAndHeals()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10, slow());
        bench.start();
        bench.settle();
        QCOMPARE(bench.quality(b()), Quality::Good);
        bench.line->reachable = false;
        bench.line->breakLink();
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        QCOMPARE(bench.scheduler->link().state, LinkState::Failed);
        QCOMPARE(bench.scheduler->link().reason, QStringLiteral("pulled"));
        bench.run(300s);
        QVERIFY2(bench.line->opens() >= 10 && bench.line->opens() <= 20,
                 qPrintable(QString::number(bench.line->opens())));
        QCOMPARE(bench.times(b(), Quality::BadCommunication), 1);
        QCOMPARE(bench.unit(1).state, UnitState::Unknown);
        bench.line->reachable = true;
        bench.run(31s);
        QCOMPARE(bench.scheduler->link().state, LinkState::Connected);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::Good);
        QCOMPARE(bench.unit(1).skippedPolls, quint64(0));
    }

    void linkIsOpenedAnewWhenNobodyAnswers()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        bench.line->silent = {1, 2};
        bench.run(10s);
        QVERIFY(bench.line->opens() >= 2);
        QVERIFY(bench.line->opens() <= 3);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        bench.run(300s);
        QVERIFY(bench.line->opens() <= 12);
        bench.line->silent = {};
        bench.run(61s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::Good);
    }

    /// Field failures, row 25.
    void silenceOfOneUnitDoesNotCloseTheLinkOfAnother()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, fast());
        bench.addTag(b(), 2, 10, slow());
        bench.start();
        bench.settle();
        bench.line->silent = {1};
        bench.run(50s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QCOMPARE(bench.unit(2).state, UnitState::Good);
        QCOMPARE(bench.line->opens(), 1);
    }

    void gatewayExceptionOfOneBlockIsNotAskedInALoop()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 1, 500);
        bench.start();
        bench.line->override = [](const SentRequest &request) {
            return request.address() == 500 ? std::optional(answerOf("830b")) : std::nullopt;
        };
        bench.run(10s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::BadCommunication);
        QVERIFY(bench.line->sent().size() <= 22);
    }

    void badTagSpoilsOnlyItself()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 1, 65535).type = DataType::UInt32;
        bench.start();
        bench.run(3s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.quality(b()), Quality::BadConfiguration);
        QCOMPARE(bench.write(b(), Value(quint64(1))), WriteId(1));
        QCOMPARE(bench.result(1).outcome, Outcome::Refused);
        QCOMPARE(bench.answers, 1);
    }

    void refreshReadsAtOnce()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, slow());
        bench.addTag(b(), 2, 10, slow());
        bench.addTag(QStringLiteral("c"), 1, 11, slow());
        bench.start();
        bench.settle();
        bench.line->forget();
        bench.run(5s);
        QCOMPARE(bench.line->sent().size(), 0);
        const int before = bench.times(a(), Quality::Good);
        bench.scheduler->refresh({bench.index(a()), bench.index(QStringLiteral("c"))});
        bench.settle();
        QCOMPARE(bench.times(a(), Quality::Good), before + 1);
        QCOMPARE(bench.line->sent().size(), 1);
        bench.line->reachable = false;
        bench.line->breakLink();
        const int bad = bench.times(a(), Quality::BadCommunication);
        bench.scheduler->refresh({bench.index(a())});
        QCOMPARE(bench.times(a(), Quality::BadCommunication), bad + 1);
    }
};

QTEST_GUILESS_MAIN(SchedulerTest)
#include "tst_scheduler.moc"
