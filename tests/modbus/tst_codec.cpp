// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "modbus/codec.h"

#include "support/publishedvectors.h"

#include <QTest>
#include <cmath>
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

class CodecTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void published_data() { published::addRows(); }

    void published()
    {
        QFETCH(QJsonObject, vector);
        const QString note = vector[QLatin1String("note")].toString();
        const Tag tag = published::tagOf(vector);
        const QString expected = published::expectedOf(vector);
        const Decoded decoded = decodeRegisters(tag, published::wordsOf(vector));
        QVERIFY(!expected.isEmpty());
        QCOMPARE(decoded.quality, Quality::Good);
        if (tag.type == DataType::String) {
            QCOMPARE(decoded.value.toString(), expected);
        } else if (tag.valueKind() == Value::Kind::Double) {
            const double wanted = expected.toDouble();
            const double got = decoded.value.toDouble();
            const bool whole = !expected.contains(u'.') && std::trunc(got) == wanted;
            const qsizetype digits = expected.size() - expected.indexOf(u'.') - 1;
            const double rounding
                = expected.contains(u'.') ? 0.5 * std::pow(10.0, -double(digits)) : 0;
            const double close = std::max(rounding, std::abs(wanted) * 1e-6);
            QVERIFY2(whole || std::abs(got - wanted) <= close,
                     qPrintable(decoded.value.toString()));
        } else if (note.startsWith(QStringLiteral("float scale"))) {
            QCOMPARE(decoded.value, Value(quint64(163971058432973793))); // exact here
        } else {
            const QString wanted = expected.section(u'.', 0, 0);
            const bool isBool = tag.type == DataType::Bool;
            QCOMPARE(isBool ? QString::number(decoded.value.toBool()) : decoded.value.toString(),
                     wanted);
            QCOMPARE(decoded.value.kind(), tag.valueKind());
        }
    }

    void everyTypeAndOrderComesBack_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("order");
        QTest::addColumn<Value>("value");
        const auto add = [](DataType type, const QList<Value> &values) {
            for (int order = 0; order <= int(ByteOrder::EFGHABCD); ++order) {
                for (const Value &value : values)
                    QTest::addRow("%d/%d/%s", int(type), order, qPrintable(value.toString()))
                        << int(type) << order << value;
            }
        };
        const auto u = [](quint64 v) { return Value(v); };
        add(DataType::Int8Low, {Value(-128), Value(127), Value(-1)});
        add(DataType::Int8High, {Value(-128), Value(127)});
        add(DataType::UInt8Low, {u(0), u(255)});
        add(DataType::UInt8High, {u(1), u(255)});
        add(DataType::Int16, {Value(-32768), Value(32767)});
        add(DataType::UInt16, {u(0), u(0xABCD)});
        add(DataType::Int32, {Value(std::numeric_limits<int>::min()), Value(0x01020304)});
        add(DataType::UInt32, {u(0xFFFFFFFF), u(0x01020304)});
        add(DataType::Int64, {Value(std::numeric_limits<qint64>::min()), Value(qint64(1) << 60)});
        add(DataType::UInt64, {u(std::numeric_limits<quint64>::max()), u(0x0102030405060708)});
        add(DataType::Float16, {Value(-0.5), Value(65504.0)});
        add(DataType::Float32, {Value(123456.0), Value(-0.25)});
        add(DataType::Float64, {Value(0.1), Value(-1e300)});
        add(DataType::Bcd16, {u(0), u(9999)});
        add(DataType::Bcd32, {u(12345678)});
        add(DataType::Bcd64, {u(9876543210123456)});
        add(DataType::Mod10k32, {u(99999999), u(10001)});
        add(DataType::Mod10k48, {u(123456789012)});
        add(DataType::Mod10k64, {u(1234567890123456)});
    }

    void everyTypeAndOrderComesBack()
    {
        QFETCH(int, type);
        QFETCH(int, order);
        QFETCH(Value, value);
        const Tag tag = tagOf(DataType(type), ByteOrder(order));
        const auto words = encodeRegisters(tag, value, 0xA55A);
        QVERIFY(words);
        QCOMPARE(words->size(), tag.span());
        const Decoded decoded = decodeRegisters(tag, words.value());
        QCOMPARE(decoded.quality, Quality::Good);
        QCOMPARE(decoded.value, value);
        QVERIFY(sameOnWire(tag, value, decoded.value));
    }

    void wireOrderOf64Bit_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<QList<quint16>>("words");
        QTest::newRow("ABCDEFGH") << int(ByteOrder::ABCD)
                                  << QList<quint16>{0x0102, 0x0304, 0x0506, 0x0708};
        QTest::newRow("BADCFEHG") << int(ByteOrder::BADC)
                                  << QList<quint16>{0x0201, 0x0403, 0x0605, 0x0807};
        QTest::newRow("GHEFCDAB") << int(ByteOrder::CDAB)
                                  << QList<quint16>{0x0708, 0x0506, 0x0304, 0x0102};
        QTest::newRow("HGFEDCBA") << int(ByteOrder::DCBA)
                                  << QList<quint16>{0x0807, 0x0605, 0x0403, 0x0201};
        QTest::newRow("CDABGHEF") << int(ByteOrder::CDABGHEF)
                                  << QList<quint16>{0x0304, 0x0102, 0x0708, 0x0506};
        QTest::newRow("EFGHABCD") << int(ByteOrder::EFGHABCD)
                                  << QList<quint16>{0x0506, 0x0708, 0x0102, 0x0304};
    }

    void wireOrderOf64Bit()
    {
        QFETCH(int, order);
        QFETCH(QList<quint16>, words);
        const auto encoded = encodeRegisters(tagOf(DataType::UInt64, ByteOrder(order)),
                                             Value(quint64(0x0102030405060708)));
        QVERIFY(encoded);
        QCOMPARE(encoded.value(), words);
    }

    void partsOfARegisterKeepTheRest()
    {
        Tag bit = tagOf(DataType::Bool);
        bit.bit = 3;
        QCOMPARE(encodeRegisters(bit, Value(true), 0xFF00).value(), QList<quint16>{0xFF08});
        QCOMPARE(encodeRegisters(bit, Value(false), 0xFFFF).value(), QList<quint16>{0xFFF7});
        const Tag high = tagOf(DataType::Int8High);
        QCOMPARE(encodeRegisters(high, Value(-1), 0x1234).value(), QList<quint16>{0xFF34});
        QVERIFY(sharesRegister(bit) && sharesRegister(high));
        QVERIFY(!sharesRegister(tagOf(DataType::UInt16)));
        bit.table = Table::Coil;
        QVERIFY(!sharesRegister(bit));
    }

    void badWordsAreNeverGood_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<QList<quint16>>("words");
        QTest::newRow("BCD digit A") << int(DataType::Bcd16) << QList<quint16>{0x12A4};
        QTest::newRow("mod10k 10000") << int(DataType::Mod10k32) << QList<quint16>{1, 10000};
        QTest::newRow("float32 NaN") << int(DataType::Float32) << QList<quint16>{0x7FC0, 0};
        QTest::newRow("float32 infinity") << int(DataType::Float32) << QList<quint16>{0x7F80, 0};
        QTest::newRow("float16 NaN") << int(DataType::Float16) << QList<quint16>{0x7E00};
        QTest::newRow("float64 NaN") << int(DataType::Float64) << QList<quint16>{0x7FF8, 0, 0, 0};
    }

    void badWordsAreNeverGood()
    {
        QFETCH(int, type);
        QFETCH(QList<quint16>, words);
        const Decoded decoded = decodeRegisters(tagOf(DataType(type)), words);
        QCOMPARE(decoded.quality, Quality::BadOutOfRange);
        QVERIFY(decoded.value.isNone());
    }

    void sentinelIsSeenBeforeScaling()
    {
        Tag tag = tagOf(DataType::Int16);
        tag.factor = 0.1;
        tag.notAvailable = QStringLiteral("8000");
        QCOMPARE(decodeRegisters(tag, {0x8000}).quality, Quality::BadNotAvailable);
        QCOMPARE(decodeRegisters(tag, {0x8001}).quality, Quality::Good);
        Tag wide = tagOf(DataType::UInt32, ByteOrder::CDAB);
        wide.notAvailable = QStringLiteral("ffff0000");
        QCOMPARE(decodeRegisters(wide, {0xFFFF, 0}).quality, Quality::BadNotAvailable);
        QCOMPARE(decodeRegisters(wide, {0, 0xFFFF}).quality, Quality::Good);
    }

    void valuesThatDoNotFitAreRefused_data()
    {
        QTest::addColumn<int>("type");
        QTest::addColumn<double>("factor");
        QTest::addColumn<Value>("value");
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QTest::newRow("uint16 negative") << int(DataType::UInt16) << 1.0 << Value(-1);
        QTest::newRow("uint16 65536") << int(DataType::UInt16) << 1.0 << Value(65536);
        QTest::newRow("uint16 scaled") << int(DataType::UInt16) << 0.1 << Value(6553.6);
        QTest::newRow("int16 scaled low") << int(DataType::Int16) << 0.1 << Value(-3277.0);
        QTest::newRow("int8") << int(DataType::Int8Low) << 1.0 << Value(128);
        QTest::newRow("not a multiple") << int(DataType::UInt16) << 10.0 << Value(15);
        QTest::newRow("float32 too large") << int(DataType::Float32) << 1.0 << Value(1e39);
        QTest::newRow("float16 too large") << int(DataType::Float16) << 1.0 << Value(70000.0);
        QTest::newRow("float NaN") << int(DataType::Float32) << 1.0 << Value(nan);
        QTest::newRow("scaled NaN") << int(DataType::UInt16) << 0.1 << Value(nan);
        QTest::newRow("BCD five digits") << int(DataType::Bcd16) << 1.0 << Value(10000);
        QTest::newRow("mod10k") << int(DataType::Mod10k32) << 1.0 << Value(100000000);
        QTest::newRow("text as number")
            << int(DataType::UInt16) << 1.0 << Value(QStringLiteral("1"));
        QTest::newRow("bool as number") << int(DataType::UInt16) << 1.0 << Value(true);
        QTest::newRow("number as bool") << int(DataType::Bool) << 1.0 << Value(1);
        QTest::newRow("none") << int(DataType::Float64) << 1.0 << Value();
    }

    void valuesThatDoNotFitAreRefused()
    {
        QFETCH(int, type);
        QFETCH(double, factor);
        QFETCH(Value, value);
        Tag tag = tagOf(DataType(type));
        tag.factor = factor;
        QVERIFY(!encodeRegisters(tag, value));
    }

    void texts()
    {
        Tag tag = tagOf(DataType::String);
        tag.length = 5;
        const auto words = encodeRegisters(tag, Value(QStringLiteral("Gr\u00fcn")));
        QVERIFY(words);
        QCOMPARE(words->size(), 3);
        QCOMPARE(decodeRegisters(tag, words.value()).value, Value(QStringLiteral("Gr\u00fcn")));
        QVERIFY(!encodeRegisters(tag, Value(QStringLiteral("six ch"))));
        QVERIFY(!encodeRegisters(tag, Value(QStringLiteral("\u20ac"))));
        QCOMPARE(decodeRegisters(tag, {0x0741, 0x4242, 0x4200}).quality, Quality::BadOutOfRange);
    }

    void wholeScaleStaysExact()
    {
        Tag tag = tagOf(DataType::UInt64);
        tag.factor = 10;
        QCOMPARE(tag.valueKind(), Value::Kind::UInt);
        const auto words = encodeRegisters(tag, Value(quint64(90071992547409930)));
        QVERIFY(words);
        QCOMPARE(decodeRegisters(tag, words.value()).value, Value(quint64(90071992547409930)));
    }
};

QTEST_GUILESS_MAIN(CodecTest)
#include "tst_codec.moc"
