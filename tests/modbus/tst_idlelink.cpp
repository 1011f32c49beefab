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

QString slow()
{
    return QStringLiteral("slow");
}

/// How long each request came after the one before it.
QList<Milliseconds> gapsOf(const QList<SentRequest> &sent)
{
    QList<Milliseconds> gaps;
    for (qsizetype i = 1; i < sent.size(); ++i)
        gaps.append(sent[i].at - sent[i - 1].at);
    return gaps;
}

Milliseconds shortest(const QList<Milliseconds> &gaps)
{
    return gaps.isEmpty() ? Milliseconds(0) : *std::min_element(gaps.cbegin(), gaps.cend());
}

} // namespace

/// Rows 10, 11 and 12 of the field failures: devices that take one client at a time, that are not
/// ready at once, and that want to be left alone.
class IdleLinkTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Field failures, row 11.
    void nothingIsSentInThePauseAfterConnect()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.connection.pauseAfterConnectMs = 2000;
        bench.start();
        bench.run(1s);
        QCOMPARE(bench.scheduler->link().state, LinkState::Connected);
        const WriteId id = bench.write(a(), Value(quint64(7)));
        bench.run(990ms);
        QCOMPARE(bench.line->sent().size(), 0);
        bench.run(500ms);
        QVERIFY(!bench.line->sent().isEmpty());
        QVERIFY(bench.line->sent().first().at >= 2s);
        QVERIFY(isWrite(bench.line->sent().first()));
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        bench.line->breakLink();
        bench.line->forget();
        const Milliseconds broken = bench.clock.monotonic();
        bench.run(5s);
        QVERIFY(bench.line->sent().first().at >= broken + 800ms + 2000ms); // backoff, pause
    }

    /// Field failures, row 11: the opposite device wants its first request at once.
    void withoutAPauseTheFirstRequestGoesAtOnce()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.run(3ms);
        QCOMPARE(bench.line->sent().size(), 1);
        QCOMPARE(bench.line->sent().first().at, Milliseconds(0));
    }

    /// Field failures, row 12: the gap of one device is its own.
    void theGapOfADeviceIsItsOwn()
    {
        Bench bench(2);
        for (int i = 0; i < 4; ++i) {
            bench.addTag(QStringLiteral("s%1").arg(i), 1, 100 * i);
            bench.addTag(QStringLiteral("q%1").arg(i), 2, 100 * i);
        }
        bench.data.devices[0].requestGapMs = 200;
        bench.start();
        bench.run(10s);
        QVERIFY(bench.line->sentTo(1).size() >= 30);
        QVERIFY(shortest(gapsOf(bench.line->sentTo(1))) >= 200ms);
        QVERIFY(bench.line->sentTo(2).size() >= 36);
        QVERIFY(shortest(gapsOf(bench.line->sentTo(2))) < 10ms);
        QCOMPARE(bench.unit(2).skippedPolls, quint64(0));
    }

    /// Also of a write after a read, of the read-back after the write, and of a repeated read.
    void theGapOfADeviceIsForEverything()
    {
        Quiet bench;
        bench.data.devices[0].requestGapMs = 100;
        bench.connection.retries = 2;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.data.tags[0].write.readBackMs = 0;
        bench.start();
        bench.run(500ms);
        bench.line->forget();
        const WriteId id = bench.write(a(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->sent().size(), 3);
        bench.line->silent.insert(1);
        bench.scheduler->refresh({bench.index(b())});
        bench.run(2s);
        QVERIFY(bench.line->sent().size() >= 6);
        QVERIFY(shortest(gapsOf(bench.line->sent())) >= 100ms);
    }

    void theGapOfTheConnectionIsForAll()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.connection.requestGapMs = 80;
        bench.start();
        bench.run(5s);
        QVERIFY(bench.line->sent().size() >= 8);
        QVERIFY(shortest(gapsOf(bench.line->sent())) >= 80ms);
    }

    void idleLinkIsClosedAndOpenedWhenSomethingIsDue()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, slow()); // every 60 s
        bench.connection.idleCloseS = 5;
        bench.start();
        bench.run(4s);
        QVERIFY(bench.line->isOpen());
        bench.run(2s);
        QVERIFY(!bench.line->isOpen());
        QCOMPARE(bench.scheduler->link().state, LinkState::Idle);
        QVERIFY(bench.scheduler->link().reason.isEmpty());
        QCOMPARE(bench.quality(a()), Quality::Good);
        bench.run(300s);
        QVERIFY2(bench.line->sent().size() >= 4 && bench.line->sent().size() <= 6,
                 qPrintable(QString::number(bench.line->sent().size())));
        QCOMPARE(bench.line->opens(), int(bench.line->sent().size()));
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
        QCOMPARE(bench.unit(1).skippedPolls, quint64(0));
        const auto gaps = gapsOf(bench.line->sent());
        for (qsizetype i = 1; i < gaps.size(); ++i)
            QVERIFY2(gaps[i] >= 59900ms && gaps[i] <= 60100ms,
                     qPrintable(QString::number(gaps[i].count())));
    }

    void reopeningsOfAnIdleLinkAreNoReconnects()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.run(10s);
        QVERIFY(bench.line->opens() >= 9);
        const auto reconnects = [&bench] { return bench.scheduler->linkDiagnostics().reconnects; };
        QCOMPARE(reconnects(), 0U);
        bool breaks = true; // which is one
        bench.line->override = [&breaks](const SentRequest &) {
            const TransportReply lost{TransportReply::Status::LinkLost, {}, {}};
            return std::exchange(breaks, false) ? std::optional(lost) : std::nullopt;
        };
        bench.run(20s);
        QVERIFY(!breaks);
        QCOMPARE(bench.scheduler->link().state, LinkState::Idle);
        QCOMPARE(reconnects(), 1U);
    }

    void aLinkThatIsPolledIsNotIdle()
    {
        Bench bench;
        bench.addTag(a(), 1, 10); // every second
        bench.connection.idleCloseS = 2;
        bench.start();
        bench.run(60s);
        QCOMPARE(bench.line->opens(), 1);
        QCOMPARE(bench.linkStates, QList<LinkState>{LinkState::Connected});
    }

    void aWriteOpensAnIdleLink()
    {
        Quiet bench;
        bench.connection.idleCloseS = 1;
        bench.begin();
        bench.run(5s);
        QVERIFY(!bench.line->isOpen());
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->opens(), 2);
        bench.run(2s);
        QVERIFY(!bench.line->isOpen());
    }

    void aRefreshOpensAnIdleLinkAndShowsNothingBad()
    {
        Quiet bench;
        bench.connection.idleCloseS = 1;
        bench.begin();
        bench.run(5s);
        QVERIFY(!bench.line->isOpen());
        bench.line->registers[1][10] = 77;
        bench.scheduler->refresh({bench.index(a())});
        bench.settle();
        QCOMPARE(bench.value(a()).value, Value(quint64(77)));
        QCOMPARE(bench.times(a(), Quality::BadCommunication), 0);
    }

    /// Field failures, row 10: between the rounds the device is free.
    void closedAfterEachRound()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 1, 500);
        bench.addTag(QStringLiteral("c"), 2, 10);
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.run(3s);
        Milliseconds open{0};
        bench.line->forget();
        const int before = bench.line->opens();
        for (Milliseconds time{0}; time < 10s; time += 1ms) {
            open += bench.line->isOpen() ? 1ms : 0ms;
            bench.run(1ms);
        }
        QVERIFY2(open < 500ms, qPrintable(QString::number(open.count())));
        QVERIFY(bench.line->sent().size() >= 28);
        QCOMPARE(bench.line->opens() - before, 20); // two devices, each in its own place
        for (const QString &tag : {a(), b(), QStringLiteral("c")}) {
            QCOMPARE(bench.quality(tag), Quality::Good);
            QCOMPARE(bench.times(tag, Quality::BadCommunication), 0);
        }
        QCOMPARE(bench.unit(1).skippedPolls, quint64(0));
    }

    void aRoundWithGapsIsNotCut()
    {
        Bench bench;
        for (int i = 0; i < 3; ++i)
            bench.addTag(QStringLiteral("s%1").arg(i), 1, 100 * i);
        bench.data.devices[0].requestGapMs = 50;
        bench.connection.requestGapMs = 20;
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.run(10s);
        QVERIFY(bench.line->sent().size() >= 27);
        QVERIFY2(bench.line->opens() <= 11, qPrintable(QString::number(bench.line->opens())));
    }

    void aWriteAndItsReadBackShareOneLink()
    {
        Quiet bench;
        bench.connection.closeAfterPoll = true;
        bench.begin();
        QVERIFY(!bench.line->isOpen());
        const WriteId id = bench.write(a(), Value(quint64(5)));
        bench.run(2s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->opens(), 2);
        QVERIFY(!bench.line->isOpen());
    }

    /// Field failures, row 10: another client has the device.
    void aRefusedConnectBacksOff()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.run(2500ms);
        QCOMPARE(bench.quality(a()), Quality::Good);
        bench.line->reachable = false;
        bench.run(2s);
        QCOMPARE(bench.scheduler->link().state, LinkState::Failed);
        QCOMPARE(bench.scheduler->link().reason, QStringLiteral("refused"));
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        const int before = bench.line->opens();
        bench.run(120s);
        QVERIFY2(bench.line->opens() - before <= 9,
                 qPrintable(QString::number(bench.line->opens())));
        QVERIFY(bench.line->opens() - before >= 4);
        bench.line->reachable = true;
        bench.run(31s);
        QCOMPARE(bench.quality(a()), Quality::Good);
        QCOMPARE(bench.scheduler->link().state, LinkState::Idle);
    }

    /// A link that is opened for each probe must not cost more than a probe.
    void aDeadDeviceIsProbedOnALinkThatCloses()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.line->silent.insert(1);
        bench.run(120s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QVERIFY2(bench.line->opens() <= 16, qPrintable(QString::number(bench.line->opens())));
        bench.line->silent.clear();
        bench.run(61s);
        QCOMPARE(bench.quality(a()), Quality::Good);
    }

    void aScaleFactorOutlivesAClosedLink()
    {
        Bench bench;
        Tag &factor = bench.addTag(QStringLiteral("sf"), 1, 20, slow());
        factor.type = DataType::Int16;
        bench.addTag(a(), 1, 10, slow()).scaleFactor = QStringLiteral("sf");
        bench.data.tags.last().write.enabled = true;
        bench.connection.closeAfterPoll = true;
        bench.start();
        bench.line->registers[1].resize(1000);
        bench.line->registers[1][20] = 1;
        bench.run(5s);
        QVERIFY(!bench.line->isOpen());
        const WriteId id = bench.write(a(), Value(120.0));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->registers[1].at(10), quint16(12));
    }

    void aLinkThatBreaksWhileItIsOpenIsFailed()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, slow());
        bench.connection.idleCloseS = 10;
        bench.start();
        bench.settle();
        bench.line->reachable = false;
        bench.line->breakLink();
        QCOMPARE(bench.scheduler->link().state, LinkState::Failed);
        QCOMPARE(bench.quality(a()), Quality::BadCommunication);
        bench.run(30s);
        QCOMPARE(bench.scheduler->link().state, LinkState::Failed);
        QVERIFY(bench.line->opens() >= 4); // it is not idle: it is wanted
    }

    void whatIsMissingComesBackWithoutBackoff()
    {
        Bench bench;
        bench.addTag(a(), 1, 10);
        bench.start();
        bench.settle();
        bench.line->reachable = false;
        bench.line->breakLink();
        bench.run(200s); // the longest backoff by now
        const int before = bench.line->opens();
        Q_EMIT bench.line->returned(); // not quite
        bench.run(1ms);
        QCOMPARE(bench.line->opens(), before + 1);
        bench.run(1s);
        QCOMPARE(bench.line->opens(), before + 2); // the backoff began anew
        bench.line->reachable = true;
        Q_EMIT bench.line->returned();
        bench.settle();
        QCOMPARE(bench.quality(a()), Quality::Good);
        Q_EMIT bench.line->returned(); // nothing to do
        bench.run(1s);
        QCOMPARE(bench.line->opens(), before + 3);
    }
};

QTEST_GUILESS_MAIN(IdleLinkTest)
#include "tst_idlelink.moc"
