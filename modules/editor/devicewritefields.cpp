// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/devicewritefields.h"

#include "editor/fieldmaker.h"
#include "project/names.h"

namespace mws::editor
{

QList<Field<Device>> deviceWriteFields()
{
    using D = Device;
    return {
        wordField<D>(FieldText::tr("Register write"),
                     FieldText::tr("one by FC 6, 16 or 22; or all by FC 23 (readWrite)"),
                     namesOfRegisterWrites(),
                     [](D &d) -> RegisterWrite & { return d.registerWrite; }),
        wordField<D>(FieldText::tr("Coil write"),
                     FieldText::tr("FC 5 (single) or FC 15 (multiple)"), namesOfCoilWrites(),
                     [](D &d) -> CoilWrite & { return d.coilWrite; }),
        wordField<D>(FieldText::tr("Bit write"),
                     FieldText::tr("bits of a register by FC 22 (mask), or read and written whole"),
                     namesOfBitWrites(), [](D &d) -> BitWrite & { return d.bitWrite; }),
        flagField<D>(FieldText::tr("Merge writes"),
                     FieldText::tr("adjacent setpoints that wait go out in one request"),
                     [](D &d) -> bool & { return d.mergeWrites; }),
    };
}

} // namespace mws::editor
