// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "simulator/program.h"

#include "project/projectstore.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QSocketNotifier>
#include <QTextStream>
#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace mws::simulator
{

namespace
{

int complain(const Error &error, int code)
{
    QTextStream(stderr) << "mws-simulator: " << error.detail << Qt::endl;
    return code;
}

void tellEndpoints(const Simulator &simulator)
{
    QTextStream out(stdout);
    const QMap<QString, QString> endpoints = simulator.endpoints();
    for (auto it = endpoints.begin(); it != endpoints.end(); ++it)
        out << it.key() << " = " << it.value() << Qt::endl;
}

} // namespace

QString demoProject()
{
    return QStringLiteral(":/mws/demo/waterworks");
}

Result<void> writeReadyFile(const QString &file, const Simulator &simulator,
                            const QString &controlSocket)
{
    QJsonObject endpoints;
    const QMap<QString, QString> all = simulator.endpoints();
    for (auto it = all.begin(); it != all.end(); ++it)
        endpoints[it.key()] = it.value();
    const QJsonObject ready{{QStringLiteral("endpoints"), endpoints},
                            {QStringLiteral("control"), controlSocket}};
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly)
        || out.write(QJsonDocument(ready).toJson(QJsonDocument::Compact)) < 0 || !out.commit())
        return Error{ErrorCode::Unavailable,
                     QStringLiteral("cannot write the ready file: ") + out.errorString()};
    return {};
}

StopSignals::StopSignals(QCoreApplication &application)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_descriptor = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, &application, [this] {
        signalfd_siginfo info;
        if (::read(m_descriptor, &info, sizeof info) > 0)
            QCoreApplication::quit();
    });
}

StopSignals::~StopSignals()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

int runProgram(QCoreApplication &application)
{
    const StopSignals stop(application);
    const auto line = parseCommandLine(QCoreApplication::arguments());
    if (!line)
        return complain(line.error(), 2);
    const auto project = openProject(line->project.isEmpty() ? demoProject() : line->project);
    if (!project)
        return complain(project.error(), 1);
    const SystemClock clock;
    Simulator simulator(*project, line->options, clock);
    if (const auto started = simulator.start(); !started)
        return complain(started.error(), 1);
    tellEndpoints(simulator);
    if (!line->readyFile.isEmpty()) {
        const auto written
            = writeReadyFile(line->readyFile, simulator, line->options.controlSocket);
        if (!written)
            return complain(written.error(), 1);
    }
    return QCoreApplication::exec();
}

} // namespace mws::simulator
