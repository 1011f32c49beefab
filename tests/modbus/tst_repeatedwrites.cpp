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

/// A line that loses the first writes.
class Deaf : public Quiet
{
public:
    explicit Deaf(int writes)
        : m_left(writes)
    {
        data.tags[0].write.idempotent = true;
    }
    void begin()
    {
        Quiet::begin();
        line->override = [this](const SentRequest &request) {
            const bool isLost = isWrite(request) && m_left-- > 0;
            return isLost ? std::optional(TransportReply()) : std::nullopt;
        };
    }
    [[nodiscard]] int sent() const { return int(writesIn(line->sent()).size()); }

private:
    int m_left;
};

} // namespace

/// Writes that are sent once more after silence: setpoints whose tag says that this is harmless.
class RepeatedWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setpointIsRepeatedOnce_data()
    {
        QTest::addColumn<int>("lost");
        QTest::addColumn<int>("sent");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("answered") << 0 << 1 << Outcome::Ok;
        QTest::newRow("one lost") << 1 << 2 << Outcome::Ok;
        QTest::newRow("two lost") << 2 << 2 << Outcome::Timeout;
    }

    void setpointIsRepeatedOnce()
    {
        QFETCH(int, lost);
        QFETCH(int, sent);
        QFETCH(Outcome, outcome);
        Deaf bench(lost);
        bench.connection.retries = 5; // of reads
        bench.begin();
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(5s);
        QCOMPARE(bench.sent(), sent);
        QCOMPARE(bench.result(id).outcome, outcome);
        QCOMPARE(bench.answers, 1);
        for (const SentRequest &request : writesIn(bench.line->sent()))
            QCOMPARE(request.pdu.toHex(), QByteArray("06000a002a"));
    }

    void othersNeverAre_data()
    {
        QTest::addColumn<bool>("idempotent");
        QTest::addColumn<bool>("momentary");
        QTest::addColumn<DataType>("type");
        QTest::newRow("setpoint") << false << false << DataType::UInt16;
        QTest::newRow("command") << true << true << DataType::UInt16;
        QTest::newRow("bit") << true << false << DataType::Bool;
    }

    void othersNeverAre()
    {
        QFETCH(bool, idempotent);
        QFETCH(bool, momentary);
        QFETCH(DataType, type);
        Deaf bench(1);
        bench.data.tags[0].write.idempotent = idempotent;
        bench.data.tags[0].write.momentary = momentary;
        bench.data.tags[0].type = type;
        const bool isBit = type == DataType::Bool;
        bench.data.tags[0].bit = isBit ? 3 : -1;
        bench.begin();
        const WriteId id = bench.write(a(), isBit ? Value(true) : Value(quint64(1)));
        bench.run(5s);
        QCOMPARE(bench.sent(), 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
    }

    void onlySilenceIsRepeated_data()
    {
        QTest::addColumn<TransportReply>("reply");
        QTest::addColumn<Outcome>("outcome");
        const auto answer = [](const char *pdu) {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex(pdu), {}};
        };
        QTest::newRow("refused") << answer("8604") << Outcome::DeviceException;
        QTest::newRow("busy") << answer("8606") << Outcome::DeviceException;
        QTest::newRow("gateway") << answer("860b") << Outcome::Timeout;
        QTest::newRow("other value") << answer("06000a002b") << Outcome::Timeout;
        QTest::newRow("other function") << answer("10000a0001") << Outcome::Timeout;
        QTest::newRow("damaged") << TransportReply{TransportReply::Status::Invalid, {}, {}}
                                 << Outcome::Timeout;
        QTest::newRow("link lost")
            << TransportReply{TransportReply::Status::LinkLost, {}, {}} << Outcome::Timeout;
    }

    void onlySilenceIsRepeated()
    {
        QFETCH(TransportReply, reply);
        QFETCH(Outcome, outcome);
        Deaf bench(0);
        bench.begin();
        bench.line->override = [reply](const SentRequest &request) {
            return isWrite(request) ? std::optional(reply) : std::nullopt;
        };
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(9s);
        QCOMPARE(bench.sent(), 1);
        QCOMPARE(bench.result(id).outcome, outcome);
        QCOMPARE(bench.answers, 1);
    }

    /// What was given after it must not be undone by the repeat.
    void nothingOvertakesTheRepeat()
    {
        Deaf bench(1);
        bench.data.tags[1].write.momentary = true;
        bench.begin();
        (void)bench.write(a(), Value(quint64(1)));
        (void)bench.write(b(), Value(quint64(2)));
        bench.run(5s);
        QList<int> addresses;
        for (const SentRequest &request : writesIn(bench.line->sent()))
            addresses.append(request.address());
        QCOMPARE(addresses, (QList{10, 10, 500}));
    }

    /// Where it waits for the gap of its device while another one is silent, too.
    void linkStaysForTheRepeat()
    {
        Bench bench(2);
        bench.addTag(a(), 1, 10, QStringLiteral("fast")).write.idempotent = true;
        bench.addTag(b(), 2, 20, QStringLiteral("fast"));
        bench.data.devices[0].requestGapMs = 3000;
        bench.start();
        bench.run(4s);
        bench.line->silent = {1};
        bench.run(4s); // one read
        QCOMPARE(bench.unit(1).state, UnitState::Suspect);
        const WriteId id = bench.write(a(), Value(quint64(1)), 20s);
        const auto runUntilSent = [&bench](int writes) {
            for (int i = 0; i < 100 && writesIn(bench.line->sent()).size() < writes; ++i)
                bench.run(50ms);
        };
        runUntilSent(1);
        bench.line->silent = {1, 2};
        runUntilSent(2);
        QCOMPARE(writesIn(bench.line->sent()).size(), 2);
        QCOMPARE(bench.unit(2).state, UnitState::Dead);
        QCOMPARE(bench.line->opens(), 1);
        bench.run(5s);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
    }

    /// The older value must not come once more when somebody has given another.
    void newerValueTakesItsPlace()
    {
        Deaf bench(1);
        bench.connection.requestGapMs = 100;
        bench.begin();
        bench.run(200ms);
        const WriteId older = bench.write(a(), Value(quint64(1)));
        QCOMPARE(bench.sent(), 1);
        const WriteId newer = bench.write(a(), Value(quint64(2)));
        bench.run(5s);
        QCOMPARE(bench.result(older).outcome, Outcome::Timeout);
        QCOMPARE(bench.result(newer).outcome, Outcome::Ok);
        QCOMPARE(bench.sent(), 2);
        QCOMPARE(bench.line->registers[1][10], quint16(2));
    }

    /// Somebody writes faster than the device falls silent: its silence is held against it all the
    /// same.
    void aHastyWriterDoesNotHideThatTheDeviceIsDead()
    {
        Bench bench(2);
        bench.connection.responseTimeoutMs = 1000;
        bench.connection.retries = 1;
        bench.addTag(a(), 1, 10).write.idempotent = true;
        bench.addTag(QStringLiteral("polled"), 1, 500);
        bench.addTag(b(), 2, 10);
        bench.start();
        bench.run(2s);
        bench.line->silent = {1};
        const auto writeFor = [&bench](Milliseconds time) {
            for (; time > 0s; time -= 200ms) {
                bench.write(a(), Value(quint64(time.count() % 1000)));
                bench.run(200ms);
            }
        };
        writeFor(15s);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        QCOMPARE(bench.quality(QStringLiteral("polled")), Quality::BadCommunication);
        const int reads = bench.times(b(), Quality::Good);
        writeFor(60s);
        QVERIFY(bench.times(b(), Quality::Good) - reads >= 50);
        bench.line->silent = {};
        bench.run(62s);
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    /// It may have been taken over: that must not read as if it had never been sent.
    void whatCannotBeRepeatedIsUnknown_data()
    {
        QTest::addColumn<bool>("expires");
        QTest::newRow("time is over") << true;
        QTest::newRow("link breaks") << false;
    }

    void whatCannotBeRepeatedIsUnknown()
    {
        QFETCH(bool, expires);
        Deaf bench(1);
        bench.connection.requestGapMs = 100;
        bench.begin();
        bench.run(200ms);
        const WriteId id = bench.write(a(), Value(quint64(1)), expires ? 550ms : 5000ms);
        bench.run(510ms);
        QCOMPARE(bench.answers, 0);
        if (!expires)
            bench.line->breakLink();
        bench.run(5s);
        QCOMPARE(bench.sent(), 1);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(bench.answers, 1);
    }

    /// It is the end of a silent request as any other: nobody is left who answers, so the link is
    /// opened anew at once.
    void linkIsOpenedAnewAfterTheRepeatThatWasTooLate()
    {
        Bench bench;
        bench.addTag(a(), 1, 10, QStringLiteral("fast")).write.idempotent = true;
        bench.data.devices[0].requestGapMs = 3000;
        bench.start();
        bench.run(4s);
        bench.line->silent = {1};
        while (bench.unit(1).timeouts < 2)
            bench.run(10ms);
        QCOMPARE(bench.unit(1).state, UnitState::Suspect);
        const WriteId id
            = bench.write(a(), Value(quint64(1)), 4s); // its repeat would come at 6.5 s
        for (int i = 0; i < 1000 && bench.answers == 0; ++i)
            bench.run(10ms);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QCOMPARE(bench.unit(1).state, UnitState::Dead);
        bench.run(10ms);
        QCOMPARE(bench.line->opens(), 2);
    }

    void groupIsRepeatedWhenAllMayBe_data()
    {
        QTest::addColumn<bool>("both");
        QTest::newRow("both") << true;
        QTest::newRow("one") << false;
    }

    void groupIsRepeatedWhenAllMayBe()
    {
        QFETCH(bool, both);
        Deaf bench(1);
        bench.data.devices[0].mergeWrites = true;
        bench.data.devices[0].registerWrite = RegisterWrite::Multiple;
        bench.data.tags[1].address = 11;
        bench.data.tags[1].write.idempotent = both;
        bench.begin();
        const WriteId first = bench.write(a(), Value(quint64(1)));
        const WriteId second = bench.write(b(), Value(quint64(2)));
        bench.run(5s);
        QCOMPARE(bench.sent(), both ? 2 : 1);
        for (const WriteId id : {first, second})
            QCOMPARE(bench.result(id).outcome, both ? Outcome::Ok : Outcome::Timeout);
    }
};

QTEST_GUILESS_MAIN(RepeatedWritesTest)
#include "tst_repeatedwrites.moc"
