// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"

#include "project/projectstore.h"

#include <QCoreApplication>
#include <QDir>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

QString lineOf(const Problem &problem)
{
    switch (problem.severity) {
    case Problem::Severity::Error:
        return CtlText::tr("error: %1").arg(toString(problem));
    case Problem::Severity::TagError:
        return CtlText::tr("tag disabled: %1").arg(toString(problem));
    case Problem::Severity::Warning:
        break;
    }
    return CtlText::tr("warning: %1").arg(toString(problem));
}

Exit check(const QCommandLineParser &parser)
{
    const auto folder = argument(parser, 0, 1);
    if (!folder)
        return exitFor(folder.error());
    if (!QDir(*folder).exists())
        return exitFor(
            Error{ErrorCode::NotFound, CtlText::tr("there is no folder '%1'").arg(*folder)});
    const LoadedProject project = loadProject(*folder);
    bool anyDisabled = false;
    for (const Problem &problem : project.problems) {
        print(lineOf(problem));
        anyDisabled |= problem.severity == Problem::Severity::TagError;
    }
    if (!project.isValid())
        return Exit::Failed;
    print(CtlText::tr("%1: %2 connection(s), %3 device(s), %4 tag(s), %5 screen(s)")
              .arg(project.data.name)
              .arg(project.data.connections.size())
              .arg(project.data.devices.size())
              .arg(Project(project.data, project.templates).tagCount())
              .arg(project.data.screens.size()));
    return anyDisabled ? Exit::Failed : Exit::Done;
}

} // namespace

Command checkCommand()
{
    return {QStringLiteral("check"),
            CtlText::tr("Checks a project folder and prints all that is wrong."),
            [](QCommandLineParser &parser) {
                parser.addPositionalArgument(QStringLiteral("project"),
                                             CtlText::tr("The project folder."));
            },
            check};
}

} // namespace mws::ctl
