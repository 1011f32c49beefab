// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/encoder.h"

#include "support/publishedvectors.h"

#include <QTest>
#include <cmath>

using namespace mws;
using namespace mws::simulator;

namespace
{

using Words = QList<quint16>;

Tag tagOf(DataType type, ByteOrder order = ByteOrder::ABCD)
{
    Tag tag;
    tag.type = type;
    tag.order = order;
    return tag;
}

} // namespace

class EncoderTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Words and values that other projects publish.
    void published_data() { published::addRows(); }

    void published()
    {
        QFETCH(QJsonObject, vector);
        const Words words = published::wordsOf(vector);
        const Tag tag = published::tagOf(vector);
        const QString expected = published::expectedOf(vector);
        QVERIFY(!expected.isEmpty());
        const Value value = decodeTag(tag, words);
        if (tag.type == DataType::String) {
            QCOMPARE(value.toString(), expected);
        } else {
            const double wanted = expected.toDouble();
            const double got = value.toDouble();
            const bool whole = !expected.contains(u'.') && std::trunc(got) == wanted;
            QVERIFY2(whole || std::abs(got - wanted) <= std::abs(wanted) * 4e-3,
                     qPrintable(value.toString()));
        }
        const bool isExact = tag.factor == 1.0 || words.size() < 4;
        if (isExact)
            QCOMPARE(encodeTag(tag, value, words), std::optional(words));
    }

    /// Known numbers in all orders; the expected words are written out by hand.
    void orders_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("order");
        QTest::addColumn<Words>("words");
        const auto row = [](const char *name, DataType type, ByteOrder order, Words words) {
            QTest::newRow(name) << int(type) << int(order) << words;
        };
        row("16 ABCD", DataType::UInt16, ByteOrder::ABCD, {0x0102});
        row("16 BADC", DataType::UInt16, ByteOrder::BADC, {0x0201});
        row("16 CDAB", DataType::UInt16, ByteOrder::CDAB, {0x0102});
        row("16 DCBA", DataType::UInt16, ByteOrder::DCBA, {0x0201});
        row("32 ABCD", DataType::UInt32, ByteOrder::ABCD, {0x0102, 0x0304});
        row("32 BADC", DataType::UInt32, ByteOrder::BADC, {0x0201, 0x0403});
        row("32 CDAB", DataType::UInt32, ByteOrder::CDAB, {0x0304, 0x0102});
        row("32 DCBA", DataType::UInt32, ByteOrder::DCBA, {0x0403, 0x0201});
        row("64 ABCD", DataType::UInt64, ByteOrder::ABCD, {0x0102, 0x0304, 0x0506, 0x0708});
        row("64 BADC", DataType::UInt64, ByteOrder::BADC, {0x0201, 0x0403, 0x0605, 0x0807});
        row("64 CDAB", DataType::UInt64, ByteOrder::CDAB, {0x0708, 0x0506, 0x0304, 0x0102});
        row("64 DCBA", DataType::UInt64, ByteOrder::DCBA, {0x0807, 0x0605, 0x0403, 0x0201});
        row("64 CDABGHEF", DataType::UInt64, ByteOrder::CDABGHEF, {0x0304, 0x0102, 0x0708, 0x0506});
        row("64 EFGHABCD", DataType::UInt64, ByteOrder::EFGHABCD, {0x0506, 0x0708, 0x0102, 0x0304});
    }

    void orders()
    {
        QFETCH(int, type);
        QFETCH(int, order);
        QFETCH(Words, words);
        const Tag tag = tagOf(DataType(type), ByteOrder(order));
        const quint64 number = quint64(0x0102030405060708) >> (64 - 16 * words.size());
        QCOMPARE(encodeTag(tag, Value(number)), std::optional(words));
        QCOMPARE(decodeTag(tag, words), Value(number));
    }

    void decimalForms()
    {
        QCOMPARE(encodeTag(tagOf(DataType::Bcd16), Value(1234)), std::optional(Words{0x1234}));
        QCOMPARE(encodeTag(tagOf(DataType::Bcd32), Value(12345678)),
                 std::optional(Words{0x1234, 0x5678}));
        QCOMPARE(encodeTag(tagOf(DataType::Bcd64), Value(quint64(1234567890123456))),
                 std::optional(Words{0x1234, 0x5678, 0x9012, 0x3456}));
        QCOMPARE(encodeTag(tagOf(DataType::Mod10k32), Value(87654321)),
                 std::optional(Words{8765, 4321}));
        QCOMPARE(
            encodeTag(tagOf(DataType::Mod10k48, ByteOrder::CDAB), Value(quint64(123456789012))),
            std::optional(Words{9012, 5678, 1234}));
        QVERIFY(decodeTag(tagOf(DataType::Bcd16), {0x123A}).isNone());
        QVERIFY(decodeTag(tagOf(DataType::Mod10k32), {1, 10000}).isNone());
    }

    void sharedRegisters()
    {
        Tag bit = tagOf(DataType::Bool);
        bit.bit = 15;
        QCOMPARE(encodeTag(bit, Value(true), {0x0003}), std::optional(Words{0x8003}));
        QCOMPARE(encodeTag(bit, Value(false), {0xFFFF}), std::optional(Words{0x7FFF}));
        QCOMPARE(encodeTag(tagOf(DataType::Int8High), Value(-2), {0x1234}),
                 std::optional(Words{0xFE34}));
        QCOMPARE(encodeTag(tagOf(DataType::UInt8Low), Value(200), {0x1234}),
                 std::optional(Words{0x12C8}));
        QCOMPARE(decodeTag(tagOf(DataType::Int8High), {0xFE34}), Value(-2));
    }

    void roundsAndClamps()
    {
        Tag tag = tagOf(DataType::UInt16);
        tag.factor = 0.1;
        QCOMPARE(encodeTag(tag, Value(12.34)), std::optional(Words{123}));
        QCOMPARE(encodeTag(tag, Value(-1.0)), std::optional(Words{0}));
        QCOMPARE(encodeTag(tag, Value(1e9)), std::optional(Words{0xFFFF}));
        QCOMPARE(encodeTag(tagOf(DataType::Int16), Value(-40000)), std::optional(Words{0x8000}));
        QCOMPARE(encodeTag(tagOf(DataType::Bcd16), Value(10000)), std::optional(Words{0x9999}));
    }

    void bitFieldsAndTwoPoints()
    {
        Tag field = tagOf(DataType::BitField, ByteOrder::BADC);
        field.bit = 4;
        field.length = 3;
        QCOMPARE(encodeTag(field, Value(2), {0xFFFF}), std::optional(Words{0xAFFF}));
        QCOMPARE(encodeTag(field, Value(9), {0x0000}), std::optional(Words{0x7000}));
        QCOMPARE(decodeTag(field, {0xAFFF}), Value(quint64(2)));
        Tag tag = tagOf(DataType::UInt16);
        tag.scale = {true, 4000, 20000, 0, 10};
        QCOMPARE(encodeTag(tag, Value(2.5)), std::optional(Words{8000}));
        QCOMPARE(decodeTag(tag, {8000}), Value(2.5));
    }

    void textsOfOneByteAndOfUtf8()
    {
        Tag text = tagOf(DataType::String);
        text.length = 3;
        text.textBytes = TextBytes::Low;
        QCOMPARE(encodeTag(text, Value(QStringLiteral("AB"))),
                 std::optional(Words{0x0041, 0x0042, 0x0000}));
        QCOMPARE(decodeTag(text, {0x0041, 0x0042, 0x0000}), Value(QStringLiteral("AB")));
        text.textBytes = TextBytes::High;
        QCOMPARE(encodeTag(text, Value(QStringLiteral("AB"))),
                 std::optional(Words{0x4100, 0x4200, 0x0000}));
        QCOMPARE(decodeTag(text, {0x4100, 0x4200, 0x0000}), Value(QStringLiteral("AB")));
        text.textBytes = TextBytes::Both;
        text.encoding = TextEncoding::Utf8;
        QCOMPARE(encodeTag(text, Value(QStringLiteral("\u20ac"))),
                 std::optional(Words{0xE282, 0xAC00}));
        QCOMPARE(decodeTag(text, {0xE282, 0xAC00}), Value(QStringLiteral("\u20ac")));
    }

    void wantsTheRightKind()
    {
        QVERIFY(!encodeTag(tagOf(DataType::UInt16), Value(QStringLiteral("7"))));
        QVERIFY(!encodeTag(tagOf(DataType::UInt16), Value()));
        Tag text = tagOf(DataType::String);
        text.length = 5;
        QVERIFY(!encodeTag(text, Value(7)));
        QCOMPARE(encodeTag(text, Value(QStringLiteral("abcdefg"))),
                 std::optional(Words{0x6162, 0x6364, 0x6500}));
        QCOMPARE(decodeTag(text, {0x6162, 0x6364, 0x6500}), Value(QStringLiteral("abcde")));
    }
};

QTEST_GUILESS_MAIN(EncoderTest)
#include "tst_encoder.moc"
