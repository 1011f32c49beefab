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

} // namespace

class WritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writtenAndReadBack()
    {
        Quiet bench;
        bench.begin();
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(299ms);
        QCOMPARE(bench.answers, 0);
        QCOMPARE(bench.line->sent().size(), 1);
        bench.run(50ms);
        QCOMPARE(bench.line->sent().size(), 2);
        QCOMPARE(bench.line->sent()[0].pdu.toHex(), QByteArray("06000a002a"));
        QCOMPARE(bench.line->sent()[1].pdu.toHex(), QByteArray("03000a0001"));
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.result(id).readBack, Value(quint64(42)));
        QCOMPARE(bench.value(a()).value, Value(quint64(42)));
        QCOMPARE(bench.answers, 1);
    }

    void functionFitsTheTag_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<RegisterWrite>("registerWrite");
        QTest::addColumn<CoilWrite>("coilWrite");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("request");
        const auto number = [](const char *name, DataType type, RegisterWrite write, quint64 value,
                               const char *request) {
            QTest::newRow(name) << int(type) << write << CoilWrite::Single << Value(value)
                                << QByteArray(request);
        };
        using R = RegisterWrite;
        number("FC 6", DataType::UInt16, R::Single, 1, "06000a0001");
        number("FC 16 for a device that knows only that", DataType::UInt16, R::Multiple, 1,
               "10000a0001020001");
        number("FC 16 for two registers", DataType::UInt32, R::Single, 0x10002,
               "10000a00020400010002");
        number("FC 22 that keeps nothing", DataType::UInt16, R::Mask, 0xABCD, "16000a0000abcd");
        number("FC 22 is for one register", DataType::UInt32, R::Mask, 0x10002,
               "10000a00020400010002");
        number("FC 23", DataType::UInt16, R::ReadWrite, 1, "17000a0001000a0001020001");
        number("FC 23 for two registers", DataType::UInt32, R::ReadWrite, 0x10002,
               "17000a0002000a00020400010002");
        const auto coil = [](const char *name, CoilWrite write, bool value, const char *request) {
            QTest::newRow(name) << -1 << R::Single << write << Value(value) << QByteArray(request);
        };
        coil("FC 5 on", CoilWrite::Single, true, "05000aff00");
        coil("FC 5 off", CoilWrite::Single, false, "05000a0000");
        coil("FC 15 on", CoilWrite::Multiple, true, "0f000a00010101");
        coil("FC 15 off", CoilWrite::Multiple, false, "0f000a00010100");
    }

    void functionFitsTheTag()
    {
        QFETCH(int, type);
        QFETCH(RegisterWrite, registerWrite);
        QFETCH(CoilWrite, coilWrite);
        QFETCH(Value, value);
        QFETCH(QByteArray, request);
        Quiet bench;
        Tag &tag = bench.data.tags[0];
        tag.type = type < 0 ? DataType::Bool : DataType(type);
        tag.table = type < 0 ? Table::Coil : Table::HoldingRegister;
        bench.data.devices[0].registerWrite = registerWrite;
        bench.data.devices[0].coilWrite = coilWrite;
        bench.begin();
        const WriteId id = bench.write(a(), value);
        bench.run(400ms);
        QCOMPARE(bench.line->sent().first().pdu.toHex(), request);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.result(id).readBack, value);
    }

    /// Whatever the device wants.
    void functionOfTheTag_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<WriteFunction>("function");
        QTest::addColumn<QByteArray>("single"); // by a device that wants FC 5 and 6
        QTest::addColumn<QByteArray>("multiple"); // by one that wants FC 15 and 16
        const auto row = [](const char *name, int type, WriteFunction function, const char *single,
                            const char *multiple) {
            QTest::newRow(name) << type << function << QByteArray(single) << QByteArray(multiple);
        };
        using F = WriteFunction;
        const int one = int(DataType::UInt16);
        const int two = int(DataType::UInt32);
        const char *fc6 = "06000a0001";
        const char *fc16 = "10000a0001020001";
        const char *fc22 = "16000a00000001";
        const char *fc23 = "17000a0001000a0001020001";
        row("device", one, F::Device, fc6, fc16);
        row("single", one, F::Single, fc6, fc6);
        row("multiple", one, F::Multiple, fc16, fc16);
        row("mask", one, F::Mask, fc22, fc22);
        row("readWrite", one, F::ReadWrite, fc23, fc23);
        const char *fc16Two = "10000a00020400000001";
        const char *fc23Two = "17000a0002000a00020400000001";
        row("two by multiple", two, F::Multiple, fc16Two, fc16Two);
        row("two by readWrite", two, F::ReadWrite, fc23Two, fc23Two);
        row("coil by device", -1, F::Device, "05000aff00", "0f000a00010101");
        row("coil by single", -1, F::Single, "05000aff00", "05000aff00");
        row("coil by multiple", -1, F::Multiple, "0f000a00010101", "0f000a00010101");
    }

    void functionOfTheTag()
    {
        QFETCH(int, type);
        QFETCH(WriteFunction, function);
        QFETCH(QByteArray, single);
        QFETCH(QByteArray, multiple);
        const Value value = type < 0 ? Value(true) : Value(quint64(1));
        for (const bool isSingle : {true, false}) {
            Quiet bench;
            Tag &tag = bench.data.tags[0];
            tag.type = type < 0 ? DataType::Bool : DataType(type);
            tag.table = type < 0 ? Table::Coil : Table::HoldingRegister;
            tag.write.function = function;
            Device &device = bench.data.devices[0];
            device.registerWrite = isSingle ? RegisterWrite::Single : RegisterWrite::Multiple;
            device.coilWrite = isSingle ? CoilWrite::Single : CoilWrite::Multiple;
            bench.begin();
            const WriteId id = bench.write(a(), value);
            bench.run(400ms);
            QCOMPARE(bench.line->sent().first().pdu.toHex(), isSingle ? single : multiple);
            QCOMPARE(bench.result(id).outcome, Outcome::Ok);
            QCOMPARE(bench.result(id).readBack, value);
        }
    }

    void functionOfTheTagIsItsOwn()
    {
        Quiet bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Multiple;
        bench.data.devices[0].mergeWrites = true;
        bench.data.tags[1].address = 11;
        bench.data.tags[1].write.function = WriteFunction::Single;
        bench.begin();
        (void)bench.write(a(), Value(quint64(1)));
        (void)bench.write(b(), Value(quint64(2)));
        bench.run(1s);
        const QList<SentRequest> sent = writesIn(bench.line->sent());
        QCOMPARE(sent.size(), 2); // not merged
        QCOMPARE(sent[0].pdu.toHex(), QByteArray("10000a0001020001"));
        QCOMPARE(sent[1].pdu.toHex(), QByteArray("06000b0002"));
    }

    void deviceHoldsAnotherValue()
    {
        Quiet bench;
        bench.begin();
        bench.line->override = [](const SentRequest &request) {
            return isWrite(request) ? std::optional(
                       TransportReply{TransportReply::Status::Answer, request.pdu.left(5), {}})
                                    : std::nullopt; // acknowledged, but not taken over
        };
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(400ms);
        QCOMPARE(bench.result(id).outcome, Outcome::Differs);
        QCOMPARE(bench.result(id).readBack, Value(quint64(0)));
    }

    void commandIsNotReadBack()
    {
        Quiet bench;
        bench.data.tags[0].write.momentary = true;
        bench.begin();
        const WriteId first = bench.write(a(), Value(quint64(1)));
        const WriteId second = bench.write(a(), Value(quint64(2)));
        bench.run(1s);
        QCOMPARE(bench.result(first).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(second).outcome, Outcome::Unverified);
        QCOMPARE(bench.line->sent().size(), 2); // none took the other's place
    }

    void exceptionOfTheDevice()
    {
        Quiet bench;
        bench.begin();
        bench.line->override = [](const SentRequest &) {
            return TransportReply{TransportReply::Status::Answer, QByteArray::fromHex("8603"), {}};
        };
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::DeviceException);
        QCOMPARE(bench.result(id).exception, quint8(3));
        QCOMPARE(bench.line->sent().size(), 1);
        QCOMPARE(bench.answers, 1);
    }

    void writesAreNeverRepeated_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("silence") << QByteArray();
        QTest::newRow("echo of another value") << QByteArray::fromHex("06000a0007");
        QTest::newRow("echo of another address") << QByteArray::fromHex("06000b002a");
    }

    void writesAreNeverRepeated()
    {
        QFETCH(QByteArray, answer);
        Quiet bench;
        bench.connection.retries = 3;
        bench.begin();
        bench.line->override = [answer](const SentRequest &request) {
            if (!isWrite(request))
                return std::optional<TransportReply>();
            return std::optional(answer.isEmpty()
                                     ? TransportReply()
                                     : TransportReply{TransportReply::Status::Answer, answer, {}});
        };
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(20s);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QCOMPARE(bench.answers, 1);
    }

    void valueThatDoesNotFitIsRefused()
    {
        Quiet bench;
        bench.data.tags[1].table = Table::InputRegister;
        bench.begin();
        const WriteId large = bench.write(a(), Value(quint64(65536)));
        const WriteId readOnly = bench.write(b(), Value(quint64(1)));
        bench.run(1s);
        QCOMPARE(bench.result(large).outcome, Outcome::Refused);
        QCOMPARE(bench.result(readOnly).outcome, Outcome::Refused);
        QCOMPARE(bench.line->sent().size(), 0);
    }

    void latestSetpointWins()
    {
        Quiet bench;
        bench.begin();
        const WriteId sent = bench.write(b(), Value(quint64(9))); // goes out at once
        const WriteId first = bench.write(a(), Value(quint64(1)));
        const WriteId second = bench.write(a(), Value(quint64(2)));
        QCOMPARE(bench.result(first).outcome, Outcome::Refused);
        bench.run(1s);
        QCOMPARE(bench.result(second).outcome, Outcome::Ok);
        QCOMPARE(bench.result(sent).outcome, Outcome::Ok);
        QCOMPARE(writesIn(bench.line->sent()).size(), 2);
        QCOMPARE(bench.answers, 3);
    }

    /// It may depend on that, and the older value is not written any more. Commands all are.
    void commandDoesNotOvertakeASetpoint()
    {
        Quiet bench;
        bench.data.tags[1].write.momentary = true;
        bench.begin();
        bench.line->reachable = false;
        bench.line->breakLink();
        const WriteId older = bench.write(a(), Value(quint64(1)));
        const WriteId command = bench.write(b(), Value(quint64(1)));
        const WriteId another = bench.write(b(), Value(quint64(7)));
        const WriteId newer = bench.write(a(), Value(quint64(2)));
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.result(older).refusal, FieldWriteResult::Refusal::Superseded);
        bench.line->reachable = true;
        bench.run(8s);
        QByteArrayList writes;
        for (const SentRequest &request : writesIn(bench.line->sent()))
            writes.append(request.pdu.toHex());
        QCOMPARE(writes, (QByteArrayList{"06000a0002", "0601f40001", "0601f40007"}));
        QCOMPARE(bench.result(command).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(another).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(newer).outcome, Outcome::Ok);
        QCOMPARE(bench.answers, 4);
    }

    /// The time to live is that of the newer one.
    void newerSetpointHasItsOwnTimeToLive()
    {
        Quiet bench;
        bench.begin();
        bench.line->reachable = false;
        bench.line->breakLink();
        (void)bench.write(a(), Value(quint64(1)), 100ms);
        const WriteId newer = bench.write(a(), Value(quint64(2)), 60s);
        bench.line->reachable = true;
        bench.run(8s);
        QCOMPARE(bench.result(newer).outcome, Outcome::Ok);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
    }

    void newerWriteDuringTheSettleTime()
    {
        Quiet bench;
        bench.begin();
        const WriteId first = bench.write(a(), Value(quint64(1)));
        bench.run(100ms);
        const WriteId second = bench.write(a(), Value(quint64(2)));
        bench.run(1s);
        QCOMPARE(bench.result(first).outcome, Outcome::Unverified);
        QCOMPARE(bench.result(second).outcome, Outcome::Ok);
        QCOMPARE(bench.answers, 2);
    }

    void writesGoFirstButLeaveRoomForPolls()
    {
        Bench bench;
        for (int i = 0; i < 20; ++i)
            bench.addTag(QStringLiteral("p%1").arg(i), 1, 20 * i);
        bench.start();
        while (bench.line->sent().isEmpty())
            bench.run(1ms);
        for (int i = 0; i < 12; ++i)
            bench.write(QStringLiteral("p%1").arg(i), Value(quint64(7)));
        bench.line->forget();
        bench.run(100ms);
        const QList<SentRequest> sent = bench.line->sent();
        for (int i = 0; i < 4; ++i)
            QVERIFY2(isWrite(sent[i]), "writes go first");
        int inARow = 0;
        for (const SentRequest &request : sent) {
            inARow = isWrite(request) ? inARow + 1 : 0;
            QVERIFY2(inARow <= 4, "polls get their turn");
        }
        QCOMPARE(writesIn(sent).size(), 12);
    }

    void bitKeepsTheRestOfItsRegister()
    {
        Bench bench(2);
        bench.data.devices[0].bitWrite = BitWrite::ReadModifyWrite;
        Tag &bit = bench.addTag(a(), 1, 10);
        bit.type = DataType::Bool;
        bit.bit = 3;
        bench.addTag(b(), 2, 0, QStringLiteral("fast"));
        bench.start();
        bench.settle();
        bench.line->registers[1][10] = 0xFF00; // changed by the device since the last poll
        bench.line->forget();
        const WriteId id = bench.write(a(), Value(true));
        bench.run(1s);
        QCOMPARE(bench.line->registers[1][10], quint16(0xFF08));
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        const QList<SentRequest> sent = bench.line->sent();
        const auto write = std::find_if(sent.cbegin(), sent.cend(), isWrite);
        QVERIFY(write != sent.cend() && write != sent.cbegin());
        QCOMPARE((write - 1)->pdu.toHex(), QByteArray("03000a0001")); // nothing in between
    }

    void pollsDoNotFlipAFreshSetpointBack_data()
    {
        QTest::addColumn<int>("window");
        for (const int window : {1, 2, 4, 8, 16})
            QTest::addRow("%d", window) << window;
    }

    void pollsDoNotFlipAFreshSetpointBack()
    {
        QFETCH(int, window);
        Bench bench;
        bench.connection.maxInFlight = window;
        Tag &tag = bench.addTag(a(), 1, 10, QStringLiteral("fast"));
        tag.write.readBackMs = 1000;
        bench.start();
        bench.settle();
        bench.line->override = [&bench](const SentRequest &request) {
            const bool old = !isWrite(request) && bench.clock.monotonic() < 900ms;
            return old ? std::optional(TransportReply{
                       TransportReply::Status::Answer, QByteArray::fromHex("03020000"), {}})
                       : std::nullopt; // the device needs its time to show the new value
        };
        const WriteId id = bench.write(a(), Value(quint64(42)));
        bench.run(10ms);
        bench.published.clear();
        bench.run(1500ms);
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        for (const Bench::Published &sample : std::as_const(bench.published))
            QCOMPARE(sample.now.value, Value(quint64(42)));
    }
};

QTEST_GUILESS_MAIN(WritesTest)
#include "tst_writes.moc"
