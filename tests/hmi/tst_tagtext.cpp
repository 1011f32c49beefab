// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "hmi/tagtext.h"

#include <QLocale>
#include <QTest>
#include <limits>

using namespace mws;

/// Numbers as both faces show them.
class TagTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void roundsItsDigits_data();
    void roundsItsDigits();
    void speaksTheLanguage();
    void showsNoNumberWhereThereIsNone();
};

void TagTextTest::init()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

/// The same rows as in format.test.ts of the browser.
void TagTextTest::roundsItsDigits_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *text, double number, int decimals) {
        QTest::addRow("%s", text) << number << decimals << QString::fromLatin1(text);
    };
    row("-12,345.1", -12345.05, 1);
    row("0.1", 0.05, 1);
    row("-0.2", -0.15, 1);
    row("0.13", 0.125, 2);
    row("1.01", 1.005, 2);
    row("3", 2.5, 0);
    row("0", 0.49999999999999994, 0);
    row("1,000.0", 999.95, 1);
    row("-0.0", -0.04, 1);
    row("0.0", -0.0, 1);
    row("0.000", 1e-300, 3);
    row("0.100000000", 0.1, 9);
    row("1,000,000,000,000,000.200", 1000000000000000.3, 3);
    row("12,345,678,901,234,567,000.0", 12345678901234567890.0, 1);
    row("100,000,000,000,000,000,000,000", 1e23, 0);
}

void TagTextTest::roundsItsDigits()
{
    QFETCH(const double, number);
    QFETCH(const int, decimals);
    QFETCH(const QString, text);
    QCOMPARE(numberText(number, decimals), text);
}

void TagTextTest::speaksTheLanguage()
{
    QLocale::setDefault(QLocale(QLocale::German, QLocale::Germany));
    QCOMPARE(numberText(-12345.05, 1), QStringLiteral("-12.345,1"));
}

void TagTextTest::showsNoNumberWhereThereIsNone()
{
    QCOMPARE(numberText(std::numeric_limits<double>::quiet_NaN(), 1), QStringLiteral("–"));
    QCOMPARE(numberText(-std::numeric_limits<double>::infinity(), 1), QStringLiteral("–"));
}

QTEST_GUILESS_MAIN(TagTextTest)
#include "tst_tagtext.moc"
