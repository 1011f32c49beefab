// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/field.h"

#include "editor/addressfield.h"
#include "editor/devicewritefields.h"
#include "editor/diagnosisfields.h"
#include "editor/fieldmaker.h"
#include "editor/listtext.h"
#include "editor/northboundfields.h"
#include "editor/reportfields.h"
#include "editor/tagwritefields.h"
#include "project/names.h"

#include <QRegularExpression>

namespace mws::editor
{

namespace
{

bool isText(const Tag &tag)
{
    return tag.type == DataType::String;
}

QList<Field<Tag>> placeFields()
{
    return {
        textField<Tag>(FieldText::tr("Id"), FieldText::tr("never changes; a-z, 0-9, _ - ."),
                       [](Tag &t) -> QString & { return t.id; }),
        textField<Tag>(FieldText::tr("Path"), FieldText::tr("area/unit/name"),
                       [](Tag &t) -> QString & { return t.path; }),
        textField<Tag>(FieldText::tr("Description"), {},
                       [](Tag &t) -> QString & { return t.description; }),
        wordField<Tag>(FieldText::tr("Table"), {}, namesOfTables(),
                       [](Tag &t) -> Table & { return t.table; }),
        addressField(AddressNotation::ZeroBased),
        wordField<Tag>(FieldText::tr("Type"), {}, namesOfTypes(),
                       [](Tag &t) -> DataType & { return t.type; }),
        wordField<Tag>(FieldText::tr("Order"), FieldText::tr("ABCD: most significant byte first"),
                       namesOfOrders(), [](Tag &t) -> ByteOrder & { return t.order; }),
        withUnset(
            QStringLiteral("-1"),
            integerField<Tag>(FieldText::tr("Bit"),
                              FieldText::tr("bool or bitField in a register: 0 to 15, else -1"),
                              [](Tag &t) -> int & { return t.bit; })),
        withUnset(QStringLiteral("0"),
                  integerField<Tag>(FieldText::tr("Length"),
                                    FieldText::tr("bytes of a string, bits of a bitField, else 0"),
                                    [](Tag &t) -> int & { return t.length; })),
        textField<Tag>(
            FieldText::tr("Poll class"), {}, [](Tag &t) -> QString & { return t.pollClass; },
            FieldKind::PollClass),
    };
}

QList<Field<Tag>> meaningFields()
{
    return {
        numberField<Tag>(FieldText::tr("Factor"), FieldText::tr("value = raw × factor + offset"),
                         [](Tag &t) -> double & { return t.factor; }),
        numberField<Tag>(FieldText::tr("Offset"), FieldText::tr("value = raw × factor + offset"),
                         [](Tag &t) -> double & { return t.offset; }),
        textField<Tag>(FieldText::tr("Unit"), FieldText::tr("engineering unit, such as m³/h"),
                       [](Tag &t) -> QString & { return t.unit; }),
        integerField<Tag>(FieldText::tr("Decimals"), FieldText::tr("0 to 9"),
                          [](Tag &t) -> int & { return t.decimals; }),
        limitField<Tag>(FieldText::tr("Low"), FieldText::tr("display range"),
                        [](Tag &t) -> std::optional<double> & { return t.low; }),
        limitField<Tag>(FieldText::tr("High"), FieldText::tr("display range"),
                        [](Tag &t) -> std::optional<double> & { return t.high; }),
        limitField<Tag>(FieldText::tr("Normal low"), FieldText::tr("band that is shown as normal"),
                        [](Tag &t) -> std::optional<double> & { return t.normalLow; }),
        limitField<Tag>(FieldText::tr("Normal high"), FieldText::tr("band that is shown as normal"),
                        [](Tag &t) -> std::optional<double> & { return t.normalHigh; }),
        textField<Tag>(FieldText::tr("Not available"),
                       FieldText::tr("raw words as hex that mean no value"),
                       [](Tag &t) -> QString & { return t.notAvailable; }),
    };
}

QList<Field<Tag>> scaleFields()
{
    return {
        onlyFor<Tag>(isText,
                     wordField<Tag>(FieldText::tr("Encoding"), {}, namesOfEncodings(),
                                    [](Tag &t) -> TextEncoding & { return t.encoding; })),
        onlyFor<Tag>(isText,
                     wordField<Tag>(FieldText::tr("Text bytes"),
                                    FieldText::tr("both bytes of a register, or one"),
                                    namesOfTextBytes(),
                                    [](Tag &t) -> TextBytes & { return t.textBytes; })),
        onlyFor<Tag>(isText,
                     wordField<Tag>(FieldText::tr("Trim"),
                                    FieldText::tr("where blanks are no part of the text"),
                                    namesOfTrims(), [](Tag &t) -> TextTrim & { return t.trim; })),
        listField<Tag>(
            FieldText::tr("Scale"), QStringLiteral("4000..20000 = 0..10"),
            [](Tag &t) -> TwoPointScale & { return t.scale; },
            [](const TwoPointScale &scale) { return textOf(scale); }, scaleFrom),
        textField<Tag>(FieldText::tr("Scale factor"),
                       FieldText::tr("id of the tag of this device that holds the power of ten"),
                       [](Tag &t) -> QString & { return t.scaleFactor; }),
        listField<Tag>(
            FieldText::tr("Clamp"), QStringLiteral("0..100"),
            [](Tag &t) -> ClampRule & { return t.clamp; },
            [](const ClampRule &clamp) { return textOf(clamp); }, clampFrom),
    };
}

Field<Tag> ofHistory(Field<Tag> field)
{
    return partOf([](const Tag &t) { return t.history.enabled; },
                  FieldText::tr("wants History to be yes"), std::move(field));
}

QList<Field<Tag>> recordFields()
{
    return {
        flagField<Tag>(FieldText::tr("History"), {},
                       [](Tag &t) -> bool & { return t.history.enabled; }),
        ofHistory(numberField<Tag>(FieldText::tr("Deadband"),
                                   FieldText::tr("smallest change that is recorded"),
                                   [](Tag &t) -> double & { return t.history.deadband; })),
        ofHistory(integerField<Tag>(FieldText::tr("Record every"),
                                    FieldText::tr("s at least, 1 to 86400"),
                                    [](Tag &t) -> int & { return t.history.maxIntervalS; })),
        listField<Tag>(
            FieldText::tr("States"), QStringLiteral("0=Off; 1=Running:active"),
            [](Tag &t) -> QList<StateLabel> & { return t.states; },
            [](const QList<StateLabel> &states) { return textOf(states); }, statesFrom),
    };
}

/// The keys of the project file, in the order of the fields.
QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

} // namespace

bool isFileId(const QString &id)
{
    static const QRegularExpression form(QStringLiteral("^[a-z0-9][a-z0-9_-]{0,63}$"),
                                         QRegularExpression::DontCaptureOption);
    return form.match(id).hasMatch() && !id.endsWith(u'\n');
}

int tagColumnOf(const QString &pointer)
{
    static const QStringList keys = words(
        "id path description table address type order bit length pollClass factor "
        "offset unit decimals low high normalLow normalHigh notAvailable encoding "
        "textBytes trim scale scaleFactor clamp write write/min write/max write/step "
        "write/maxStep write/maxRate "
        "write/confirm write/localOnly write/secondPerson write/momentary write/idempotent "
        "write/function write/roles write/minIntervalMs "
        "write/readBackMs history history/deadband history/maxIntervalS states report "
        "report/deadband report/deadbandPercent report/maxSilenceS debounceMs qualityDebounceMs "
        "counter ofLink");
    qsizetype column = keys.indexOf(pointer);
    for (int last = 1; column < 0 && last >= 0; --last)
        column = keys.indexOf(pointer.section(u'/', 0, last));
    return column < 0 ? 1 : int(column);
}

int deviceRowOf(const QString &key)
{
    static const QStringList keys = words(
        "id name unit area enabled requestGapMs maxRegisters maxBits holeRegisters forbidden "
        "registerWrite coilWrite bitWrite mergeWrites identity template parameters");
    return int(keys.indexOf(key));
}

int headRowOf(const QString &key)
{
    static const QStringList keys
        = words("id name description startScreen simulation panelLogoutS writesPerMinute "
                "approvalS pollClasses")
        + northboundKeys().split(u' ');
    return int(keys.indexOf(key));
}

const QList<Field<ProjectHead>> &headFields()
{
    using H = ProjectHead;
    static const QList<Field<H>> fields = QList<Field<H>>{
        fileIdField<H>(FieldText::tr("Id"), FieldText::tr("of the plant"),
                       [](H &h) -> QString & { return h.id; }),
        textField<H>(FieldText::tr("Name"), {}, [](H &h) -> QString & { return h.name; }),
        textField<H>(FieldText::tr("Description"), {},
                     [](H &h) -> QString & { return h.description; }),
        textField<H>(
            FieldText::tr("Start screen"), FieldText::tr("what the panel shows first"),
            [](H &h) -> QString & { return h.startScreen; }, FieldKind::Screen),
        flagField<H>(FieldText::tr("Simulation"), FieldText::tr("marked on every screen"),
                     [](H &h) -> bool & { return h.simulation; }),
        integerField<H>(FieldText::tr("Panel logout"),
                        FieldText::tr("s without a touch, 30 to 86400"),
                        [](H &h) -> int & { return h.panelLogoutS; }),
        integerField<H>(FieldText::tr("Writes per minute"),
                        FieldText::tr("values that one user writes, 1 to 60000"),
                        [](H &h) -> int & { return h.writesPerMinute; }),
        integerField<H>(FieldText::tr("Approval time"),
                        FieldText::tr("s that a write waits for a second person, 10 to 3600"),
                        [](H &h) -> int & { return h.approvalS; }),
        listField<H>(
            FieldText::tr("Poll classes"), QStringLiteral("fast=250/3; slow=5000/3"),
            [](H &h) -> QList<PollClass> & { return h.pollClasses; },
            [](const QList<PollClass> &classes) { return textOf(classes); }, pollClassesFrom),
    } + northboundFields();
    return fields;
}

const QList<Field<Tag>> &tagFields()
{
    static const QList<Field<Tag>> fields = placeFields() + meaningFields() + scaleFields()
        + tagWriteFields() + recordFields() + reportFields() + counterFields();
    return fields;
}

const QList<Field<Device>> &deviceFields()
{
    using D = Device;
    static const QList<Field<D>> fields = QList<Field<D>>{
        fileIdField<D>(FieldText::tr("Id"), FieldText::tr("names the file of its tags"),
                       [](D &d) -> QString & { return d.id; }),
        textField<D>(FieldText::tr("Name"), {}, [](D &d) -> QString & { return d.name; }),
        integerField<D>(FieldText::tr("Unit", "address on the bus"),
                        FieldText::tr("0 to 255; on a serial line 1 to 247, 0: broadcast"),
                        [](D &d) -> int & { return d.unit; }),
        textField<D>(FieldText::tr("Area"), FieldText::tr("first part of the path of its tags"),
                     [](D &d) -> QString & { return d.area; }),
        flagField<D>(FieldText::tr("Enabled"), {}, [](D &d) -> bool & { return d.enabled; }),
        integerField<D>(FieldText::tr("Request gap"),
                        FieldText::tr("ms between two requests to it, 0 to 5000"),
                        [](D &d) -> int & { return d.requestGapMs; }),
        integerField<D>(FieldText::tr("Registers per read"), FieldText::tr("1 to 125"),
                        [](D &d) -> int & { return d.maxRegisters; }),
        integerField<D>(FieldText::tr("Bits per read"), FieldText::tr("1 to 2000"),
                        [](D &d) -> int & { return d.maxBits; }),
        integerField<D>(FieldText::tr("Bridged holes"),
                        FieldText::tr("registers a read may bridge, 0 to 124"),
                        [](D &d) -> int & { return d.holeRegisters; }),
        listField<D>(
            FieldText::tr("Forbidden"), QStringLiteral("holding 100-110; input 7"),
            [](D &d) -> QList<TableRange> & { return d.forbidden; },
            [](const QList<TableRange> &ranges) { return textOf(ranges); }, rangesFrom),
    } + deviceWriteFields()
        + QList<Field<D>>{
        identityField(),
        textField<D>(
            FieldText::tr("Template"),
            FieldText::tr("a device template that makes its tags, or nothing"),
            [](D &d) -> QString & { return d.templateId; }, FieldKind::Template),
    };
    return fields;
}

} // namespace mws::editor
