// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planreport.h"

#include "modbus/linetiming.h"
#include "project/names.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <algorithm>

namespace mws::ctl
{

namespace
{

constexpr double kBusy = 70; ///< %
constexpr double kFull = 100; ///< %
constexpr double kLate = 1; ///< % of its rounds

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

int functionOf(Table table)
{
    switch (table) {
    case Table::Coil:
        return 1;
    case Table::DiscreteInput:
        return 2;
    case Table::HoldingRegister:
        return 3;
    case Table::InputRegister:
        break;
    }
    return 4;
}

QString shown(double number)
{
    return QString::number(number, 'f', 1);
}

double percentOf(const PlanReport &report)
{
    return 100 * report.forecast.utilisation;
}

QString endpointOf(const Connection &connection)
{
    return connection.isSerial()
        ? QStringLiteral("%1, %2 baud").arg(connection.serialPort).arg(connection.baudRate)
        : QStringLiteral("%1:%2").arg(connection.host).arg(connection.port);
}

QStringList rowOf(const PlanReport &report, const modbus::RoundForecast &round,
                  const modbus::ReadBlock &read)
{
    return {round.device,
            QString::number(report.project->device(round.device)->unit),
            round.classes.join(u'+'),
            QStringLiteral("%1 ms").arg(round.period.count()),
            QStringLiteral("FC %1").arg(functionOf(read.table)),
            nameOf(read.table),
            QString::number(read.address),
            QString::number(read.count),
            QString::number(read.tags.size()),
            QString::number(modbus::holesIn(read))};
}

QStringList aligned(const QList<QStringList> &rows)
{
    QList<qsizetype> widths(rows.constFirst().size(), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    QStringList lines;
    for (const QStringList &row : rows) {
        QString line = QStringLiteral("  ");
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[i] + 2);
        lines.append(line.trimmed().prepend(QStringLiteral("  ")));
    }
    return lines;
}

QStringList tableOf(const PlanReport &report)
{
    QList<QStringList> rows{{CtlText::tr("device"), CtlText::tr("unit"), CtlText::tr("class"),
                             CtlText::tr("every"), CtlText::tr("function"), CtlText::tr("table"),
                             CtlText::tr("first"), CtlText::tr("count"), CtlText::tr("tags"),
                             CtlText::tr("holes")}};
    for (const modbus::RoundForecast &round : report.forecast.rounds) {
        for (const modbus::ReadBlock &read : round.reads)
            rows.append(rowOf(report, round, read));
    }
    return aligned(rows);
}

/// What the load is measured by.
QString basisOf(const PlanReport &report)
{
    const Connection &connection = report.connection;
    const auto ms
        = [](std::chrono::microseconds time) { return shown(double(time.count()) / 1000); };
    if (connection.window() > 1)
        return CtlText::tr("%1 % of the time at a round trip of %2 ms, a gap of %3 ms and up to %4 "
                           "requests at a time")
            .arg(shown(percentOf(report)), ms(report.assumptions.roundTrip))
            .arg(connection.requestGapMs)
            .arg(connection.window());
    if (!connection.isSerial())
        return CtlText::tr(
                   "%1 % of the time at a round trip of %2 ms, a gap of %3 ms and one request "
                   "at a time")
            .arg(shown(percentOf(report)), ms(report.assumptions.roundTrip))
            .arg(connection.requestGapMs);
    return CtlText::tr(
               "%1 % of the line at %2 baud, t3.5 of %3 ms, a gap of %4 ms and %5 ms until a "
               "device answers")
        .arg(shown(percentOf(report)))
        .arg(connection.baudRate)
        .arg(ms(modbus::timingOf(connection).gap))
        .arg(connection.requestGapMs)
        .arg(ms(report.assumptions.reaction));
}

QStringList lateRounds(const PlanReport &report)
{
    QStringList names;
    for (const modbus::RoundForecast &round : report.forecast.rounds) {
        if (round.latePercent >= kLate)
            names.append(CtlText::tr("%1 of %2 (%3 % of its rounds)")
                             .arg(round.classes.join(u'+'), round.device,
                                  QString::number(round.latePercent, 'f', 0)));
    }
    return names;
}

QStringList warningsOf(const PlanReport &report)
{
    QStringList lines;
    const double percent = percentOf(report);
    if (percent > kFull)
        lines.append(
            CtlText::tr("%1 is asked for more than it can carry").arg(report.connection.id));
    else if (percent > kBusy)
        lines.append(CtlText::tr("%1 has little room left for writes, repeats and devices that do "
                                 "not answer")
                         .arg(report.connection.id));
    const QStringList late = lateRounds(report);
    if (!late.isEmpty())
        lines.append(CtlText::tr("these come late: %1").arg(late.join(QStringLiteral(", "))));
    return lines;
}

QJsonObject objectOf(const PlanReport &report, const modbus::RoundForecast &round,
                     const modbus::ReadBlock &read)
{
    QStringList tags;
    for (const modbus::BlockTag &tag : read.tags)
        tags.append(report.project->tag(tag.tag).id);
    return {{QStringLiteral("device"), round.device},
            {QStringLiteral("unit"), report.project->device(round.device)->unit},
            {QStringLiteral("classes"), QJsonArray::fromStringList(round.classes)},
            {QStringLiteral("periodMs"), qint64(round.period.count())},
            {QStringLiteral("function"), functionOf(read.table)},
            {QStringLiteral("table"), QString(nameOf(read.table))},
            {QStringLiteral("address"), read.address},
            {QStringLiteral("count"), read.count},
            {QStringLiteral("holes"), modbus::holesIn(read)},
            {QStringLiteral("tags"), QJsonArray::fromStringList(tags)}};
}

QJsonObject objectOf(const PlanReport &report)
{
    QJsonArray requests;
    QJsonArray late;
    for (const modbus::RoundForecast &round : report.forecast.rounds) {
        for (const modbus::ReadBlock &read : round.reads)
            requests.append(objectOf(report, round, read));
        if (round.latePercent >= kLate)
            late.append(
                QJsonObject{{QStringLiteral("device"), round.device},
                            {QStringLiteral("classes"), QJsonArray::fromStringList(round.classes)},
                            {QStringLiteral("percent"), round.latePercent}});
    }
    return {{QStringLiteral("connection"), report.connection.id},
            {QStringLiteral("kind"), QString(nameOf(report.connection.kind))},
            {QStringLiteral("requests"), requests},
            {QStringLiteral("requestsPerSecond"), report.forecast.requestsPerSecond},
            {QStringLiteral("sentBytesPerSecond"), report.forecast.sentPerSecond},
            {QStringLiteral("receivedBytesPerSecond"), report.forecast.receivedPerSecond},
            {QStringLiteral("utilisationPercent"), percentOf(report)},
            {QStringLiteral("late"), late}};
}

} // namespace

QStringList linesOf(const PlanReport &report)
{
    QStringList lines{QStringLiteral("%1 (%2, %3)")
                          .arg(report.connection.id, QString(nameOf(report.connection.kind)),
                               endpointOf(report.connection))};
    if (report.forecast.rounds.isEmpty())
        return lines << QStringLiteral("  ") + CtlText::tr("nothing to read") << QString();
    lines += tableOf(report);
    lines.append(QStringLiteral("  ")
                 + CtlText::tr("%1 requests/s, %2 bytes/s out, %3 bytes/s in")
                       .arg(shown(report.forecast.requestsPerSecond),
                            shown(report.forecast.sentPerSecond),
                            shown(report.forecast.receivedPerSecond)));
    lines.append(QStringLiteral("  ") + basisOf(report));
    for (const QString &warning : warningsOf(report))
        lines.append(QStringLiteral("  ") + CtlText::tr("warning: %1").arg(warning));
    return lines << QString();
}

QJsonArray jsonOf(const QList<PlanReport> &reports)
{
    QJsonArray list;
    for (const PlanReport &report : reports)
        list.append(objectOf(report));
    return list;
}

} // namespace mws::ctl
