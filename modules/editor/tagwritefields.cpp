// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/tagwritefields.h"

#include "editor/fieldmaker.h"
#include "editor/listtext.h"
#include "project/names.h"

namespace mws::editor
{

namespace
{

Field<Tag> ofWrite(Field<Tag> field)
{
    return partOf([](const Tag &t) { return t.write.enabled; },
                  FieldText::tr("wants Writable to be yes"), std::move(field));
}

QList<Field<Tag>> limitFields()
{
    return {
        flagField<Tag>(FieldText::tr("Writable"), {},
                       [](Tag &t) -> bool & { return t.write.enabled; }),
        ofWrite(limitField<Tag>(FieldText::tr("Minimum"),
                                FieldText::tr("least value that may be written"),
                                [](Tag &t) -> std::optional<double> & { return t.write.min; })),
        ofWrite(limitField<Tag>(FieldText::tr("Maximum"),
                                FieldText::tr("greatest value that may be written"),
                                [](Tag &t) -> std::optional<double> & { return t.write.max; })),
        ofWrite(limitField<Tag>(FieldText::tr("Step"), FieldText::tr("between values"),
                                [](Tag &t) -> std::optional<double> & { return t.write.step; })),
        ofWrite(limitField<Tag>(FieldText::tr("Largest step"),
                                FieldText::tr("from the present value, which must be good"),
                                [](Tag &t) -> std::optional<double> & { return t.write.maxStep; })),
        ofWrite(limitField<Tag>(FieldText::tr("Largest rate"),
                                FieldText::tr("change per second, from write to write"),
                                [](Tag &t) -> std::optional<double> & { return t.write.maxRate; })),
    };
}

QList<Field<Tag>> writeFields()
{
    return {
        ofWrite(wordField<Tag>(
            FieldText::tr("Confirm"), FieldText::tr("what a person is asked before a write"),
            namesOfConfirms(), [](Tag &t) -> Confirm & { return t.write.confirm; })),
        ofWrite(flagField<Tag>(FieldText::tr("Local only"),
                               FieldText::tr("written from the panel only"),
                               [](Tag &t) -> bool & { return t.write.localOnly; })),
        ofWrite(flagField<Tag>(FieldText::tr("Second person"),
                               FieldText::tr("sent when another person has approved it"),
                               [](Tag &t) -> bool & { return t.write.secondPerson; })),
        ofWrite(flagField<Tag>(FieldText::tr("Momentary"),
                               FieldText::tr("a command that the device resets"),
                               [](Tag &t) -> bool & { return t.write.momentary; })),
        ofWrite(flagField<Tag>(FieldText::tr("Idempotent"),
                               FieldText::tr("a setpoint that is sent again when nobody answers"),
                               [](Tag &t) -> bool & { return t.write.idempotent; })),
        ofWrite(wordField<Tag>(
            FieldText::tr("Write function"),
            FieldText::tr("FC 5 or 6 (single), FC 15 or 16 (multiple), FC 22, FC 23"),
            namesOfWriteFunctions(), [](Tag &t) -> WriteFunction & { return t.write.function; })),
        ofWrite(listField<Tag>(
            FieldText::tr("Roles"), QStringLiteral("operator, engineer"),
            [](Tag &t) -> QStringList & { return t.write.roles; },
            [](const QStringList &roles) { return roles.join(QStringLiteral(", ")); },
            [](const QString &text) { return std::optional(wordsFrom(text)); })),
        ofWrite(integerField<Tag>(FieldText::tr("Write interval"),
                                  FieldText::tr("ms; faster writes are refused"),
                                  [](Tag &t) -> int & { return t.write.minIntervalMs; })),
        ofWrite(integerField<Tag>(FieldText::tr("Read back"),
                                  FieldText::tr("ms until the value is read back"),
                                  [](Tag &t) -> int & { return t.write.readBackMs; })),
    };
}

} // namespace

QList<Field<Tag>> tagWriteFields()
{
    return limitFields() + writeFields();
}

} // namespace mws::editor
