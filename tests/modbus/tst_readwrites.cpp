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

constexpr int kReadWrite = 23;

/// As Quiet, with a device that is written by FC 23.
class Both : public Quiet
{
public:
    Both() { data.devices[0].registerWrite = RegisterWrite::ReadWrite; }
    /// The answer to each write; reads are served.
    void answerWrites(const QByteArray &pdu)
    {
        line->override = [pdu](const SentRequest &request) {
            return isWrite(request)
                ? std::optional(TransportReply{TransportReply::Status::Answer, pdu, {}})
                : std::nullopt;
        };
    }
};

} // namespace

/// FC 23 writes and reads back in one request.
class ReadWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAnswerIsTheReadBack()
    {
        Both bench;
        bench.begin();
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(2ms);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.result(id).readBack, Value(quint64(42)));
        QCOMPARE(bench.value(a()).value, Value(quint64(42)));
        bench.run(2s);
        QCOMPARE(bench.line->sent().size(), 1);
        QCOMPARE(bench.answers, 1);
    }

    /// The device shows what it took over only after a while.
    void aDifferenceHasItsSettleTime()
    {
        Both bench;
        bench.begin();
        bench.answerWrites(QByteArray::fromHex("17020000"));
        const WriteId late = bench.write(a(), Value(quint64(42)));
        bench.run(200ms);
        QCOMPARE(bench.answers, 0);
        bench.line->registers[1][10] = 42;
        bench.run(200ms);
        QCOMPARE(bench.result(late).outcome, Outcome::Ok);
        const WriteId never = bench.write(a(), Value(quint64(43)));
        bench.run(400ms);
        QCOMPARE(bench.result(never).outcome, Outcome::Differs);
        QCOMPARE(bench.result(never).readBack, Value(quint64(42)));
        QCOMPARE(writesIn(bench.line->sent()).size(), 2);
    }

    void withoutSettleTimeTheAnswerCounts()
    {
        Both bench;
        bench.data.tags[0].write.readBackMs = 0;
        bench.begin();
        bench.answerWrites(QByteArray::fromHex("17020007"));
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Differs);
        QCOMPARE(bench.result(id).readBack, Value(quint64(7)));
        QCOMPARE(bench.value(a()).value, Value(quint64(7)));
        QCOMPARE(bench.line->sent().size(), 1);
    }

    void commandIsNotVerified()
    {
        Both bench;
        bench.data.tags[0].write.momentary = true;
        bench.begin();
        bench.answerWrites(QByteArray::fromHex("17020000"));
        const WriteId id = bench.write(a(), Value(quint64(1)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Unverified);
        QCOMPARE(bench.line->sent().size(), 1);
    }

    void bitsAreWrittenSoAfterTheirRead()
    {
        Both bench;
        bench.data.tags[0].type = DataType::Bool;
        bench.data.tags[0].bit = 3;
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        bench.begin();
        bench.line->registers[1][10] = 0xFF00;
        const WriteId id = bench.write(a(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.line->sent().size(), 2);
        QCOMPARE(bench.line->sent()[1].pdu.toHex(), QByteArray("17000a0001000a000102ff08"));
    }

    void badAnswersAreTimeouts_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("two registers for one") << QByteArray::fromHex("17040000002a");
        QTest::newRow("no register") << QByteArray::fromHex("1700");
        QTest::newRow("longer than it says") << QByteArray::fromHex("1702002a00");
        QTest::newRow("shorter than it says") << QByteArray::fromHex("170200");
        QTest::newRow("like FC 16") << QByteArray::fromHex("17000a0001");
        QTest::newRow("other function") << QByteArray::fromHex("0302002a");
        QTest::newRow("silence") << QByteArray();
    }

    void badAnswersAreTimeouts()
    {
        QFETCH(QByteArray, answer);
        Both bench;
        bench.connection.retries = 3;
        bench.begin();
        if (answer.isEmpty())
            bench.line->silent = {1};
        else
            bench.answerWrites(answer);
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(550ms);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        bench.run(20s);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
    }

    void refusedFunctionIsAnAnswer()
    {
        Both bench;
        bench.begin();
        bench.line->unknown = {kReadWrite};
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::DeviceException);
        QCOMPARE(bench.result(id).exception, quint8(1));
        QCOMPARE(bench.line->sent().size(), 1);
    }

    /// 121 registers are the most that it can write.
    void moreThanItCanWriteIsRefused()
    {
        Both bench;
        const auto makeText = [](Tag &tag, int length) {
            tag.type = DataType::String;
            tag.length = length;
        };
        makeText(bench.data.tags[0], 242);
        makeText(bench.addTag(QStringLiteral("long"), 1, 200, QStringLiteral("slow")), 244);
        bench.begin();
        const WriteId fits = bench.write(a(), Value(QStringLiteral("x")));
        const WriteId tooLong = bench.write(QStringLiteral("long"), Value(QStringLiteral("x")));
        bench.run(2s);
        QCOMPARE(bench.result(fits).outcome, Outcome::Ok);
        QCOMPARE(bench.result(tooLong).outcome, Outcome::Refused);
        QCOMPARE(bench.result(tooLong).refusal, FieldWriteResult::Refusal::NotFitting);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
    }
};

QTEST_GUILESS_MAIN(ReadWritesTest)
#include "tst_readwrites.moc"
