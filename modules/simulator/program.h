// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/result.h"
#include "simulator/simulator.h"

#include <QCoreApplication>

namespace mws::simulator
{

/// What the command line of the program asks for.
struct CommandLine {
    QString project; ///< empty: the built-in demo
    QString readyFile;
    Options options;
};

/// Understands the arguments after the program's name; --help and --version end the process.
Result<CommandLine> parseCommandLine(const QStringList &arguments);

/// Folder of the demo project that is built into the program.
[[nodiscard]] QString demoProject();

/// Tells in a file where everything listens: {"endpoints":{…},"control":"…"}; replaced atomically.
Result<void> writeReadyFile(const QString &file, const Simulator &simulator,
                            const QString &controlSocket);

/// Quits the application on SIGINT and SIGTERM. Make it before any thread is started.
class StopSignals final : public QObject
{
    Q_OBJECT

public:
    explicit StopSignals(QCoreApplication &application);
    ~StopSignals() override;

private:
    int m_descriptor = -1;
};

/// The whole program; gives its exit code: 0 stopped, 1 could not run, 2 wrong arguments.
int runProgram(QCoreApplication &application);

} // namespace mws::simulator
