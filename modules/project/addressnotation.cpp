// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "project/addressnotation.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <optional>

namespace mws
{

namespace
{

constexpr int kAddresses = 65536;
constexpr int kLastOfFive = 9999;

class Texts
{
    Q_DECLARE_TR_FUNCTIONS(mws::AddressNotation)
};

struct TableName {
    Table table;
    char16_t digit;
    QLatin1String iec;
};
/// Those that begin with another one come first.
constexpr std::array<TableName, 4> kTables{{
    {Table::HoldingRegister, u'4', QLatin1String("%MW")},
    {Table::InputRegister, u'3', QLatin1String("%IW")},
    {Table::Coil, u'0', QLatin1String("%M")},
    {Table::DiscreteInput, u'1', QLatin1String("%I")},
}};

const TableName &nameFor(Table table)
{
    return *std::find_if(kTables.begin(), kTables.end(),
                         [table](const TableName &name) { return name.table == table; });
}

Error wants(const QString &form)
{
    return {ErrorCode::Invalid, form};
}

/// Digits alone, with nothing before or behind them.
std::optional<int> numberFrom(QStringView digits, int base = 10)
{
    const auto isDigit = [base](QChar c) {
        return (c >= u'0' && c <= u'9')
            || (base == 16 && c.toUpper() >= u'A' && c.toUpper() <= u'F');
    };
    if (!std::all_of(digits.cbegin(), digits.cend(), isDigit))
        return std::nullopt;
    bool isNumber = false;
    const int number = digits.toInt(&isNumber, base);
    return isNumber ? std::optional(number) : std::nullopt;
}

Result<TableAddress> placeFrom(Table table, std::optional<int> address, const QString &form)
{
    if (!address || *address < 0 || *address >= kAddresses)
        return wants(form);
    return TableAddress{table, *address};
}

std::optional<int> lessOne(std::optional<int> number)
{
    return number ? std::optional(*number - 1) : std::nullopt;
}

Result<TableAddress> fromDigits(const QString &text)
{
    const QString form = Texts::tr("wants five or six digits, such as 40001 or 400001");
    if (text.size() != 5 && text.size() != 6)
        return wants(form);
    for (const TableName &name : kTables) {
        if (text.front() == name.digit)
            return placeFrom(name.table, lessOne(numberFrom(QStringView(text).mid(1))), form);
    }
    return wants(form);
}

Result<TableAddress> fromIec(const QString &text)
{
    const QString form = Texts::tr("wants %MW, %IW, %M or %I and a number, such as %MW0");
    for (const TableName &name : kTables) {
        if (text.startsWith(name.iec, Qt::CaseInsensitive))
            return placeFrom(name.table, numberFrom(QStringView(text).mid(name.iec.size())), form);
    }
    return wants(form);
}

Result<TableAddress> fromHex(const QString &text, Table table)
{
    const QString form = Texts::tr("wants 0x and hexadecimal digits, such as 0x001F");
    if (!text.startsWith(QLatin1String("0x"), Qt::CaseInsensitive))
        return wants(form);
    return placeFrom(table, numberFrom(QStringView(text).mid(2), 16), form);
}

QString digitsOf(const TableAddress &place, int width)
{
    return QChar(nameFor(place.table).digit)
        + QString::number(place.address + 1).rightJustified(width, u'0');
}

} // namespace

QString textOf(const TableAddress &place, AddressNotation notation)
{
    switch (notation) {
    case AddressNotation::OneBased:
        return QString::number(place.address + 1);
    case AddressNotation::FiveDigits:
        return digitsOf(place, place.address < kLastOfFive ? 4 : 5);
    case AddressNotation::SixDigits:
        return digitsOf(place, 5);
    case AddressNotation::Hex:
        return QStringLiteral("0x")
            + QString::number(place.address, 16).toUpper().rightJustified(4, u'0');
    case AddressNotation::Iec:
        return nameFor(place.table).iec + QString::number(place.address);
    case AddressNotation::ZeroBased:
        break;
    }
    return QString::number(place.address);
}

Result<TableAddress> addressFromText(const QString &text, AddressNotation notation, Table table)
{
    const QString word = text.trimmed();
    switch (notation) {
    case AddressNotation::OneBased:
        return placeFrom(table, lessOne(numberFrom(word)),
                         Texts::tr("wants a number from 1 to 65536"));
    case AddressNotation::FiveDigits:
    case AddressNotation::SixDigits:
        return fromDigits(word);
    case AddressNotation::Hex:
        return fromHex(word, table);
    case AddressNotation::Iec:
        return fromIec(word);
    case AddressNotation::ZeroBased:
        break;
    }
    return placeFrom(table, numberFrom(word), Texts::tr("wants a number from 0 to 65535"));
}

} // namespace mws
