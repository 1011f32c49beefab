// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "control/writecheck.h"

#include <QTest>

using namespace mws;

Q_DECLARE_METATYPE(mws::DataType)

class WriteCheckTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<DataType>("type");
        QTest::addColumn<double>("min");
        QTest::addColumn<double>("max");
        QTest::addColumn<double>("step");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("problem");
        const auto none = QString();
        const auto range = QStringLiteral("outOfRange");
        const auto type = QStringLiteral("wrongType");
        const auto step = QStringLiteral("offStep");
        const double two53 = 9007199254740992.0;
        const auto row = [](const char *name) -> QTestData & { return QTest::newRow(name); };
        row("at min") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(-1.5) << none;
        row("at max") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(2.0) << none;
        row("below") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(-1.5001) << range;
        row("above") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(2.0001) << range;
        row("nan") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(qQNaN()) << type;
        row("infinite") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(qInf()) << type;
        row("text") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(QLatin1String("NaN"))
                    << type;
        row("null") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue() << type;
        row("bool") << DataType::Float64 << -1.5 << 2.0 << 0.0 << QJsonValue(true) << type;
        row("fraction") << DataType::UInt16 << 0.0 << 10.0 << 0.0 << QJsonValue(1.5) << type;
        row("on step") << DataType::Float64 << 0.5 << 9.0 << 0.25 << QJsonValue(1.25) << none;
        row("off step") << DataType::Float64 << 0.5 << 9.0 << 0.25 << QJsonValue(1.3) << step;
        row("2^53") << DataType::Int64 << 0.0 << two53 << 0.0
                    << QJsonValue(QLatin1String("9007199254740992")) << none;
        row("2^53 + 1") << DataType::Int64 << 0.0 << two53 << 0.0
                        << QJsonValue(QLatin1String("9007199254740993")) << range;
        row("-2^53 - 1") << DataType::Int64 << -two53 << two53 << 0.0
                         << QJsonValue(QLatin1String("-9007199254740993")) << range;
        row("2^64 - 1") << DataType::UInt64 << 0.0 << 18446744073709551616.0 << 0.0
                        << QJsonValue(QLatin1String("18446744073709551615")) << none;
        row("2^64") << DataType::UInt64 << 0.0 << 18446744073709551616.0 << 0.0
                    << QJsonValue(QLatin1String("18446744073709551616")) << type;
        row("odd beyond 2^53") << DataType::UInt64 << 0.0 << 18446744073709551616.0 << 2.0
                               << QJsonValue(QLatin1String("9007199254740993")) << step;
    }

    void values()
    {
        QFETCH(DataType, type);
        QFETCH(double, min);
        QFETCH(double, max);
        QFETCH(double, step);
        Tag tag;
        tag.type = type;
        tag.write.min = min;
        tag.write.max = max;
        if (step > 0)
            tag.write.step = step;
        QFETCH(QJsonValue, value);
        QFETCH(QString, problem);
        const CheckedWrite checked = checkValue(tag, value);
        QCOMPARE(checked.refusal ? checked.refusal->problem : QString(), problem);
    }
};

QTEST_GUILESS_MAIN(WriteCheckTest)
#include "tst_writecheck.moc"
