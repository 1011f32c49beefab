// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"

#include <QCommandLineParser>
#include <QLockFile>
#include <QStringList>
#include <functional>
#include <memory>

namespace mws::ctl
{

/// How the program ends.
enum class Exit {
    Done = 0,
    Failed = 1, ///< refused, or something is wrong
    Usage = 2,
    NoAnswer = 3, ///< the device or its link is silent, or the answer is not valid
    Refused = 4, ///< the device answers with an exception
    Interrupted = 130, ///< by SIGINT or SIGTERM; what was found until then has been printed
};

/// One "mwsctl <words>": its own options, its own --help.
struct Command {
    QString words; ///< "user add"
    QString summary;
    std::function<void(QCommandLineParser &)> declare;
    std::function<Exit(const QCommandLineParser &)> run;
};

[[nodiscard]] Command checkCommand();
[[nodiscard]] Command planCommand();
[[nodiscard]] QList<Command> auditCommands();
[[nodiscard]] Command doctorCommand();
[[nodiscard]] Command selfTestCommand();
[[nodiscard]] Command resetCommand();
[[nodiscard]] QList<Command> keyCommands();
[[nodiscard]] QList<Command> userCommands();
[[nodiscard]] QList<Command> userCertificateCommands();
[[nodiscard]] QList<Command> tokenCommands();
[[nodiscard]] QList<Command> certificateCommands();
[[nodiscard]] QList<Command> noticeCommands();
[[nodiscard]] QList<Command> backupCommands();
[[nodiscard]] QList<Command> modbusCommands();
[[nodiscard]] QList<Command> modbusDiagnosticCommands();
[[nodiscard]] QList<Command> modbusScanCommands();

/// Finds the command that arguments (without the program's name) begin with, and runs it.
Exit runCommand(const QList<Command> &commands, const QStringList &arguments);

void print(const QString &line); ///< to standard output
void complain(const QString &line); ///< to standard error, as "mwsctl: …"
/// Done, or Failed after complaining.
Exit exitFor(const Result<void> &result);

/// The option --data, and the folder it names; fails when it holds no station.
void declareData(QCommandLineParser &parser);
Result<QString> dataFolder(const QCommandLineParser &parser);
/// What keeps a station from the folder, as long as it lives. Conflict: one uses it.
Result<std::unique_ptr<QLockFile>> lockData(const QString &folder);
/// From now on root is the owner of the folder, and so may not write where that one may not: what
/// lies in the folder is not root's. Unavailable: it cannot.
Result<void> actAsOwnerOf(const QString &folder);
[[nodiscard]] QString databaseIn(const QString &folder);
[[nodiscard]] QString journalIn(const QString &folder);

/// The positional argument at place, 0 being the first after the command's words; Invalid when
/// there are not exactly count.
Result<QString> argument(const QCommandLineParser &parser, qsizetype place, qsizetype count);

} // namespace mws::ctl
