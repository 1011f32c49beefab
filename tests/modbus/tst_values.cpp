// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"

#include <QTest>
#include <limits>

using namespace mws;
using namespace mws::modbus;

namespace
{

Tag tagOf(DataType type, ByteOrder order = ByteOrder::ABCD)
{
    Tag tag;
    tag.path = QStringLiteral("a/b/c");
    tag.type = type;
    tag.order = order;
    return tag;
}

} // namespace

/// What registers mean beyond their type: bit fields, sentinels, clamps, scales, kinds of texts.
class ValuesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bitFieldsKeepTheRestOfTheirRegister_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("first");
        QTest::addColumn<int>("bits");
        QTest::addColumn<quint16>("before");
        QTest::addColumn<quint64>("value");
        QTest::addColumn<quint16>("after");
        const auto row = [](const char *name, ByteOrder order, int first, int bits, int before,
                            quint64 value, int after) {
            QTest::newRow(name) << int(order) << first << bits << quint16(before) << value
                                << quint16(after);
        };
        row("middle", ByteOrder::ABCD, 4, 3, 0xFFFF, 2, 0xFFAF);
        row("one bit", ByteOrder::ABCD, 0, 1, 0x5A5A, 1, 0x5A5B);
        row("to the top", ByteOrder::ABCD, 12, 4, 0x0123, 15, 0xF123);
        row("whole", ByteOrder::ABCD, 0, 16, 0x1234, 0xABCD, 0xABCD);
        row("bytes swapped", ByteOrder::BADC, 0, 8, 0x1234, 0xEE, 0xEE34);
    }

    void bitFieldsKeepTheRestOfTheirRegister()
    {
        QFETCH(int, order);
        QFETCH(int, first);
        QFETCH(int, bits);
        QFETCH(quint16, before);
        QFETCH(quint64, value);
        QFETCH(quint16, after);
        Tag tag = tagOf(DataType::BitField, ByteOrder(order));
        tag.bit = first;
        tag.length = bits;
        QCOMPARE(tag.valueKind(), Value::Kind::UInt);
        QCOMPARE(sharesRegister(tag), bits < 16);
        QCOMPARE(encodeRegisters(tag, Value(value), before).value(), QList<quint16>{after});
        QCOMPARE(decodeRegisters(tag, {after}).value, Value(value));
        QVERIFY(!encodeRegisters(tag, Value(quint64(1) << bits), before));
        QVERIFY(!encodeRegisters(tag, Value(-1), before));
    }

    void row6_everySentinelOfTheListIsNotAvailable()
    {
        Tag tag = tagOf(DataType::Int16);
        tag.factor = 10;
        tag.notAvailable = QStringLiteral("8000 7fff FFFE");
        for (const quint16 word : QList<quint16>{0x8000, 0x7FFF, 0xFFFE}) {
            QCOMPARE(decodeRegisters(tag, {word}).quality, Quality::BadNotAvailable);
            QVERIFY(decodeRegisters(tag, {word}).value.isNone());
        }
        for (const quint16 word : QList<quint16>{0x7FFE, 0x0080, 0xFF7F})
            QCOMPARE(decodeRegisters(tag, {word}).quality, Quality::Good);
        Tag wide = tagOf(DataType::Float32);
        wide.notAvailable = QStringLiteral("7FC00000 FFFFFFFF");
        QCOMPARE(decodeRegisters(wide, {0xFFFF, 0xFFFF}).quality, Quality::BadNotAvailable);
        QCOMPARE(decodeRegisters(wide, {0x7FC0, 0x0000}).quality, Quality::BadNotAvailable);
        QCOMPARE(decodeRegisters(wide, {0x7FC0, 0x0001}).quality, Quality::BadOutOfRange);
    }

    void beyondTheClampTheLimitIsUncertain()
    {
        Tag tag = tagOf(DataType::Int16);
        tag.factor = 0.1;
        tag.clamp = {true, 0.0, 100.0};
        const auto check = [&tag](qint16 raw, double value, Quality quality) {
            const Decoded decoded = decodeRegisters(tag, {quint16(raw)});
            QCOMPARE(decoded.value, Value(value));
            QCOMPARE(decoded.quality, quality);
        };
        check(0, 0.0, Quality::Good);
        check(1000, 100.0, Quality::Good);
        check(1001, 100.0, Quality::UncertainClamped);
        check(-1, 0.0, Quality::UncertainClamped);
        QCOMPARE(decodeUnclamped(tag, {1500}).value, Value(150.0));
        QVERIFY(encodeRegisters(tag, Value(100.0)));
        QVERIFY(!encodeRegisters(tag, Value(100.1)));
        QVERIFY(!sameOnWire(tag, Value(100.0), decodeUnclamped(tag, {1500}).value));
    }

    void theClampOfWholeNumbersIsWholeAndExact()
    {
        Tag tag = tagOf(DataType::UInt64);
        tag.clamp = {true, 1.5, 9007199254740992.0};
        const auto high = [&tag](quint64 raw) {
            return decodeRegisters(tag,
                                   encodeRegisters(tagOf(DataType::UInt64), Value(raw)).value());
        };
        QCOMPARE(high(9007199254740992).quality, Quality::Good);
        QCOMPARE(high(9007199254740993).quality, Quality::UncertainClamped);
        QCOMPARE(high(9007199254740993).value, Value(quint64(9007199254740992)));
        QCOMPARE(high(1).value, Value(quint64(2)));
        QCOMPARE(high(1).quality, Quality::UncertainClamped);
        Tag oneSided = tagOf(DataType::Int16);
        oneSided.clamp = {true, {}, -5.0};
        QCOMPARE(decodeRegisters(oneSided, {0}).value, Value(-5));
        QCOMPARE(decodeRegisters(oneSided, {0x8000}).quality, Quality::Good);
    }

    void twoPointsScaleBothWays()
    {
        Tag tag = tagOf(DataType::UInt16);
        tag.scale = {true, 4000, 20000, -50, 150};
        QCOMPARE(tag.valueKind(), Value::Kind::Double);
        QCOMPARE(decodeRegisters(tag, {4000}).value, Value(-50.0));
        QCOMPARE(decodeRegisters(tag, {20000}).value, Value(150.0));
        QCOMPARE(decodeRegisters(tag, {12000}).value, Value(50.0));
        QCOMPARE(decodeRegisters(tag, {0}).value, Value(-100.0));
        QCOMPARE(encodeRegisters(tag, Value(50.004)).value(), QList<quint16>{12000});
        QCOMPARE(encodeRegisters(tag, Value(50.007)).value(), QList<quint16>{12001});
        QVERIFY(!encodeRegisters(tag, Value(-100.1)));
        QVERIFY(!encodeRegisters(tag, Value(719.3)));
        Tag falling = tagOf(DataType::Float32);
        falling.scale = {true, 0, 1, 100, 0};
        QCOMPARE(decodeRegisters(falling, {0x3E80, 0}).value, Value(75.0));
        QCOMPARE(encodeRegisters(falling, Value(75.0)).value(), (QList<quint16>{0x3E80, 0}));
    }

    void powersOfTenScaleBothWays()
    {
        Tag tag = tagOf(DataType::Int16);
        tag.scaleFactor = QStringLiteral("sf");
        QCOMPARE(tag.valueKind(), Value::Kind::Double);
        QCOMPARE(decodeRegisters(tag, {2305}, -1).value, Value(230.5)); // the nearest double
        QCOMPARE(decodeRegisters(tag, {2305}, 3).value, Value(2305000.0));
        QCOMPARE(decodeRegisters(tag, {1}, -10).value, Value(1e-10));
        QCOMPARE(encodeRegisters(tag, Value(230.5), 0, -1).value(), QList<quint16>{2305});
        QCOMPARE(encodeRegisters(tag, Value(2305499.0), 0, 3).value(), QList<quint16>{2305});
        QVERIFY(!encodeRegisters(tag, Value(3276.8), 0, -1));
        QVERIFY(sameOnWire(tag, Value(230.52), Value(230.5), -1));
        QVERIFY(!sameOnWire(tag, Value(230.6), Value(230.5), -1));
    }

    void textsOfEveryKindComeBack_data()
    {
        QTest::addColumn<int>("encoding");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("order");
        QTest::addColumn<QList<quint16>>("words");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, TextEncoding encoding, TextBytes bytes,
                            ByteOrder order, const QList<quint16> &words, const QString &text) {
            QTest::newRow(name) << int(encoding) << int(bytes) << int(order) << words << text;
        };
        using E = TextEncoding;
        using B = TextBytes;
        using O = ByteOrder;
        row("AB", E::Latin1, B::Both, O::ABCD, {0x4142, 0x4300}, QStringLiteral("ABC"));
        row("BA", E::Latin1, B::Both, O::BADC, {0x4241, 0x0043}, QStringLiteral("ABC"));
        row("low", E::Latin1, B::Low, O::ABCD, {0x41, 0x42, 0x43, 0}, QStringLiteral("ABC"));
        row("high", E::Ascii, B::High, O::ABCD, {0x4100, 0x4200, 0, 0}, QStringLiteral("AB"));
        row("low of BA", E::Latin1, B::Low, O::BADC, {0x4100, 0, 0, 0}, QStringLiteral("A"));
        row("Latin-1", E::Latin1, B::Both, O::ABCD, {0xFC41, 0}, QStringLiteral("\u00fcA"));
        row("UTF-8", E::Utf8, B::Both, O::ABCD, {0xC3BC, 0x4100}, QStringLiteral("\u00fcA"));
        row("UTF-8 low", E::Utf8, B::Low, O::ABCD, {0xE2, 0x82, 0xAC, 0}, QStringLiteral("\u20ac"));
    }

    void textsOfEveryKindComeBack()
    {
        QFETCH(int, encoding);
        QFETCH(int, bytes);
        QFETCH(int, order);
        QFETCH(QList<quint16>, words);
        QFETCH(QString, text);
        Tag tag = tagOf(DataType::String, ByteOrder(order));
        tag.length = 4;
        tag.encoding = TextEncoding(encoding);
        tag.textBytes = TextBytes(bytes);
        QCOMPARE(tag.span(), words.size());
        QCOMPARE(decodeRegisters(tag, words).value, Value(text));
        QCOMPARE(encodeRegisters(tag, Value(text)).value(), words);
        QVERIFY(!encodeRegisters(tag, Value(QStringLiteral("12345"))));
    }

    void wrongTextsAreNoValue()
    {
        Tag tag = tagOf(DataType::String);
        tag.length = 4;
        tag.encoding = TextEncoding::Ascii;
        QCOMPARE(decodeRegisters(tag, {0x41FC, 0}).quality, Quality::BadOutOfRange);
        QVERIFY(!encodeRegisters(tag, Value(QStringLiteral("\u00fc"))));
        tag.encoding = TextEncoding::Utf8;
        QCOMPARE(decodeRegisters(tag, {0x41FC, 0}).quality, Quality::BadOutOfRange);
        QCOMPARE(decodeRegisters(tag, {0x4141, 0x41C3}).quality, Quality::BadOutOfRange); // cut off
        QVERIFY(!encodeRegisters(tag, Value(QStringLiteral("A\nB"))));
    }

    void blanksAreTrimmedAsTheTagSays()
    {
        Tag tag = tagOf(DataType::String);
        tag.length = 4;
        const QList<quint16> words{0x2041, 0x2000};
        QCOMPARE(decodeRegisters(tag, words).value, Value(QStringLiteral(" A")));
        tag.trim = TextTrim::Both;
        QCOMPARE(decodeRegisters(tag, words).value, Value(QStringLiteral("A")));
        tag.trim = TextTrim::None;
        QCOMPARE(decodeRegisters(tag, words).value, Value(QStringLiteral(" A ")));
    }

    void wholeNumbersOf64BitAreExact_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<Value>("value");
        const auto u = [](quint64 v) { return Value(v); };
        const int unsignedType = int(DataType::UInt64);
        const int signedType = int(DataType::Int64);
        QTest::newRow("2^53 + 1") << unsignedType << u(9007199254740993);
        QTest::newRow("largest") << unsignedType << u(std::numeric_limits<quint64>::max());
        QTest::newRow("2^63 + 1") << unsignedType << u(9223372036854775809U);
        QTest::newRow("-2^53 - 1") << signedType << Value(qint64(-9007199254740993));
        QTest::newRow("least") << signedType << Value(std::numeric_limits<qint64>::min());
        QTest::newRow("largest signed") << signedType << Value(std::numeric_limits<qint64>::max());
    }

    void wholeNumbersOf64BitAreExact()
    {
        QFETCH(int, type);
        QFETCH(Value, value);
        const Tag tag = tagOf(DataType(type));
        const Value back = decodeRegisters(tag, encodeRegisters(tag, value).value()).value;
        QCOMPARE(back, value);
        QByteArray json;
        back.appendJson(json);
        QCOMPARE(json, '"' + value.toString().toUtf8() + '"');
        QCOMPARE(Value::fromJson(back.toJson(), tag.valueKind()).value(), value);
    }
};

QTEST_GUILESS_MAIN(ValuesTest)
#include "tst_values.moc"
