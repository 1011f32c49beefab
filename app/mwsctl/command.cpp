// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "command.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <cstdio>
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

namespace mws::ctl
{

namespace
{

/// Where the translations of this file's messages live.
class CtlText
{
    Q_DECLARE_TR_FUNCTIONS(mwsctl)
};

const QString &dataOption()
{
    static const QString name = QStringLiteral("data");
    return name;
}

void printUsage(const QList<Command> &commands)
{
    print(CtlText::tr("Usage: mwsctl <command> [options]"));
    print(QString());
    for (const Command &command : commands)
        print(QStringLiteral("  %1  %2").arg(command.words, -21).arg(command.summary));
    print(QString());
    print(CtlText::tr("mwsctl <command> --help tells more."));
}

/// Qt names the program only; people want to see the whole command.
QString helpOf(const Command &command, const QCommandLineParser &parser)
{
    QString text = parser.helpText();
    const QString program = QCoreApplication::arguments().constFirst();
    const qsizetype at = text.indexOf(program);
    if (at >= 0)
        text.replace(at, program.size(), QStringLiteral("mwsctl ") + command.words);
    return text;
}

Exit run(const Command &command, const QStringList &rest)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(command.summary);
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  CtlText::tr("Shows this help."));
    parser.addOption(help);
    command.declare(parser);
    const QStringList all = QStringList(QStringLiteral("mwsctl ") + command.words) + rest;
    if (!parser.parse(all)) {
        complain(parser.errorText());
        return Exit::Usage;
    }
    if (parser.isSet(help)) {
        print(helpOf(command, parser));
        return Exit::Done;
    }
    return command.run(parser);
}

} // namespace

Exit runCommand(const QList<Command> &commands, const QStringList &arguments)
{
    for (const Command &command : commands) {
        const QStringList words = command.words.split(QLatin1Char(' '));
        if (arguments.mid(0, words.size()) == words)
            return run(command, arguments.mid(words.size()));
    }
    const QString first = arguments.value(0);
    printUsage(commands);
    if (first == QLatin1String("--help") || first == QLatin1String("-h"))
        return Exit::Done;
    complain(first.isEmpty()
                 ? CtlText::tr("a command is missing")
                 : CtlText::tr("there is no command '%1'").arg(arguments.join(QLatin1Char(' '))));
    return Exit::Usage;
}

void print(const QString &line)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

void complain(const QString &line)
{
    std::fprintf(stderr, "mwsctl: %s\n", qUtf8Printable(line));
}

Exit exitFor(const Result<void> &result)
{
    if (result)
        return Exit::Done;
    complain(result.error().detail);
    return result.error().code == ErrorCode::Invalid ? Exit::Usage : Exit::Failed;
}

void declareData(QCommandLineParser &parser)
{
    parser.addOption(
        {dataOption(), CtlText::tr("The data folder of the station."), CtlText::tr("folder")});
}

Result<QString> dataFolder(const QCommandLineParser &parser)
{
    const QString folder = parser.value(dataOption());
    if (folder.isEmpty())
        return Error{ErrorCode::Invalid, CtlText::tr("the option --data is missing")};
    if (!QDir(folder).exists())
        return Error{ErrorCode::NotFound, CtlText::tr("there is no folder '%1'").arg(folder)};
    return QDir(folder).absolutePath();
}

Result<std::unique_ptr<QLockFile>> lockData(const QString &folder)
{
    auto lock = std::make_unique<QLockFile>(folder + QStringLiteral("/station.lock"));
    lock->setStaleLockTime(0);
    if (!lock->tryLock())
        return Error{ErrorCode::Conflict,
                     CtlText::tr("a station uses '%1'; stop it first").arg(folder)};
    return lock;
}

Result<void> actAsOwnerOf(const QString &folder)
{
    struct stat state {
    };
    if (::stat(QFile::encodeName(folder).constData(), &state) != 0)
        return Error{ErrorCode::Unavailable, CtlText::tr("there is no folder '%1'").arg(folder)};
    if (::geteuid() != 0 || state.st_uid == 0)
        return {};
    if (::setgroups(0, nullptr) != 0 || ::setegid(state.st_gid) != 0
        || ::seteuid(state.st_uid) != 0)
        return Error{ErrorCode::Unavailable,
                     CtlText::tr("this cannot run as the owner of '%1'").arg(folder)};
    return {};
}

QString databaseIn(const QString &folder)
{
    return folder + QStringLiteral("/station.db");
}

QString journalIn(const QString &folder)
{
    return folder + QStringLiteral("/history.journal");
}

Result<QString> argument(const QCommandLineParser &parser, qsizetype place, qsizetype count)
{
    const QStringList all = parser.positionalArguments();
    if (all.size() != count)
        return Error{ErrorCode::Invalid,
                     CtlText::tr("%1 argument(s) expected, %2 given").arg(count).arg(all.size())};
    return all[place];
}

} // namespace mws::ctl
