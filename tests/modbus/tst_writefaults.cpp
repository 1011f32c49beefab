// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bench.h"
#include "modbus/refusals.h"

#include <QTest>

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using modbus::TransportReply;

/// As Quiet, with a device that answers every write by an exception.
class Answering : public Quiet
{
public:
    void answerWrites(int exception)
    {
        line->override = [exception](const SentRequest &request) {
            return isWrite(request) ? std::optional(refusal(request, exception)) : std::nullopt;
        };
    }
};

} // namespace

/// Writes when the link, the device or the receiver do not behave.
class WriteFaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failedReadBackIsUnverified()
    {
        Quiet bench;
        bench.begin();
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.settle();
        bench.line->silent = {1};
        bench.run(2s);
        QCOMPARE(bench.result(id).outcome, Outcome::Unverified);
        QVERIFY(!bench.result(id).detail.isEmpty());
    }

    void expiredWritesAreNeverSent()
    {
        Quiet bench;
        bench.begin();
        bench.line->reachable = false;
        bench.line->breakLink();
        const WriteId brief = bench.write(a(), Value(quint64(1)), 3s);
        const WriteId lasting = bench.write(b(), Value(quint64(2)), 100s);
        const WriteId gone = bench.write(a(), Value(quint64(3)), 0s);
        QCOMPARE(bench.result(brief).outcome, Outcome::Refused); // a newer one came
        QCOMPARE(bench.result(gone).outcome, Outcome::Refused);
        bench.run(10s);
        QCOMPARE(bench.answers, 2);
        bench.line->reachable = true;
        bench.run(40s);
        QCOMPARE(bench.result(lasting).outcome, Outcome::Ok);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QCOMPARE(bench.answers, 3);
    }

    /// Field failures, row 14.
    void queueIsBounded()
    {
        Quiet bench;
        bench.data.tags[0].write.momentary = true;
        bench.begin();
        bench.line->reachable = false;
        bench.line->breakLink();
        for (int i = 0; i < 64; ++i)
            bench.write(a(), Value(quint64(i)));
        QCOMPARE(bench.answers, 0);
        const WriteId tooMany = bench.write(a(), Value(quint64(64)));
        QCOMPARE(bench.result(tooMany).outcome, Outcome::Refused);
        bench.run(11s);
        QCOMPARE(bench.answers, 65);
    }

    void linkBreaksUnderAWrite()
    {
        Quiet bench;
        bench.begin();
        const WriteId inFlight = bench.write(a(), Value(quint64(1)));
        QCOMPARE(bench.line->sent().size(), 1);
        bench.line->breakLink();
        QCOMPARE(bench.result(inFlight).outcome, Outcome::Timeout);
        bench.run(2s);
        const WriteId acknowledged = bench.write(a(), Value(quint64(2)));
        bench.settle();
        bench.line->breakLink();
        QCOMPARE(bench.result(acknowledged).outcome, Outcome::Unverified);
        bench.run(5s);
        QCOMPARE(bench.answers, 2);
        QCOMPARE(writesIn(bench.line->sent()).size(), 2);
    }

    void writeToADeadUnitProbesFirst()
    {
        Quiet bench;
        bench.begin();
        bench.line->silent = {1};
        bench.run(200s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        bench.line->forget();
        const WriteId refused = bench.write(a(), Value(quint64(1)));
        bench.run(2s);
        QCOMPARE(bench.result(refused).outcome, Outcome::Refused);
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
        QVERIFY(!bench.line->sent().isEmpty());
        bench.line->silent = {};
        const WriteId taken = bench.write(a(), Value(quint64(2)));
        bench.run(3s);
        QCOMPARE(bench.result(taken).outcome, Outcome::Ok);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    /// Field failures, row 15.
    void writesOfOneUnitDoNotFailWithAnother()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.settle();
        bench.line->silent = {1};
        const WriteId lost = bench.write(a(), Value(quint64(1)));
        const WriteId fine = bench.write(b(), Value(quint64(2)));
        bench.run(3s);
        QCOMPARE(bench.result(lost).outcome, Outcome::Timeout);
        QCOMPARE(bench.result(fine).outcome, Outcome::Ok);
    }

    void receiverMayWriteAgainAtOnce()
    {
        Quiet bench;
        bench.begin();
        WriteId second = 0;
        QObject::connect(bench.scheduler.get(), &modbus::Scheduler::writeFinished,
                         bench.scheduler.get(), [&] {
                             if (!second)
                                 second = bench.write(b(), Value(quint64(5)));
                         });
        bench.write(a(), Value(quint64(70000))); // refused inside the call
        bench.run(1s);
        QCOMPARE(bench.result(second).outcome, Outcome::Ok);
        second = 0;
        bench.write(a(), Value(quint64(7)));
        bench.line->breakLink();
        QVERIFY(second != 0);
        bench.run(5s);
        QCOMPARE(bench.result(second).outcome, Outcome::Ok);
    }

    void nothingComesBetweenReadingAndWritingARegister()
    {
        Quiet bench;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.line->silent = {1};
        bench.scheduler->refresh({bench.index(b())});
        bench.run(600ms);
        QCOMPARE(bench.unit(1).state, UnitState::Suspect);
        bench.line->silent = {};
        bench.line->forget();
        WriteId other = 0;
        QObject::connect(bench.scheduler.get(), &modbus::Scheduler::unitChanged,
                         bench.scheduler.get(), [&](const UnitStatus &status) {
                             if (!other && status.state == UnitState::Good)
                                 other = bench.write(b(), Value(quint64(5)));
                         });
        const WriteId id = bench.write(a(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.result(other).outcome, Outcome::Ok);
        QCOMPARE(bench.line->sent()[0].pdu.toHex(), QByteArray("03000a0001"));
        QCOMPARE(bench.line->sent()[1].pdu.toHex(), QByteArray("06000a0008"));
    }

    void writeThatExpiresWhileItsRegisterIsReadIsNotSent()
    {
        Quiet bench;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.line->latency = 100ms;
        const WriteId id = bench.write(a(), Value(true), 50ms);
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
        QCOMPARE(bench.answers, 1);
    }

    void gatewayExceptionLeavesItUnknown_data()
    {
        QTest::addColumn<int>("exception");
        QTest::newRow("gateway path unavailable") << 10;
        QTest::newRow("gateway target failed to respond") << 11;
    }

    /// The target may have taken it and answered too late for the gateway.
    void gatewayExceptionLeavesItUnknown()
    {
        QFETCH(int, exception);
        Answering bench;
        bench.begin();
        bench.answerWrites(exception);
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(2s);
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(int(bench.result(id).exception), exception);
        QVERIFY(bench.result(id).detail.contains(QLatin1String("gateway")));
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
    }

    /// Nothing has been written yet.
    void gatewayExceptionToTheReadBeforeAWriteIsARefusal()
    {
        Quiet bench;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.line->override
            = [](const SentRequest &request) { return std::optional(refusal(request, 11)); };
        const WriteId id = bench.write(a(), Value(true));
        bench.run(2s);
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QCOMPARE(bench.result(id).refusal, FieldWriteResult::Refusal::NotReadable);
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
    }

    void acknowledgedForLaterIsReadBack_data()
    {
        QTest::addColumn<bool>("momentary");
        QTest::addColumn<quint64>("held");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("done by then") << false << quint64(42) << Outcome::Ok;
        QTest::newRow("not done") << false << quint64(41) << Outcome::Differs;
        QTest::newRow("command") << true << quint64(42) << Outcome::Unverified;
    }

    /// Exception 5: the device has accepted the request and works on it (MODBUS Application
    /// Protocol V1.1b3, section 7).
    void acknowledgedForLaterIsReadBack()
    {
        QFETCH(bool, momentary);
        QFETCH(quint64, held);
        QFETCH(Outcome, outcome);
        Answering bench;
        bench.data.tags[0].write.momentary = momentary;
        bench.begin();
        bench.answerWrites(5);
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(100ms);
        bench.line->registers[1][10] = quint16(held);
        bench.run(2s);
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.result(id).outcome, outcome);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    void stopAnswersEverything()
    {
        Quiet bench;
        bench.begin();
        const WriteId acknowledged = bench.write(b(), Value(quint64(1)));
        bench.settle();
        const WriteId inFlight = bench.write(a(), Value(quint64(2)));
        const WriteId waiting = bench.write(a(), Value(quint64(3)));
        bench.scheduler->stop();
        QCOMPARE(bench.result(acknowledged).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(inFlight).outcome, Outcome::Timeout);
        QCOMPARE(bench.result(waiting).outcome, Outcome::Refused);
        QCOMPARE(bench.answers, 3);
        QVERIFY(!bench.line->isOpen());
        const WriteId late = bench.write(a(), Value(quint64(4)));
        QCOMPARE(bench.result(late).outcome, Outcome::Refused);
    }

    void bitThatCannotBeReadFirstIsNotWritten()
    {
        Quiet bench;
        bench.data.tags[0].type = DataType::UInt8High;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.line->silent = {1};
        const WriteId id = bench.write(a(), Value(quint64(1)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Refused);
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
        bench.line->silent = {};
        bench.run(1s);
        bench.line->override = [](const SentRequest &) {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8304"), {}};
        };
        const WriteId other = bench.write(a(), Value(quint64(1)));
        bench.run(1s);
        QCOMPARE(bench.result(other).outcome, Outcome::DeviceException);
        QCOMPARE(bench.result(other).exception, quint8(4));
        QVERIFY(writesIn(bench.line->sent()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(WriteFaultsTest)
#include "tst_writefaults.moc"
