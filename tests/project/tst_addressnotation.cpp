// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/addressnotation.h"

#include <QTest>

using namespace mws;
using N = AddressNotation;

namespace
{

constexpr std::array kTables{Table::Coil, Table::DiscreteInput, Table::HoldingRegister,
                             Table::InputRegister};
constexpr std::array kNotations{N::ZeroBased, N::OneBased, N::FiveDigits,
                                N::SixDigits, N::Hex,      N::Iec};

} // namespace

class AddressNotationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSamePlaceInEachNotation_data()
    {
        QTest::addColumn<Table>("table");
        QTest::addColumn<int>("address");
        QTest::addColumn<QStringList>("texts"); // in the order of the enumeration
        const auto row = [](Table table, int address, const char *texts) {
            QTest::newRow(texts) << table << address << QString::fromLatin1(texts).split(u' ');
        };
        row(Table::HoldingRegister, 0, "0 1 40001 400001 0x0000 %MW0");
        row(Table::HoldingRegister, 9998, "9998 9999 49999 409999 0x270E %MW9998");
        row(Table::HoldingRegister, 9999, "9999 10000 410000 410000 0x270F %MW9999");
        row(Table::HoldingRegister, 65535, "65535 65536 465536 465536 0xFFFF %MW65535");
        row(Table::InputRegister, 107, "107 108 30108 300108 0x006B %IW107");
        row(Table::Coil, 19, "19 20 00020 000020 0x0013 %M19");
        row(Table::DiscreteInput, 196, "196 197 10197 100197 0x00C4 %I196");
    }

    void theSamePlaceInEachNotation()
    {
        QFETCH(Table, table);
        QFETCH(int, address);
        QFETCH(QStringList, texts);
        const TableAddress place{table, address};
        for (std::size_t i = 0; i < kNotations.size(); ++i) {
            const QString text = texts.at(qsizetype(i));
            QCOMPARE(textOf(place, kNotations[i]), text);
            const auto back = addressFromText(u' ' + text + u' ', kNotations[i], table);
            QVERIFY2(back, qPrintable(text));
            QVERIFY(*back == place);
        }
    }

    void everyPlaceComesBack()
    {
        for (const N notation : kNotations) {
            for (const Table table : kTables) {
                for (int address = 0; address <= 65535; ++address) {
                    const TableAddress place{table, address};
                    const auto back = addressFromText(textOf(place, notation), notation, table);
                    if (!back || !(*back == place))
                        QFAIL(qPrintable(textOf(place, notation)));
                }
            }
        }
    }

    void theNumberNamesTheTable()
    {
        const auto tableOf = [](const char *text, N notation) {
            return addressFromText(QLatin1String(text), notation, Table::Coil).value().table;
        };
        QCOMPARE(tableOf("30001", N::FiveDigits), Table::InputRegister);
        QCOMPARE(tableOf("300001", N::FiveDigits), Table::InputRegister);
        QCOMPARE(tableOf("10001", N::SixDigits), Table::DiscreteInput);
        QCOMPARE(tableOf("%mw7", N::Iec), Table::HoldingRegister);
        QCOMPARE(tableOf("0x10", N::Hex), Table::Coil);
    }

    void whatIsNotInTheNotationIsRefused_data()
    {
        QTest::addColumn<N>("notation");
        QTest::addColumn<QString>("text");
        const auto row = [](N notation, const char *text) {
            QTest::addRow("%d %s", int(notation), text) << notation << QString::fromLatin1(text);
        };
        for (const char *text : {"", "-1", "65536", "+5", "1.5", "0x10", "%MW1", "1 2", "x"})
            row(N::ZeroBased, text);
        for (const char *text : {"", "0", "65537", "-1", "0x1"})
            row(N::OneBased, text);
        for (const char *text : {"", "1", "4001", "40000", "400000", "465537", "20001", "50001",
                                 "4000001", "4000x", "4+001", "0x0001"}) {
            row(N::FiveDigits, text);
            row(N::SixDigits, text);
        }
        for (const char *text : {"", "10", "0x", "0x10000", "0xG", "0x-1", "10h"})
            row(N::Hex, text);
        for (const char *text : {"", "%", "%MW", "%MW65536", "%MW-1", "%MX1.0", "%QW0", "MW0", "0"})
            row(N::Iec, text);
    }

    void whatIsNotInTheNotationIsRefused()
    {
        QFETCH(N, notation);
        QFETCH(QString, text);
        const auto place = addressFromText(text, notation, Table::HoldingRegister);
        QVERIFY(!place);
        QCOMPARE(place.error().code, ErrorCode::Invalid);
        QVERIFY(!place.error().detail.isEmpty());
    }
};

QTEST_GUILESS_MAIN(AddressNotationTest)
#include "tst_addressnotation.moc"
