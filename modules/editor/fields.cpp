// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "editor/field.h"

#include "editor/fieldmaker.h"
#include "project/names.h"

namespace mws::editor
{

namespace
{

QString tr(const char *text)
{
    return FieldText::tr(text);
}

QList<Field<Tag>> placeFields()
{
    return {
        textField<Tag>(tr("Id"), tr("never changes; a-z, 0-9, _ - ."),
                       [](Tag &t) -> QString & { return t.id; }),
        textField<Tag>(tr("Path"), tr("area/unit/name"),
                       [](Tag &t) -> QString & { return t.path; }),
        textField<Tag>(tr("Description"), {}, [](Tag &t) -> QString & { return t.description; }),
        wordField<Tag>(tr("Table"), {}, namesOfTables(), [](Tag &t) -> Table & { return t.table; }),
        integerField<Tag>(tr("Address"), tr("0-based, 0 to 65535; 40001 is 0"),
                          [](Tag &t) -> int & { return t.address; }),
        wordField<Tag>(tr("Type"), {}, namesOfTypes(), [](Tag &t) -> DataType & { return t.type; }),
        wordField<Tag>(tr("Order"), tr("ABCD: most significant byte first"), namesOfOrders(),
                       [](Tag &t) -> ByteOrder & { return t.order; }),
        integerField<Tag>(tr("Bit"), tr("bool in a register: 0 to 15, else -1"),
                          [](Tag &t) -> int & { return t.bit; }),
        integerField<Tag>(tr("Length"), tr("bytes of a string, else 0"),
                          [](Tag &t) -> int & { return t.length; }),
        textField<Tag>(tr("Poll class"), {}, [](Tag &t) -> QString & { return t.pollClass; }),
    };
}

QList<Field<Tag>> meaningFields()
{
    return {
        numberField<Tag>(tr("Factor"), tr("value = raw × factor + offset"),
                         [](Tag &t) -> double & { return t.factor; }),
        numberField<Tag>(tr("Offset"), tr("value = raw × factor + offset"),
                         [](Tag &t) -> double & { return t.offset; }),
        textField<Tag>(tr("Unit"), tr("engineering unit, such as m³/h"),
                       [](Tag &t) -> QString & { return t.unit; }),
        integerField<Tag>(tr("Decimals"), tr("0 to 9"), [](Tag &t) -> int & { return t.decimals; }),
        limitField<Tag>(tr("Low"), tr("display range"),
                        [](Tag &t) -> std::optional<double> & { return t.low; }),
        limitField<Tag>(tr("High"), tr("display range"),
                        [](Tag &t) -> std::optional<double> & { return t.high; }),
        limitField<Tag>(tr("Normal low"), tr("band that is shown as normal"),
                        [](Tag &t) -> std::optional<double> & { return t.normalLow; }),
        limitField<Tag>(tr("Normal high"), tr("band that is shown as normal"),
                        [](Tag &t) -> std::optional<double> & { return t.normalHigh; }),
        textField<Tag>(tr("Not available"), tr("raw words as hex that mean no value"),
                       [](Tag &t) -> QString & { return t.notAvailable; }),
    };
}

QList<Field<Tag>> ruleFields()
{
    return {
        flagField<Tag>(tr("Writable"), {}, [](Tag &t) -> bool & { return t.write.enabled; }),
        limitField<Tag>(tr("Minimum"), tr("least value that may be written"),
                        [](Tag &t) -> std::optional<double> & { return t.write.min; }),
        limitField<Tag>(tr("Maximum"), tr("greatest value that may be written"),
                        [](Tag &t) -> std::optional<double> & { return t.write.max; }),
        limitField<Tag>(tr("Step"), {},
                        [](Tag &t) -> std::optional<double> & { return t.write.step; }),
        wordField<Tag>(tr("Confirm"), tr("what a person is asked before a write"),
                       namesOfConfirms(), [](Tag &t) -> Confirm & { return t.write.confirm; }),
        flagField<Tag>(tr("Local only"), tr("written from the panel only"),
                       [](Tag &t) -> bool & { return t.write.localOnly; }),
        flagField<Tag>(tr("Momentary"), tr("a command that the device resets"),
                       [](Tag &t) -> bool & { return t.write.momentary; }),
        flagField<Tag>(tr("History"), {}, [](Tag &t) -> bool & { return t.history.enabled; }),
        numberField<Tag>(tr("Deadband"), tr("smallest change that is recorded"),
                         [](Tag &t) -> double & { return t.history.deadband; }),
    };
}

} // namespace

const QList<Field<Tag>> &tagFields()
{
    static const QList<Field<Tag>> fields = placeFields() + meaningFields() + ruleFields();
    return fields;
}

const QList<Field<Connection>> &connectionFields()
{
    using C = Connection;
    static const QList<Field<C>> fields{
        textField<C>(tr("Id"), tr("never changes"), [](C &c) -> QString & { return c.id; }),
        textField<C>(tr("Name"), {}, [](C &c) -> QString & { return c.name; }),
        wordField<C>(tr("Kind"), {}, namesOfConnectionKinds(),
                     [](C &c) -> ConnectionKind & { return c.kind; }),
        textField<C>(tr("Host"), tr("TCP: name or address"),
                     [](C &c) -> QString & { return c.host; }),
        integerField<C>(tr("Port"), tr("TCP: 502 by standard"),
                        [](C &c) -> int & { return c.port; }),
        textField<C>(tr("Serial port"), tr("RTU: such as /dev/serial/by-id/…"),
                     [](C &c) -> QString & { return c.serialPort; }),
        integerField<C>(tr("Baud rate"), tr("RTU: 300 to 921600"),
                        [](C &c) -> int & { return c.baudRate; }),
        wordField<C>(tr("Parity"), tr("RTU"), namesOfParities(),
                     [](C &c) -> SerialParity & { return c.parity; }),
        integerField<C>(tr("Stop bits"), tr("RTU: 1 or 2"),
                        [](C &c) -> int & { return c.stopBits; }),
        integerField<C>(tr("Connect timeout"), tr("ms, 100 to 60000"),
                        [](C &c) -> int & { return c.connectTimeoutMs; }),
        integerField<C>(tr("Response timeout"), tr("ms, 20 to 60000"),
                        [](C &c) -> int & { return c.responseTimeoutMs; }),
        integerField<C>(tr("Retries"), tr("of reads, 0 to 5; writes are never repeated"),
                        [](C &c) -> int & { return c.retries; }),
        integerField<C>(tr("Request gap"), tr("ms between two requests, 0 to 5000"),
                        [](C &c) -> int & { return c.requestGapMs; }),
        integerField<C>(tr("Quiet time"), tr("RTU: ms of silence after a timeout"),
                        [](C &c) -> int & { return c.quietTimeMs; }),
    };
    return fields;
}

const QList<Field<Device>> &deviceFields()
{
    using D = Device;
    static const QList<Field<D>> fields{
        textField<D>(tr("Id"), tr("never changes"), [](D &d) -> QString & { return d.id; }),
        textField<D>(tr("Name"), {}, [](D &d) -> QString & { return d.name; }),
        integerField<D>(tr("Unit"), tr("unit id, 0 to 255; 1 to 247 on a serial line"),
                        [](D &d) -> int & { return d.unit; }),
        textField<D>(tr("Area"), tr("first part of the path of its tags"),
                     [](D &d) -> QString & { return d.area; }),
        flagField<D>(tr("Enabled"), {}, [](D &d) -> bool & { return d.enabled; }),
        integerField<D>(tr("Registers per read"), tr("1 to 125"),
                        [](D &d) -> int & { return d.maxRegisters; }),
        integerField<D>(tr("Bits per read"), tr("1 to 2000"),
                        [](D &d) -> int & { return d.maxBits; }),
        integerField<D>(tr("Bridged holes"), tr("registers a read may bridge, 0 to 124"),
                        [](D &d) -> int & { return d.holeRegisters; }),
        wordField<D>(tr("Register write"), tr("FC 6 (single) or FC 16 (multiple)"),
                     namesOfRegisterWrites(),
                     [](D &d) -> RegisterWrite & { return d.registerWrite; }),
        textField<D>(tr("Template"), tr("id of a device template, or nothing"),
                     [](D &d) -> QString & { return d.templateId; }),
    };
    return fields;
}

} // namespace mws::editor
