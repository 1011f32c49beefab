// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "modbuscaller.h"

#include "modbus/addressscan.h"
#include "modbus/knock.h"
#include "modbus/requests.h"
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

using Outcome = CallAnswer::Outcome;

constexpr int kLastAddress = 65535;
constexpr int kFastest = 1000; ///< requests per second
constexpr int kUsual = 20;

void declareRate(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("rate"),
                      CtlText::tr("At most so many requests per second, 1 to %1; %2 if not given.")
                          .arg(kFastest)
                          .arg(kUsual),
                      CtlText::tr("n")});
}

Result<Milliseconds> pauseFrom(const QCommandLineParser &parser)
{
    const auto rate = numberOption(parser, QStringLiteral("rate"), kUsual, 1, kFastest);
    if (!rate)
        return rate.error();
    return Milliseconds(1000 / *rate);
}

modbus::Answer::Ending endingOf(Outcome outcome)
{
    using Ending = modbus::Answer::Ending;
    switch (outcome) {
    case Outcome::Data:
        return Ending::Data;
    case Outcome::Exception:
        return Ending::Exception;
    case Outcome::Silence:
        return Ending::Silence;
    case Outcome::NoLink:
    case Outcome::Interrupted:
        break;
    }
    return Ending::Lost;
}

/// The same, as the scans of the station see it.
modbus::Answer answerOf(const CallAnswer &answer)
{
    return {endingOf(answer.outcome), answer.exception, answer.pdu, answer.detail};
}

bool isThere(const CallAnswer &answer)
{
    return modbus::showsUnit(answerOf(answer));
}

/// A request that every device answers somehow, and that touches nothing forbidden.
CallAnswer knock(Caller &caller, const ModbusTarget &target, int unit)
{
    const auto request = modbus::harmlessRead(forbiddenOf(target, unit));
    return request ? caller.ask(unit, *request)
                   : CallAnswer{Outcome::Silence, {}, 0, request.error().detail};
}

Exit endOfScan(const Caller &caller, bool foundAny)
{
    if (caller.isInterrupted()) {
        complain(CtlText::tr("interrupted"));
        return Exit::Interrupted;
    }
    if (!foundAny)
        complain(CtlText::tr("nobody answers"));
    return foundAny ? Exit::Done : Exit::NoAnswer;
}

struct UnitFound {
    int unit = 0;
    QList<Finding> findings;
};

void printUnits(const QCommandLineParser &parser, const QList<UnitFound> &units)
{
    QJsonArray list;
    for (const UnitFound &found : units) {
        QStringList texts;
        for (const Finding &finding : found.findings)
            texts.append(finding.text);
        list.append(QJsonObject{{QStringLiteral("unit"), found.unit},
                                {QStringLiteral("findings"), jsonOf(found.findings)}});
        if (!parser.isSet(QStringLiteral("json")))
            print(CtlText::tr("unit %1: %2")
                      .arg(found.unit)
                      .arg(texts.isEmpty() ? CtlText::tr("answers")
                                           : texts.join(QStringLiteral(", "))));
    }
    if (parser.isSet(QStringLiteral("json")))
        printJson({{QStringLiteral("units"), list}});
}

/// Two numbers of the positional arguments from this place on, the first not above the second.
Result<std::pair<int, int>> rangeFrom(const QCommandLineParser &parser, qsizetype place, int lowest,
                                      int highest)
{
    const QStringList arguments = parser.positionalArguments();
    const auto first
        = numberFrom(arguments.value(place), CtlText::tr("the first"), lowest, highest);
    if (!first)
        return first.error();
    const auto last
        = numberFrom(arguments.value(place + 1), CtlText::tr("the last"), *first, highest);
    if (!last)
        return last.error();
    if (arguments.size() > place + 2)
        return Error{ErrorCode::Invalid, CtlText::tr("too many arguments")};
    return std::pair(*first, *last);
}

Exit scanUnits(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    const bool all = parser.positionalArguments().isEmpty();
    const auto range = all ? Result<std::pair<int, int>>(std::pair(1, 247))
                           : rangeFrom(parser, 0, target->connection.isSerial() ? 1 : 0, 255);
    if (!range)
        return exitFor(range.error());
    const auto pause = pauseFrom(parser);
    if (!pause)
        return exitFor(pause.error());
    Caller caller(target->connection, *target);
    QList<UnitFound> found;
    CallAnswer answer;
    for (int unit = range->first; unit <= range->second && !caller.isInterrupted(); ++unit) {
        progress(CtlText::tr("unit %1 of %2 to %3").arg(unit).arg(range->first).arg(range->second));
        answer = knock(caller, *target, unit);
        if (answer.outcome == Outcome::NoLink)
            break;
        if (isThere(answer))
            found.append({unit, caller.interview(unit, {}).findings});
        caller.pause(*pause);
    }
    endProgress();
    printUnits(parser, found);
    return answer.outcome == Outcome::NoLink ? exitFor(answer)
                                             : endOfScan(caller, !found.isEmpty());
}

void printAddresses(const QCommandLineParser &parser, Table table, const QList<ScanFinding> &found)
{
    QJsonArray list;
    for (const ScanFinding &range : found) {
        const bool readable = range.exception == 0;
        QJsonObject object{{QStringLiteral("first"), range.first},
                           {QStringLiteral("last"), range.last},
                           {QStringLiteral("readable"), readable}};
        if (!readable)
            object.insert(QStringLiteral("exception"), int(range.exception));
        list.append(object);
        if (!parser.isSet(QStringLiteral("json")))
            print(QStringLiteral("%1 %2 – %3: %4")
                      .arg(nameOf(table))
                      .arg(range.first)
                      .arg(range.last)
                      .arg(readable ? CtlText::tr("readable")
                                    : modbus::exceptionText(range.exception)));
    }
    if (parser.isSet(QStringLiteral("json")))
        printJson({{QStringLiteral("table"), nameOf(table)}, {QStringLiteral("ranges"), list}});
}

/// What the arguments ask for, within the limits of the device.
Result<modbus::AddressScan::Plan> planFrom(const QCommandLineParser &parser,
                                           const ModbusTarget &target)
{
    const Device &device = target.device;
    const auto table = tableFromName(parser.positionalArguments().value(0));
    if (!table)
        return Error{
            ErrorCode::Invalid,
            CtlText::tr("the table is one of %1").arg(namesOfTables().join(QStringLiteral(", ")))};
    const auto range = rangeFrom(parser, 1, 0, kLastAddress);
    if (!range)
        return range.error();
    const bool bits = *table == Table::Coil || *table == Table::DiscreteInput;
    return modbus::AddressScan::Plan{*table, range->first, range->second,
                                     bits ? device.maxBits : device.maxRegisters,
                                     forbiddenOf(target, device.unit)};
}

/// Data when all has been asked; else why it ended early. Tells on standard error how far it is.
CallAnswer run(modbus::AddressScan &scan, Caller &caller, int unit, Milliseconds between,
               const modbus::AddressScan::Plan &plan)
{
    CallAnswer answer{Outcome::Data, {}, 0, {}};
    while (!scan.isOver()) {
        caller.pause(between);
        answer = caller.ask(unit, scan.request());
        scan.take(answerOf(answer));
        progress(CtlText::tr("asked %1 to %2 of %3")
                     .arg(plan.first)
                     .arg(scan.next() - 1)
                     .arg(plan.last));
    }
    return scan.obstacle() ? answer : CallAnswer{Outcome::Data, {}, 0, {}};
}

Exit scanAddresses(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    const auto plan = planFrom(parser, *target);
    if (!plan)
        return exitFor(plan.error());
    const auto pause = pauseFrom(parser);
    if (!pause)
        return exitFor(pause.error());
    Caller caller(target->connection, *target);
    modbus::AddressScan scan(*plan);
    const CallAnswer answer = run(scan, caller, target->device.unit, *pause, *plan);
    endProgress();
    printAddresses(parser, plan->table, scan.found());
    return exitFor(answer);
}

struct LineSetting {
    int baudRate = 0;
    SerialParity parity = SerialParity::Even;
};

/// The usual first: what the standard asks for, then what devices are delivered with.
QList<LineSetting> lineSettings()
{
    QList<LineSetting> settings;
    for (const int baudRate : {19200, 9600, 38400, 115200, 57600, 4800, 2400, 1200}) {
        for (const SerialParity parity :
             {SerialParity::Even, SerialParity::None, SerialParity::Odd})
            settings.append({baudRate, parity});
    }
    return settings;
}

Exit foundLine(const QCommandLineParser &parser, const LineSetting &setting)
{
    if (parser.isSet(QStringLiteral("json")))
        printJson({{QStringLiteral("baudRate"), setting.baudRate},
                   {QStringLiteral("parity"), nameOf(setting.parity)}});
    else
        print(CtlText::tr("answers at %1 baud, parity %2")
                  .arg(setting.baudRate)
                  .arg(nameOf(setting.parity)));
    return Exit::Done;
}

Exit scanBaud(const QCommandLineParser &parser)
{
    const auto target = targetFrom(parser);
    if (!target)
        return exitFor(target.error());
    Connection connection = target->connection;
    if (!connection.isSerial() || !parser.positionalArguments().isEmpty())
        return exitFor(Error{ErrorCode::Invalid,
                             CtlText::tr("a baud rate is looked for on a serial line: --rtu or "
                                         "--ascii, without arguments")});
    const int unit = target->device.unit;
    const auto request = modbus::harmlessRead(forbiddenOf(*target, unit));
    if (!request)
        return exitFor(request.error());
    bool interrupted = false;
    for (const LineSetting &setting : lineSettings()) {
        connection.baudRate = setting.baudRate;
        connection.parity = setting.parity;
        progress(
            CtlText::tr("%1 baud, parity %2").arg(setting.baudRate).arg(nameOf(setting.parity)));
        Caller caller(connection, *target);
        const CallAnswer answer = caller.ask(unit, *request);
        interrupted = caller.isInterrupted();
        if (isThere(answer) || answer.outcome == Outcome::NoLink || interrupted) {
            endProgress();
            return isThere(answer) ? foundLine(parser, setting) : exitFor(answer);
        }
    }
    endProgress();
    complain(CtlText::tr("nobody answers"));
    return Exit::NoAnswer;
}

void declareUnits(QCommandLineParser &parser)
{
    declareTarget(parser);
    declareRate(parser);
    parser.addPositionalArgument(QStringLiteral("first"), CtlText::tr("unit id; 1 if not given"),
                                 QStringLiteral("[first"));
    parser.addPositionalArgument(QStringLiteral("last"), CtlText::tr("unit id; 247 if not given"),
                                 QStringLiteral("last]"));
}

void declareAddresses(QCommandLineParser &parser)
{
    declareTarget(parser);
    declareRate(parser);
    parser.addPositionalArgument(QStringLiteral("table"),
                                 CtlText::tr("coil, discrete, holding or input"));
    parser.addPositionalArgument(QStringLiteral("first"), CtlText::tr("0-based, or hex with 0x"));
    parser.addPositionalArgument(QStringLiteral("last"), CtlText::tr("the last one"));
}

} // namespace

QList<Command> modbusScanCommands()
{
    return {{QStringLiteral("modbus scan units"), CtlText::tr("Looks which units answer."),
             declareUnits, scanUnits},
            {QStringLiteral("modbus scan addresses"),
             CtlText::tr("Looks which addresses can be read."), declareAddresses, scanAddresses},
            {QStringLiteral("modbus scan baud"),
             CtlText::tr("Looks at which rate and parity a unit answers."), declareTarget,
             scanBaud}};
}

} // namespace mws::ctl
