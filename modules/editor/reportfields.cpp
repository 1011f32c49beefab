// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/reportfields.h"

#include "editor/fieldmaker.h"

namespace mws::editor
{

namespace
{

Field<Tag> ofReport(Field<Tag> field)
{
    return partOf([](const Tag &t) { return t.report.enabled; },
                  FieldText::tr("wants Report to be yes"), std::move(field));
}

} // namespace

QList<Field<Tag>> reportFields()
{
    return {
        flagField<Tag>(FieldText::tr("Report"), FieldText::tr("by exception, to screens"),
                       [](Tag &t) -> bool & { return t.report.enabled; }),
        ofReport(numberField<Tag>(FieldText::tr("Report deadband"),
                                  FieldText::tr("smallest change that goes out"),
                                  [](Tag &t) -> double & { return t.report.deadband; })),
        ofReport(numberField<Tag>(FieldText::tr("Report percent"),
                                  FieldText::tr("the same as a part of low to high"),
                                  [](Tag &t) -> double & { return t.report.deadbandPercent; })),
        ofReport(integerField<Tag>(FieldText::tr("Longest silence"), FieldText::tr("s, 1 to 86400"),
                                   [](Tag &t) -> int & { return t.report.maxSilenceS; })),
        integerField<Tag>(FieldText::tr("Debounce"),
                          FieldText::tr("ms that a new state must last to count"),
                          [](Tag &t) -> int & { return t.debounceMs; }),
        integerField<Tag>(FieldText::tr("Quality debounce"),
                          FieldText::tr("ms that failed reads must last to count"),
                          [](Tag &t) -> int & { return t.qualityDebounceMs; }),
    };
}

} // namespace mws::editor
