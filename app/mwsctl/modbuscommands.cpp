// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "modbuscaller.h"

#include "modbus/codec.h"
#include "modbus/diagnostics.h"
#include "modbus/requests.h"
#include "modbus/writerequests.h"
#include "project/names.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

constexpr int kLastAddress = 65535;

Error wrong(const QString &detail)
{
    return {ErrorCode::Invalid, detail};
}

void declareValue(QCommandLineParser &parser)
{
    declareTarget(parser);
    parser.addPositionalArgument(QStringLiteral("table"),
                                 CtlText::tr("coil, discrete, holding or input"));
    parser.addPositionalArgument(QStringLiteral("address"), CtlText::tr("0-based, or hex with 0x"));
    parser.addOption({QStringLiteral("type"),
                      CtlText::tr("How registers make a value: %1; uint16 if not given.")
                          .arg(namesOfTypes().join(QStringLiteral(", "))),
                      CtlText::tr("type"), QStringLiteral("uint16")});
    parser.addOption({QStringLiteral("order"),
                      CtlText::tr("Order of its bytes; ABCD if not given."), CtlText::tr("order"),
                      QStringLiteral("ABCD")});
    parser.addOption({QStringLiteral("length"), CtlText::tr("Bytes of a string; 2 if not given."),
                      CtlText::tr("n")});
}

/// The point that table, address, type and order name.
Result<Tag> tagFrom(const QCommandLineParser &parser)
{
    const QStringList arguments = parser.positionalArguments();
    const auto table = tableFromName(arguments.value(0));
    if (!table)
        return wrong(
            CtlText::tr("the table is one of %1").arg(namesOfTables().join(QStringLiteral(", "))));
    const auto address
        = numberFrom(arguments.value(1), CtlText::tr("the address"), 0, kLastAddress);
    if (!address)
        return address.error();
    const auto type = typeFromName(parser.value(QStringLiteral("type")));
    const auto order = orderFromName(parser.value(QStringLiteral("order")));
    const auto length = numberOption(parser, QStringLiteral("length"), 2, 1, 250);
    if (!type || !order || !length)
        return wrong(CtlText::tr("there is no such type, order or length"));
    Tag tag;
    tag.table = *table;
    tag.address = *address;
    tag.type = tag.isBitTable() ? DataType::Bool : *type;
    tag.order = *order;
    tag.length = tag.type == DataType::String ? *length : 0;
    if (!tag.isBitTable() && (tag.type == DataType::Bool || tag.type == DataType::BitField))
        return wrong(CtlText::tr("parts of a register are not read here; take uint16"));
    return tag;
}

struct Shown {
    QJsonValue value;
    QString text;
};

Shown shownOf(const Tag &tag, const QList<quint16> &words)
{
    const modbus::Decoded decoded = modbus::decodeRegisters(tag, words);
    if (!isGood(decoded.quality))
        return {QJsonValue(), CtlText::tr("no value of this type")};
    return {decoded.value.toJson(), decoded.value.toString()};
}

/// One line per value, or one JSON list.
void printValues(const QCommandLineParser &parser, const Tag &tag, int count, const QByteArray &pdu)
{
    const bool asJson = parser.isSet(QStringLiteral("json"));
    const int span = tag.span();
    const QList<bool> bits = tag.isBitTable() ? modbus::bitsOf(pdu, count) : QList<bool>();
    const QList<quint16> words = tag.isBitTable() ? QList<quint16>() : modbus::registersOf(pdu);
    QJsonArray list;
    for (int i = 0; i < count; ++i) {
        const int address = tag.address + i * span;
        const Shown shown = tag.isBitTable()
            ? Shown{bits[i], bits[i] ? QStringLiteral("1") : QStringLiteral("0")}
            : shownOf(tag, words.mid(i * span, span));
        list.append(QJsonObject{{QStringLiteral("address"), address},
                                {QStringLiteral("value"), shown.value}});
        if (!asJson)
            print(QStringLiteral("%1: %2").arg(address).arg(shown.text));
    }
    if (asJson)
        printJson({{QStringLiteral("table"), nameOf(tag.table)}, {QStringLiteral("values"), list}});
}

Exit read(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    const auto tag = tagFrom(parser);
    if (!tag)
        return exitFor(tag.error());
    const QStringList arguments = parser.positionalArguments();
    const auto count
        = numberFrom(arguments.value(2, QStringLiteral("1")), CtlText::tr("the count"), 1, 2000);
    if (!count)
        return exitFor(count.error());
    const auto request = modbus::readRequest(tag->table, tag->address, *count * tag->span());
    if (!request || arguments.size() > 3)
        return exitFor(request ? wrong(CtlText::tr("too many arguments")) : request.error());
    Caller caller(target->connection, *target);
    const CallAnswer answer = caller.ask(target->device.unit, *request);
    if (answer.outcome == CallAnswer::Outcome::Data)
        printValues(parser, *tag, *count, answer.pdu);
    return exitFor(answer);
}

/// The value as the text of a JSON value of the kind: numbers without a detour by double.
Result<Value> valueFrom(const QString &text, Value::Kind kind)
{
    if (kind == Value::Kind::Bool) {
        if (text != QLatin1String("0") && text != QLatin1String("1"))
            return wrong(CtlText::tr("the value must be 0 or 1"));
        return Value(text == QLatin1String("1"));
    }
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    const bool isDouble = kind == Value::Kind::Double;
    if (isDouble && !isNumber)
        return wrong(CtlText::tr("the value must be a number"));
    return Value::fromJson(isDouble ? QJsonValue(number) : QJsonValue(text), kind);
}

Result<QByteArray> writeRequestFrom(const ModbusTarget &target, const Tag &tag, const QString &text)
{
    if (tag.table != Table::Coil && tag.table != Table::HoldingRegister)
        return wrong(CtlText::tr("only coils and holding registers can be written"));
    if (!tag.isBitTable() && modbus::sharesRegister(tag))
        return wrong(CtlText::tr("only whole registers are written here"));
    const auto value = valueFrom(text, tag.valueKind());
    if (!value)
        return value.error();
    const auto words = modbus::encodeRegisters(tag, *value);
    if (!words)
        return words.error();
    return modbus::writeRequest(target.device, {tag.table, tag.address, *words});
}

Exit write(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    const auto tag = tagFrom(parser);
    if (!tag)
        return exitFor(tag.error());
    const auto text = argument(parser, 2, 3);
    if (!text)
        return exitFor(text.error());
    const auto request = writeRequestFrom(*target, *tag, *text);
    if (!request)
        return exitFor(request.error());
    if (!isConfirmed(parser))
        return Exit::Usage;
    Caller caller(target->connection, *target);
    const CallAnswer answer = caller.ask(target->device.unit, *request);
    if (answer.outcome != CallAnswer::Outcome::Data)
        return exitFor(answer);
    const auto again = modbus::readRequest(tag->table, tag->address, tag->span());
    const CallAnswer held = caller.ask(target->device.unit, again.value());
    if (held.outcome == CallAnswer::Outcome::Data)
        printValues(parser, *tag, 1, held.pdu);
    else
        complain(CtlText::tr("acknowledged, but not read back: %1").arg(held.detail));
    return Exit::Done;
}

/// Reads, or asks the device about itself, and changes nothing.
bool isHarmless(const QByteArray &pdu)
{
    const auto function = quint8(pdu.at(0));
    if (function == modbus::kDiagnostics && pdu.size() >= 3) {
        const auto sub = modbus::subFunctionOf(quint8(pdu.at(1)) << 8 | quint8(pdu.at(2)));
        return sub && !modbus::changesDevice(*sub);
    }
    const QList<int> readers{1,
                             2,
                             3,
                             4,
                             modbus::kReadExceptionStatus,
                             modbus::kEventCounter,
                             modbus::kEventLog,
                             modbus::kReportServerId,
                             modbus::kReadFileRecord,
                             modbus::kReadFifoQueue};
    const bool identifies = function == modbus::kEncapsulated && pdu.size() > 1 && pdu.at(1) == 14;
    return identifies || readers.contains(function);
}

Exit raw(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    const QString hex = parser.positionalArguments().join(QString());
    const QByteArray pdu = QByteArray::fromHex(hex.toLatin1());
    const bool isWhole = QString::fromLatin1(pdu.toHex()) == hex.toLower();
    if (pdu.isEmpty() || pdu.size() > 253 || !isWhole || quint8(pdu.at(0)) > 127)
        return exitFor(wrong(CtlText::tr("the PDU is 1 to 253 bytes in hex, function code first")));
    if (!isHarmless(pdu) && !isConfirmed(parser))
        return Exit::Usage;
    Caller caller(target->connection, *target);
    const CallAnswer answer = caller.askRaw(target->device.unit, pdu);
    if (answer.outcome != CallAnswer::Outcome::Data)
        return exitFor(answer);
    const QString bytes = QString::fromLatin1(answer.pdu.toHex());
    if (parser.isSet(QStringLiteral("json")))
        printJson({{QStringLiteral("pdu"), bytes}});
    else
        print(bytes);
    return Exit::Done;
}

} // namespace

void declareConfirmation(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("yes"), CtlText::tr("Yes, change something in the device.")});
}

bool isConfirmed(const QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("yes")))
        return true;
    complain(CtlText::tr("this changes something in the device; add --yes if you mean it"));
    return false;
}

QList<Command> modbusCommands()
{
    const auto declareRead = [](QCommandLineParser &parser) {
        declareValue(parser);
        parser.addPositionalArgument(QStringLiteral("count"), CtlText::tr("values; 1"),
                                     QStringLiteral("[count]"));
    };
    const auto declareWrite = [](QCommandLineParser &parser) {
        declareValue(parser);
        declareConfirmation(parser);
        parser.addPositionalArgument(QStringLiteral("value"), CtlText::tr("a number, or a text"));
    };
    const auto declareRaw = [](QCommandLineParser &parser) {
        declareTarget(parser);
        declareConfirmation(parser);
        parser.addPositionalArgument(QStringLiteral("pdu"),
                                     CtlText::tr("function and data in hex"));
    };
    return {{QStringLiteral("modbus read"), CtlText::tr("Reads registers or bits of a device."),
             declareRead, read},
            {QStringLiteral("modbus write"), CtlText::tr("Writes one value into a device."),
             declareWrite, write},
            {QStringLiteral("modbus raw"), CtlText::tr("Sends a request given in hex."), declareRaw,
             raw}};
}

} // namespace mws::ctl
