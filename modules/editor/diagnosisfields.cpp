// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/diagnosisfields.h"

#include "editor/fieldmaker.h"
#include "project/names.h"

namespace mws::editor
{

QList<Field<Tag>> counterFields()
{
    return {
        wordField<Tag>(FieldText::tr("Counter"),
                       FieldText::tr("what the station counts, instead of an address"),
                       namesOfCounters(), [](Tag &t) -> Counter & { return t.counter; }),
        flagField<Tag>(FieldText::tr("Of link"),
                       FieldText::tr("counter of the connection, not of the device"),
                       [](Tag &t) -> bool & { return t.ofLink; }),
    };
}

Field<Device> identityField()
{
    return flagField<Device>(FieldText::tr("Identity"),
                             FieldText::tr("asked by FC 43/14 after each connect"),
                             [](Device &d) -> bool & { return d.identity; });
}

} // namespace mws::editor
