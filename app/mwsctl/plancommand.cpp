// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"
#include "planreport.h"

#include "project/projectstore.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonDocument>

namespace mws::ctl
{

namespace
{

constexpr int kLongestWaitMs = 60000;

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

Result<std::chrono::microseconds> timeOf(const QCommandLineParser &parser, const QString &option)
{
    bool isNumber = false;
    const int ms = parser.value(option).toInt(&isNumber);
    if (!isNumber || ms < 0 || ms > kLongestWaitMs)
        return Error{ErrorCode::Invalid,
                     CtlText::tr("--%1 must be 0 to %2").arg(option).arg(kLongestWaitMs)};
    return std::chrono::microseconds(Milliseconds(ms));
}

Result<modbus::BusAssumptions> assumptionsFrom(const QCommandLineParser &parser)
{
    const auto roundTrip = timeOf(parser, QStringLiteral("round-trip"));
    if (!roundTrip)
        return roundTrip.error();
    const auto reaction = timeOf(parser, QStringLiteral("reaction"));
    if (!reaction)
        return reaction.error();
    return modbus::BusAssumptions{*roundTrip, *reaction};
}

Result<QList<Connection>> connectionsFrom(const QCommandLineParser &parser, const Project &project)
{
    const QString id = parser.value(QStringLiteral("connection"));
    if (id.isEmpty())
        return project.connections();
    if (const Connection *connection = project.connection(id))
        return QList<Connection>{*connection};
    return Error{ErrorCode::NotFound, CtlText::tr("The project has no connection %1.").arg(id)};
}

void printAll(const QList<PlanReport> &reports, bool asJson)
{
    if (asJson) {
        print(QString::fromUtf8(QJsonDocument(jsonOf(reports)).toJson()).trimmed());
        return;
    }
    for (const PlanReport &report : reports) {
        for (const QString &line : linesOf(report))
            print(line);
    }
}

Exit plan(const QCommandLineParser &parser)
{
    const auto folder = argument(parser, 0, 1);
    if (!folder)
        return exitFor(folder.error());
    const auto assumptions = assumptionsFrom(parser);
    if (!assumptions)
        return exitFor(assumptions.error());
    if (!QDir(*folder).exists())
        return exitFor(
            Error{ErrorCode::NotFound, CtlText::tr("there is no folder '%1'").arg(*folder)});
    LoadedProject loaded = loadProject(*folder);
    if (!loaded.isValid()) {
        complain(CtlText::tr("the project has errors; mwsctl check tells them"));
        return Exit::Failed;
    }
    const ProjectPtr project = runningForm(std::move(loaded));
    const auto connections = connectionsFrom(parser, *project);
    if (!connections)
        return exitFor(connections.error());
    QList<PlanReport> reports;
    bool isTooMuch = false;
    for (const Connection &connection : *connections) {
        reports.append({project, connection, *assumptions,
                        modbus::forecast(*project, connection, *assumptions)});
        isTooMuch = isTooMuch || reports.constLast().forecast.utilisation > 1;
    }
    printAll(reports, parser.isSet(QStringLiteral("json")));
    return isTooMuch ? Exit::Failed : Exit::Done;
}

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("project"), CtlText::tr("The project folder."));
    parser.addOption(
        {QStringLiteral("connection"), CtlText::tr("Only this connection."), CtlText::tr("id")});
    parser.addOption(
        {QStringLiteral("json"), CtlText::tr("Prints JSON, with the ids of the tags.")});
    parser.addOption({QStringLiteral("round-trip"),
                      CtlText::tr("Network: ms from a request to its answer; 20 if not given."),
                      CtlText::tr("ms"), QStringLiteral("20")});
    parser.addOption({QStringLiteral("reaction"),
                      CtlText::tr("Serial line: ms that a device takes to answer; 0 if not given."),
                      CtlText::tr("ms"), QStringLiteral("0")});
}

} // namespace

Command planCommand()
{
    return {QStringLiteral("plan"),
            CtlText::tr("Prints the requests of a project and how busy they keep each connection."),
            declare, plan};
}

} // namespace mws::ctl
