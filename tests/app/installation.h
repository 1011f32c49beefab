// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>

/// The product's programs as a person runs them: a copy of the demo project, its simulated plant, a
/// data folder, and the programs that work on it. Everything ends with it.
class Installation final
{
public:
    /// Runs in the new process before it becomes the program.
    using InChild = std::function<void()>;

    ~Installation();

    [[nodiscard]] QString path(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name));
    }
    /// Copies the project and starts the plant on free ports; its write log is path("writes").
    [[nodiscard]] bool begin();
    /// mws-server or mws-panel on any free port, not waited for.
    [[nodiscard]] std::unique_ptr<QProcess> launchStation(const char *program,
                                                          const QStringList &more = {},
                                                          const InChild &inChild = {}) const;
    /// The same; gives null unless its ready file came.
    [[nodiscard]] std::unique_ptr<QProcess> start(const char *program,
                                                  const QStringList &more = {});
    /// Of the station started last.
    [[nodiscard]] QJsonObject ready() const;
    /// A program with its arguments, not waited for. It ends when the test is killed.
    [[nodiscard]] static std::unique_ptr<QProcess>
    launch(const char *program, const QStringList &arguments, const InChild &inChild = {});
    /// mwsctl on the data folder, with the words of its verb; not waited for.
    [[nodiscard]] std::unique_ptr<QProcess> launchCtl(const char *words,
                                                      const QByteArray &input = {}) const;
    [[nodiscard]] int ctl(const char *words, const QByteArray &input = {}) const;
    /// Ends in order by SIGTERM; the exit code, or -1 if that did not help.
    static int end(QProcess &process);

private:
    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_simulator;
};
