// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/clock.h"
#include "core/quality.h"
#include "core/value.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <limits>

using namespace mws;

namespace
{

QByteArray jsonOf(const Value &value)
{
    QByteArray out;
    value.appendJson(out);
    return out;
}

} // namespace

class CoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueKeepsEveryBitOf64()
    {
        const quint64 large = std::numeric_limits<quint64>::max();
        QCOMPARE(Value(large).toUInt64(), std::optional<quint64>(large));
        QCOMPARE(jsonOf(Value(large)), QByteArray("\"18446744073709551615\""));
        const auto back = Value::fromJson(Value(large).toJson(), Value::Kind::UInt);
        QVERIFY(back);
        QCOMPARE(back.value(), Value(large));
        const qint64 small = std::numeric_limits<qint64>::min();
        const auto smallBack = Value::fromJson(Value(small).toJson(), Value::Kind::Int);
        QVERIFY(smallBack);
        QCOMPARE(smallBack.value(), Value(small));
    }

    void valueJson_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("none") << Value() << QByteArray("null");
        QTest::newRow("true") << Value(true) << QByteArray("true");
        QTest::newRow("int") << Value(-42) << QByteArray("-42");
        QTest::newRow("2^53") << Value(qint64(9007199254740992)) << QByteArray("9007199254740992");
        QTest::newRow("double") << Value(0.1) << QByteArray("0.1");
        QTest::newRow("nan") << Value(std::numeric_limits<double>::quiet_NaN())
                             << QByteArray("null");
        QTest::newRow("text") << Value(QStringLiteral("a\"\\\n\u00e9"))
                              << QByteArray("\"a\\\"\\\\\\u000a\xc3\xa9\"");
    }

    void valueJson()
    {
        QFETCH(Value, value);
        QFETCH(QByteArray, json);
        QCOMPARE(jsonOf(value), json);
    }

    void integersOfJsonAreNeverRounded_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<Value::Kind>("kind");
        QTest::addColumn<Value>("value"); // none: refused
        const auto row = [](const char *json, Value::Kind kind, const Value &value) {
            QTest::addRow("%s/%d", json, int(kind)) << QByteArray(json) << kind << value;
        };
        constexpr auto Int = Value::Kind::Int;
        constexpr auto UInt = Value::Kind::UInt;
        row("9007199254740993", Int, Value(qint64(9007199254740993)));
        row("-9007199254740993", Int, Value(qint64(-9007199254740993)));
        row("9223372036854775807", Int, Value(std::numeric_limits<qint64>::max()));
        row("9223372036854775808", Int, Value());
        row("9007199254740993", UInt, Value(quint64(9007199254740993)));
        row("9223372036854775809", UInt, Value()); // a double, 2^63
        row("18446744073709551615", UInt, Value());
        row("\"18446744073709551615\"", UInt, Value(std::numeric_limits<quint64>::max()));
        row("\"9223372036854775809\"", UInt, Value(quint64(9223372036854775809U)));
        row("\"18446744073709551616\"", UInt, Value());
        row("42.0", UInt, Value(quint64(42)));
        row("1e3", Int, Value(1000));
    }

    void integersOfJsonAreNeverRounded()
    {
        QFETCH(QByteArray, json);
        QFETCH(Value::Kind, kind);
        QFETCH(Value, value);
        const QJsonValue parsed = QJsonDocument::fromJson('[' + json + ']').array().first();
        const auto read = Value::fromJson(parsed, kind);
        QCOMPARE(bool(read), !value.isNone());
        if (read)
            QCOMPARE(read.value(), value);
    }

    void fromJsonRefusesOtherTypes_data()
    {
        QTest::addColumn<QJsonValue>("json");
        QTest::addColumn<Value::Kind>("kind");
        QTest::newRow("text as number") << QJsonValue(QStringLiteral("1")) << Value::Kind::Double;
        QTest::newRow("number as bool") << QJsonValue(1) << Value::Kind::Bool;
        QTest::newRow("bool as int") << QJsonValue(true) << Value::Kind::Int;
        QTest::newRow("fraction as int") << QJsonValue(1.5) << Value::Kind::Int;
        QTest::newRow("negative as uint") << QJsonValue(-1) << Value::Kind::UInt;
        QTest::newRow("minus zero text") << QJsonValue(QStringLiteral("-0")) << Value::Kind::UInt;
        QTest::newRow("2^64") << QJsonValue(18446744073709551616.0) << Value::Kind::UInt;
        QTest::newRow("2^63") << QJsonValue(9223372036854775808.0) << Value::Kind::Int;
        QTest::newRow("null") << QJsonValue(QJsonValue::Null) << Value::Kind::Double;
        QTest::newRow("object") << QJsonValue(QJsonObject()) << Value::Kind::String;
    }

    void fromJsonRefusesOtherTypes()
    {
        QFETCH(QJsonValue, json);
        QFETCH(Value::Kind, kind);
        const auto value = Value::fromJson(json, kind);
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::Invalid);
    }

    void qualityNamesAreDistinct()
    {
        QSet<QString> names;
        for (int q = 0; q <= int(Quality::BadOutOfService); ++q)
            names.insert(qualityName(Quality(q)));
        QCOMPARE(names.size(), int(Quality::BadOutOfService) + 1);
        QVERIFY(!isBad(Quality::Uncertain));
        QVERIFY(isBad(Quality::BadNotRead));
        QVERIFY(isLive(Quality::UncertainClamped) && !isGood(Quality::UncertainClamped));
        QVERIFY(!isLive(Quality::Uncertain) && !isBad(Quality::UncertainClamped));
        QCOMPARE(opcUaStatusCode(Quality::UncertainClamped), quint32(0x40940000));
    }

    void timeIsIso()
    {
        QCOMPARE(toIsoString(fromMsSinceEpoch(1767225600123)),
                 QStringLiteral("2026-01-01T00:00:00.123Z"));
    }
};

QTEST_GUILESS_MAIN(CoreTest)
#include "tst_core.moc"
