// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/numberentry.h"

#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace mws;

namespace
{

void type(NumberEntry &entry, const QString &keys)
{
    for (const QString &key : keys.split(QLatin1Char(' '), Qt::SkipEmptyParts))
        entry.press(key);
}

} // namespace

/// The keypad's number: what can be typed, and what is acceptable.
class NumberEntryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void types_data();
    void types();
    void judges_data();
    void judges();
    void steps_data();
    void steps();
    void showsTheLocalesPoint();
    void tellsEveryChange();
};

void NumberEntryTest::types_data()
{
    QTest::addColumn<int>("decimals");
    QTest::addColumn<double>("minimum");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("value");
    QTest::newRow("digits") << 1 << 0.0 << "4 2"
                            << "42";
    QTest::newRow("no leading zero") << 1 << 0.0 << "0 0 7"
                                     << "7";
    QTest::newRow("point") << 1 << 0.0 << "4 point 5"
                           << "4.5";
    QTest::newRow("point first") << 1 << 0.0 << "point 5"
                                 << "0.5";
    QTest::newRow("one point") << 2 << 0.0 << "1 point 2 point 3"
                               << "1.23";
    QTest::newRow("decimals end") << 1 << 0.0 << "1 point 2 3"
                                  << "1.2";
    QTest::newRow("whole has no point") << 0 << 0.0 << "1 point 2"
                                        << "12";
    QTest::newRow("no sign where nothing is negative") << 1 << 0.0 << "5 sign"
                                                       << "5";
    QTest::newRow("sign") << 1 << -10.0 << "5 sign"
                          << "-5";
    QTest::newRow("sign twice") << 1 << -10.0 << "5 sign sign"
                                << "5";
    QTest::newRow("sign first") << 1 << -10.0 << "sign 5"
                                << "-5";
    QTest::newRow("back") << 1 << 0.0 << "1 2 back"
                          << "1";
    QTest::newRow("clear") << 1 << 0.0 << "1 2 clear"
                           << "";
    QTest::newRow("fifteen digits") << 0 << 0.0 << "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7"
                                    << "123456789123456";
    QTest::newRow("strange keys") << 1 << 0.0 << "1 a é 10 x"
                                  << "1";
}

void NumberEntryTest::types()
{
    QFETCH(int, decimals);
    QFETCH(double, minimum);
    QFETCH(QString, keys);
    NumberEntry entry;
    entry.setProperty("decimals", decimals);
    entry.setProperty("minimum", minimum);
    type(entry, keys);
    QTEST(entry.value(), "value");
}

void NumberEntryTest::judges_data()
{
    QTest::addColumn<QString>("keys");
    QTest::addColumn<bool>("acceptable");
    QTest::addColumn<QString>("explanation");
    QTest::newRow("nothing typed") << "" << false << "";
    QTest::newRow("within") << "5 0" << true << "";
    QTest::newRow("lower end") << "3 0" << true << "";
    QTest::newRow("upper end") << "1 0 0" << true << "";
    QTest::newRow("below") << "2 9 point 5" << false << "Below the minimum of 30.0";
    QTest::newRow("above") << "1 0 0 point 5" << false << "Above the maximum of 100.0";
    QTest::newRow("off step") << "4 0 point 3" << false << "Only in steps of 0.5";
    QTest::newRow("on step") << "4 0 point 5" << true << "";
    QTest::newRow("point alone is a number") << "4 0 point" << true << "";
}

void NumberEntryTest::judges()
{
    QFETCH(QString, keys);
    NumberEntry entry;
    entry.setProperty("decimals", 1);
    entry.setProperty("minimum", 30.0);
    entry.setProperty("maximum", 100.0);
    entry.setProperty("step", 0.5);
    type(entry, keys);
    QTEST(entry.acceptable(), "acceptable");
    QTEST(entry.explanation(), "explanation");
}

void NumberEntryTest::steps_data()
{
    QTest::addColumn<double>("current");
    QTest::addColumn<double>("step");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("value");
    QTest::newRow("from the value") << 1.00 << 0.05 << "up"
                                    << "1.05";
    QTest::newRow("down") << 1.00 << 0.05 << "down down"
                          << "0.90";
    QTest::newRow("from what is typed") << 1.00 << 0.05 << "2 up"
                                        << "1.50";
    QTest::newRow("up to the grid") << 0.97 << 0.05 << "up"
                                    << "1.00";
    QTest::newRow("down to the grid") << 0.97 << 0.05 << "down"
                                      << "0.95";
    QTest::newRow("not beyond the maximum") << 1.48 << 0.05 << "up up up"
                                            << "1.50";
    QTest::newRow("not beyond the minimum") << 0.02 << 0.05 << "down down"
                                            << "0.00";
    QTest::newRow("last decimal without step") << 1.00 << 0.0 << "up"
                                               << "1.01";
    QTest::newRow("no value yet") << qQNaN() << 0.05 << "up"
                                  << "0.05";
}

void NumberEntryTest::steps()
{
    QFETCH(double, current);
    QFETCH(double, step);
    QFETCH(QString, keys);
    NumberEntry entry;
    entry.setProperty("decimals", 2);
    entry.setProperty("minimum", 0.0);
    entry.setProperty("maximum", 1.5);
    entry.setProperty("step", step);
    entry.setProperty("current", current);
    type(entry, keys);
    QTEST(entry.value(), "value");
    QVERIFY2(entry.acceptable(), qPrintable(entry.explanation()));
}

void NumberEntryTest::showsTheLocalesPoint()
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::German));
    NumberEntry entry;
    entry.setProperty("decimals", 1);
    type(entry, QStringLiteral("4 point 5 sign"));
    QCOMPARE(entry.value(), QStringLiteral("-4.5"));
    QCOMPARE(entry.text(), QString(QChar(0x2212)) + QStringLiteral("4,5"));
    QLocale::setDefault(before);
}

void NumberEntryTest::tellsEveryChange()
{
    NumberEntry entry;
    const QSignalSpy changed(&entry, &NumberEntry::changed);
    type(entry, QStringLiteral("1 2 back"));
    QCOMPARE(changed.count(), 3);
    entry.setProperty("minimum", 5.0);
    QCOMPARE(changed.count(), 4);
    QVERIFY(!entry.acceptable());
}

QTEST_MAIN(NumberEntryTest)
#include "tst_numberentry.moc"
