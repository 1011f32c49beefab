// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/addressfield.h"

#include "editor/fieldmaker.h"

namespace mws::editor
{

namespace
{

constexpr int kLastAddress = 65535;

QString hintFor(AddressNotation notation)
{
    const TableAddress first{Table::HoldingRegister, 0};
    const TableAddress last{Table::HoldingRegister, kLastAddress};
    return FieldText::tr("%1 to %2 for holding registers; 0 in the project is %1")
        .arg(textOf(first, notation), textOf(last, notation));
}

QString takeAddress(Tag &tag, const QString &text, AddressNotation notation)
{
    const Result<TableAddress> place = addressFromText(text, notation, tag.table);
    if (!place)
        return place.error().detail;
    tag.table = place->table;
    tag.address = place->address;
    return {};
}

/// An address that a project has wrong is shown as it stands there.
QString shownAddress(const Tag &tag, AddressNotation notation)
{
    const bool exists = tag.address >= 0 && tag.address <= kLastAddress;
    return exists ? textOf({tag.table, tag.address}, notation) : QString::number(tag.address);
}

} // namespace

Field<Tag> addressField(AddressNotation notation)
{
    if (notation == AddressNotation::ZeroBased)
        return integerField<Tag>(FieldText::tr("Address"),
                                 FieldText::tr("0-based, 0 to 65535; 40001 is 0"),
                                 [](Tag &t) -> int & { return t.address; });
    return {FieldText::tr("Address"),
            hintFor(notation),
            [notation](const Tag &tag) { return shownAddress(tag, notation); },
            [notation](Tag &tag, const QString &text) { return takeAddress(tag, text, notation); },
            {},
            FieldKind::Address};
}

QStringList notationTitles()
{
    return {FieldText::tr("0-based: 0"),       FieldText::tr("1-based: 1"),
            FieldText::tr("5 digits: 40001"),  FieldText::tr("6 digits: 400001"),
            FieldText::tr("Hexadecimal: 0x0"), FieldText::tr("IEC 61131: %MW0")};
}

} // namespace mws::editor
