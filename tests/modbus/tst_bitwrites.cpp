// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/bits.h"

using namespace mws;
using namespace std::chrono_literals;

namespace
{

using Outcome = FieldWriteResult::Outcome;
using modbus::TransportReply;

} // namespace

/// Parts of registers are written by FC 22, or by reading the register in the same slot where the
/// device does not know that.
class BitWritesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void masksOfTheTypes_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("bit");
        QTest::addColumn<int>("length");
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("request");
        const auto row = [](const char *name, DataType type, ByteOrder order, int bit, int length,
                            const Value &value, const char *request) {
            QTest::newRow(name) << int(type) << int(order) << bit << length << value
                                << QByteArray(request);
        };
        const Value on(true);
        row("bit 3 on", DataType::Bool, ByteOrder::ABCD, 3, 0, on, "16000afff70008");
        row("bit 3 off", DataType::Bool, ByteOrder::ABCD, 3, 0, Value(false), "16000afff70000");
        row("bit 15", DataType::Bool, ByteOrder::ABCD, 15, 0, on, "16000a7fff8000");
        row("bit 3, swapped", DataType::Bool, ByteOrder::BADC, 3, 0, on, "16000af7ff0800");
        row("low byte", DataType::UInt8Low, ByteOrder::ABCD, -1, 0, Value(quint64(0xA5)),
            "16000aff0000a5");
        row("high byte", DataType::UInt8High, ByteOrder::ABCD, -1, 0, Value(quint64(0xA5)),
            "16000a00ffa500");
        row("negative byte", DataType::Int8Low, ByteOrder::ABCD, -1, 0, Value(qint64(-1)),
            "16000aff0000ff");
        row("bits 4 to 6", DataType::BitField, ByteOrder::ABCD, 4, 3, Value(quint64(5)),
            "16000aff8f0050");
    }

    void masksOfTheTypes()
    {
        QFETCH(int, type);
        QFETCH(int, order);
        QFETCH(int, bit);
        QFETCH(int, length);
        QFETCH(Value, value);
        QFETCH(QByteArray, request);
        Quiet bench;
        Tag &tag = bench.data.tags[0];
        tag.type = DataType(type);
        tag.order = ByteOrder(order);
        tag.bit = bit;
        tag.length = length;
        bench.begin();
        const WriteId id = bench.write(a(), value);
        bench.run(1s);
        QCOMPARE(bench.line->sent().first().pdu.toHex(), request);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3}));
        QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.result(id).readBack, value);
        QCOMPARE(bench.value(a()).value, value);
    }

    /// What the station last read of the register plays no part.
    void otherBitsStayAsTheDeviceHasThem()
    {
        Bits bench;
        bench.begin();
        bench.line->registers[1][10] = 0xFF00;
        QCOMPARE(bench.result(bench.writeBit(true)).outcome, Outcome::Ok);
        QCOMPARE(bench.word(), quint16(0xFF08));
        bench.line->registers[1][10] = 0x00FF;
        QCOMPARE(bench.result(bench.writeBit(false)).outcome, Outcome::Ok);
        QCOMPARE(bench.word(), quint16(0x00F7));
    }

    void bitsOfOneRegisterDoNotLoseEachOther_data()
    {
        QTest::addColumn<bool>("knows");
        QTest::newRow("FC 22") << true;
        QTest::newRow("without FC 22") << false;
    }

    void bitsOfOneRegisterDoNotLoseEachOther()
    {
        QFETCH(bool, knows);
        Bits bench;
        for (int bit = 4; bit < 12; ++bit) {
            Tag &tag = bench.addTag(name(bit), 1, 10, QStringLiteral("slow"));
            tag.type = DataType::Bool;
            tag.bit = bit;
        }
        bench.begin();
        if (!knows)
            bench.line->unknown = {kMask};
        bench.line->registers[1][10] = 0x8001;
        QList<WriteId> ids{bench.write(a(), Value(true))};
        for (int bit = 4; bit < 12; ++bit)
            ids.append(bench.write(name(bit), Value(true)));
        bench.run(2s);
        for (const WriteId id : std::as_const(ids))
            QCOMPARE(bench.result(id).outcome, Outcome::Ok);
        QCOMPARE(bench.word(), quint16(0x8FF9));
    }

    void deviceWithoutFc22IsLearned()
    {
        Bits bench;
        bench.begin();
        bench.line->unknown = {kMask};
        bench.line->registers[1][10] = 0xFF00;
        bench.expectWarning();
        const WriteId first = bench.writeBit(true, 2s);
        QCOMPARE(bench.result(first).outcome, Outcome::Ok);
        QCOMPARE(bench.word(), quint16(0xFF08));
        QCOMPARE(bench.line->sent()[1].pdu.toHex(), QByteArray("03000a0001"));
        QCOMPARE(bench.line->sent()[2].pdu.toHex(), QByteArray("06000aff08"));
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3, 6, 3}));
        QCOMPARE(bench.lessonsOfUnit().keys(), QList<int>{kMask});
        QCOMPARE(int(bench.lessonsOfUnit().first().exception), 1);
        bench.line->forget();
        QCOMPARE(bench.result(bench.writeBit(false)).outcome, Outcome::Ok);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({3, 6, 3}));
        QCOMPARE(bench.unit(1).state, UnitState::Good);
    }

    /// After 30 s, one minute, two …
    void refusedFunctionIsTriedRarely()
    {
        Bits bench;
        bench.begin();
        bench.line->unknown = {kMask};
        bench.expectWarning();
        for (int i = 0; i < 700; ++i)
            bench.writeBit(i % 2 == 0, 1s);
        QCOMPARE(masksIn(bench.line->sent()), 5); // the sixth comes after 930 s
        bench.line->unknown.clear();
        for (int i = 0; i < 300; ++i)
            bench.writeBit(i % 2 == 0, 1s);
        QVERIFY(bench.lessonsOfUnit().isEmpty());
        bench.line->forget();
        bench.writeBit(false);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3}));
        for (const FieldWriteResult &result : std::as_const(bench.results))
            QCOMPARE(result.outcome, Outcome::Ok);
    }

    void lessonOfAnEarlierRunHolds()
    {
        Bits bench;
        modbus::Lesson lesson;
        lesson.exception = 1;
        bench.lessons[QStringLiteral("u1")].functions.insert(kMask, lesson);
        bench.begin();
        QCOMPARE(bench.result(bench.writeBit(true)).outcome, Outcome::Ok);
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({3, 6, 3}));
        bench.run(30s);
        bench.line->forget();
        bench.writeBit(false); // the device has been replaced by one that knows it
        QCOMPARE(functionsOf(bench.line->sent()), QList<int>({kMask, 3}));
        QVERIFY(bench.lessonsOfUnit().isEmpty());
    }

    void otherExceptionsAreAnswers_data()
    {
        QTest::addColumn<int>("exception");
        for (const int exception : {2, 3, 4, 6, 8})
            QTest::addRow("%d", exception) << exception;
    }

    void otherExceptionsAreAnswers()
    {
        QFETCH(int, exception);
        Bits bench;
        bench.begin();
        bench.line->override = [exception](const SentRequest &request) {
            return isWrite(request) ? std::optional(refusal(request, exception)) : std::nullopt;
        };
        const WriteId id = bench.writeBit(true);
        QCOMPARE(bench.result(id).outcome, Outcome::DeviceException);
        QCOMPARE(int(bench.result(id).exception), exception);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
        QVERIFY(bench.lessonsOfUnit().isEmpty());
    }

    void choiceOfTheDeviceHolds_data()
    {
        QTest::addColumn<BitWrite>("bitWrite");
        QTest::addColumn<bool>("knows");
        QTest::addColumn<QList<int>>("functions");
        QTest::addColumn<int>("outcome");
        QTest::newRow("mask") << BitWrite::Mask << true << QList<int>{kMask, 3} << int(Outcome::Ok);
        QTest::newRow("mask, refused")
            << BitWrite::Mask << false << QList<int>{kMask} << int(Outcome::DeviceException);
        QTest::newRow("read and write")
            << BitWrite::ReadModifyWrite << true << QList<int>{3, 6, 3} << int(Outcome::Ok);
    }

    void choiceOfTheDeviceHolds()
    {
        QFETCH(BitWrite, bitWrite);
        QFETCH(bool, knows);
        QFETCH(QList<int>, functions);
        QFETCH(int, outcome);
        Bits bench;
        bench.data.devices[0].bitWrite = bitWrite;
        bench.begin();
        if (!knows)
            bench.line->unknown = {kMask};
        for (int i = 0; i < 3; ++i) {
            bench.line->forget();
            const WriteId id = bench.writeBit(i % 2 == 0);
            QCOMPARE(int(bench.result(id).outcome), outcome);
            QCOMPARE(functionsOf(bench.line->sent()), functions);
        }
        QVERIFY(bench.lessonsOfUnit().isEmpty());
    }

    void wholeRegisterByFc22IsNoLesson()
    {
        Quiet bench;
        bench.data.devices[0].registerWrite = RegisterWrite::Mask;
        bench.begin();
        bench.line->unknown = {kMask};
        const WriteId id = bench.write(a(), Value(quint64(7)));
        bench.run(1s);
        QCOMPARE(bench.result(id).outcome, Outcome::DeviceException);
        QCOMPARE(bench.line->sent().size(), 1);
        QVERIFY(bench.scheduler->lessons().value(QStringLiteral("u1")).isEmpty());
    }

    void wrongEchoIsNoAcknowledge_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("address") << QByteArray::fromHex("16000bfff70008");
        QTest::newRow("AND mask") << QByteArray::fromHex("16000afff60008");
        QTest::newRow("OR mask") << QByteArray::fromHex("16000afff70000");
        QTest::newRow("like FC 6") << QByteArray::fromHex("16000afff7");
        QTest::newRow("too long") << QByteArray::fromHex("16000afff7000800");
    }

    void wrongEchoIsNoAcknowledge()
    {
        QFETCH(QByteArray, answer);
        Bits bench;
        bench.begin();
        bench.line->override = [answer](const SentRequest &request) {
            return isWrite(request)
                ? std::optional(TransportReply{TransportReply::Status::Answer, answer, {}})
                : std::nullopt;
        };
        const WriteId id = bench.writeBit(true, 5s);
        QCOMPARE(bench.result(id).outcome, Outcome::Timeout);
        QCOMPARE(writesIn(bench.line->sent()).size(), 1);
    }
};

QTEST_GUILESS_MAIN(BitWritesTest)
#include "tst_bitwrites.moc"
