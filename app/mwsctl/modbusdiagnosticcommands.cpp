// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "modbuscaller.h"

#include "modbus/diagnostics.h"
#include "modbus/findings.h"

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

using Topic = Inquiry::Topic;
using Category = Inquiry::Category;

constexpr int kLastAddress = 65535;
constexpr int kLastRecord = 9999;

Error wrong(const QString &detail)
{
    return {ErrorCode::Invalid, detail};
}

void printAnswer(const QCommandLineParser &parser, const QList<Finding> &findings)
{
    if (parser.isSet(QStringLiteral("json")))
        printJson({{QStringLiteral("findings"), jsonOf(findings)}});
    else
        printFindings(findings);
}

/// Asks one inquiry after the other; the first that fails ends it.
Exit inquire(const QCommandLineParser &parser, const QList<Inquiry> &inquiries)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    Caller caller(target->connection, *target);
    QList<Finding> findings;
    CallAnswer last;
    for (const Inquiry &inquiry : inquiries) {
        const Caller::Interviewed interviewed = caller.interview(target->device.unit, inquiry);
        findings.append(interviewed.findings);
        last = interviewed.last;
        if (last.outcome != CallAnswer::Outcome::Data)
            break;
    }
    if (!findings.isEmpty() || last.outcome == CallAnswer::Outcome::Data)
        printAnswer(parser, findings);
    return exitFor(last);
}

/// Sends one request that the device acknowledges.
Exit command(const QCommandLineParser &parser, const QByteArray &request)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    Caller caller(target->connection, *target);
    const CallAnswer answer = caller.ask(target->device.unit, request);
    if (answer.outcome == CallAnswer::Outcome::Data)
        printAnswer(parser, modbus::findingsOf(request, answer.pdu));
    return exitFor(answer);
}

/// Exit::Usage after complaining when there are arguments.
Exit withoutArguments(const QCommandLineParser &parser, const QList<Inquiry> &inquiries)
{
    if (!parser.positionalArguments().isEmpty())
        return exitFor(wrong(CtlText::tr("too many arguments")));
    return inquire(parser, inquiries);
}

Inquiry about(Topic topic)
{
    Inquiry inquiry;
    inquiry.topic = topic;
    return inquiry;
}

/// No device answers it, so silence is what should be.
Exit silence(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    Caller caller(target->connection, *target);
    const CallAnswer answer = caller.ask(
        target->device.unit, modbus::diagnosticsRequest(modbus::SubFunction::ForceListenOnly));
    if (answer.outcome != CallAnswer::Outcome::Silence)
        return exitFor(answer);
    print(CtlText::tr("sent; a device in listen only mode does not answer until it is restarted"));
    return Exit::Done;
}

Exit diagnose(const QCommandLineParser &parser)
{
    const auto text = argument(parser, 0, 1);
    if (!text)
        return exitFor(text.error());
    const auto number = numberFrom(*text, CtlText::tr("the sub-function"), 0, kLastAddress);
    if (!number)
        return exitFor(number.error());
    const auto sub = modbus::subFunctionOf(*number);
    if (!sub)
        return exitFor(wrong(CtlText::tr("there is no sub-function %1").arg(*number)));
    if (!modbus::changesDevice(*sub)) {
        Inquiry inquiry = about(Topic::Diagnostics);
        inquiry.subfunction = *number;
        return inquire(parser, {inquiry});
    }
    const auto data = numberOption(parser, QStringLiteral("value"), 0, 0, kLastAddress);
    if (!data)
        return exitFor(data.error());
    if (!isConfirmed(parser))
        return Exit::Usage;
    if (*sub == modbus::SubFunction::ForceListenOnly)
        return silence(parser);
    return command(parser, modbus::diagnosticsRequest(*sub, quint16(*data)));
}

void declareDiagnose(QCommandLineParser &parser)
{
    QStringList all;
    for (int number = 0; number <= int(modbus::SubFunction::ClearOverrun); ++number) {
        if (modbus::subFunctionOf(number))
            all.append(QStringLiteral("%1 %2").arg(number).arg(modbus::subFunctionName(number)));
    }
    declareTarget(parser);
    declareConfirmation(parser);
    parser.addPositionalArgument(QStringLiteral("sub"), all.join(QStringLiteral(", ")));
    parser.addOption({QStringLiteral("value"),
                      CtlText::tr("The data of 1 (0xff00 clears the event log) and 3 (the new "
                                  "delimiter, high byte)."),
                      CtlText::tr("n")});
}

Exit identify(const QCommandLineParser &parser)
{
    const QStringList names{QStringLiteral("basic"), QStringLiteral("regular"),
                            QStringLiteral("extended")};
    const qsizetype place = names.indexOf(parser.value(QStringLiteral("category")));
    if (place < 0)
        return exitFor(
            wrong(CtlText::tr("--category is one of %1").arg(names.join(QStringLiteral(", ")))));
    const auto object = numberOption(parser, QStringLiteral("object"), -1, 0, 255);
    if (!object)
        return exitFor(object.error());
    Inquiry inquiry;
    inquiry.category = *object < 0 ? Category(place + 1) : Category::One;
    inquiry.object = std::max(0, *object);
    return withoutArguments(parser, {inquiry});
}

void declareIdentify(QCommandLineParser &parser)
{
    declareTarget(parser);
    parser.addOption({QStringLiteral("category"),
                      CtlText::tr("basic, regular or extended; basic if not given."),
                      CtlText::tr("category"), QStringLiteral("basic")});
    parser.addOption(
        {QStringLiteral("object"), CtlText::tr("Only this object, 0 to 255."), CtlText::tr("n")});
}

/// The arguments file and record; Invalid when they are missing or out of range.
Result<modbus::FileRange> placeFrom(const QCommandLineParser &parser)
{
    const QStringList arguments = parser.positionalArguments();
    const auto file = numberFrom(arguments.value(0), CtlText::tr("the file"), 1, kLastAddress);
    if (!file)
        return file.error();
    const auto record = numberFrom(arguments.value(1), CtlText::tr("the record"), 0, kLastRecord);
    if (!record)
        return record.error();
    return modbus::FileRange{*file, *record, 1};
}

Exit readFile(const QCommandLineParser &parser)
{
    const auto place = placeFrom(parser);
    if (!place)
        return exitFor(place.error());
    const QStringList arguments = parser.positionalArguments();
    const auto count
        = numberFrom(arguments.value(2, QStringLiteral("1")), CtlText::tr("the count"), 1, 121);
    if (!count)
        return exitFor(count.error());
    const auto fits = modbus::readFileRequest({{place->file, place->record, *count}});
    if (!fits || arguments.size() > 3)
        return exitFor(fits ? wrong(CtlText::tr("too many arguments")) : fits.error());
    Inquiry inquiry = about(Topic::File);
    inquiry.file = place->file;
    inquiry.address = place->record;
    inquiry.count = *count;
    return inquire(parser, {inquiry});
}

Exit writeFile(const QCommandLineParser &parser)
{
    const auto place = placeFrom(parser);
    if (!place)
        return exitFor(place.error());
    QList<quint16> values;
    for (const QString &text : parser.positionalArguments().mid(2)) {
        const auto value = numberFrom(text, CtlText::tr("a value"), 0, kLastAddress);
        if (!value)
            return exitFor(value.error());
        values.append(quint16(*value));
    }
    const auto request = modbus::writeFileRequest(place->file, place->record, values);
    if (!request)
        return exitFor(request.error());
    return isConfirmed(parser) ? command(parser, *request) : Exit::Usage;
}

void declareFile(QCommandLineParser &parser)
{
    declareTarget(parser);
    parser.addPositionalArgument(QStringLiteral("file"), CtlText::tr("1 to 65535"));
    parser.addPositionalArgument(QStringLiteral("record"), CtlText::tr("the first, 0 to 9999"));
}

Exit readFifo(const QCommandLineParser &parser)
{
    const auto text = argument(parser, 0, 1);
    if (!text)
        return exitFor(text.error());
    const auto address = numberFrom(*text, CtlText::tr("the address"), 0, kLastAddress);
    if (!address)
        return exitFor(address.error());
    Inquiry inquiry = about(Topic::Fifo);
    inquiry.address = *address;
    return inquire(parser, {inquiry});
}

Command simple(const char *word, const QString &summary, const QList<Inquiry> &inquiries)
{
    return {QStringLiteral("modbus ") + QLatin1String(word), summary, declareTarget,
            [inquiries](const QCommandLineParser &parser) {
                return withoutArguments(parser, inquiries);
            }};
}

} // namespace

QList<Command> modbusDiagnosticCommands()
{
    const auto declareRead = [](QCommandLineParser &parser) {
        declareFile(parser);
        parser.addPositionalArgument(QStringLiteral("count"), CtlText::tr("registers, 1 to 121; 1"),
                                     QStringLiteral("[count]"));
    };
    const auto declareWrite = [](QCommandLineParser &parser) {
        declareFile(parser);
        declareConfirmation(parser);
        parser.addPositionalArgument(QStringLiteral("values"),
                                     CtlText::tr("registers, at most 122"),
                                     QStringLiteral("values…"));
    };
    const auto declareFifo = [](QCommandLineParser &parser) {
        declareTarget(parser);
        parser.addPositionalArgument(QStringLiteral("address"),
                                     CtlText::tr("its pointer register, 0-based"));
    };
    return {
        simple("status", CtlText::tr("Reads the exception status (FC 7)."), {about(Topic::Status)}),
        {QStringLiteral("modbus diagnose"),
         CtlText::tr("Counters and tests of a serial device (FC 8)."), declareDiagnose, diagnose},
        simple("events", CtlText::tr("Reads the event counter and log (FC 11 and 12)."),
               {about(Topic::EventCounter), about(Topic::EventLog)}),
        simple("server-id", CtlText::tr("Reports the server id (FC 17)."),
               {about(Topic::ServerId)}),
        {QStringLiteral("modbus identify"), CtlText::tr("Reads who made the device (FC 43/14)."),
         declareIdentify, identify},
        {QStringLiteral("modbus file-read"), CtlText::tr("Reads records of a file (FC 20)."),
         declareRead, readFile},
        {QStringLiteral("modbus file-write"), CtlText::tr("Writes records of a file (FC 21)."),
         declareWrite, writeFile},
        {QStringLiteral("modbus fifo"), CtlText::tr("Reads a queue of registers (FC 24)."),
         declareFifo, readFifo}};
}

} // namespace mws::ctl
