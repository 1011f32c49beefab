// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/installation.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

namespace
{

bool copyFolder(const QString &from, const QString &to)
{
    QDirIterator it(from, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString source = it.next();
        const QFileInfo target(to + source.mid(from.size()));
        if (!QDir().mkpath(target.path()) || !QFile::copy(source, target.filePath()))
            return false;
    }
    return true;
}

QJsonObject jsonIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

/// Ready files are replaced at once: there is all of one or nothing.
bool waitForFile(const QString &path, const QProcess &process)
{
    const auto isOver = [&path, &process] {
        return QFile::exists(path) || process.state() == QProcess::NotRunning;
    };
    return QTest::qWaitFor(isOver, 30000) && QFile::exists(path);
}

} // namespace

Installation::~Installation()
{
    if (m_simulator)
        end(*m_simulator);
}

bool Installation::begin()
{
    if (!copyFolder(QStringLiteral(MWS_RESOURCES "/demo/waterworks"), path("project"))
        || !QDir().mkpath(path("data")))
        return false;
    m_simulator = launch("mws-simulator",
                         {QStringLiteral("--project"), path("project"), QStringLiteral("--listen"),
                          QStringLiteral("plc=127.0.0.1:0"), QStringLiteral("--listen"),
                          QStringLiteral("skid=127.0.0.1:0"), QStringLiteral("--pty"),
                          QStringLiteral("line=") + path("line"), QStringLiteral("--write-log"),
                          path("writes"), QStringLiteral("--ready-file"), path("plant")});
    return waitForFile(path("plant"), *m_simulator);
}

std::unique_ptr<QProcess> Installation::launch(const char *program, const QStringList &arguments,
                                               const InChild &inChild)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setChildProcessModifier([inChild] {
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (inChild)
            inChild();
    });
    process->start(QStringLiteral(MWS_BIN_DIR "/") + QLatin1String(program), arguments);
    process->waitForStarted();
    return process;
}

std::unique_ptr<QProcess> Installation::launchStation(const char *program, const QStringList &more,
                                                      const InChild &inChild) const
{
    QFile::remove(path("ready"));
    QStringList arguments{QStringLiteral("--project"),    path("project"),
                          QStringLiteral("--data"),       path("data"),
                          QStringLiteral("--port"),       QStringLiteral("0"),
                          QStringLiteral("--ready-file"), path("ready")};
    const QJsonObject endpoints
        = jsonIn(path("plant")).value(QLatin1String("endpoints")).toObject();
    for (auto it = endpoints.begin(); it != endpoints.end(); ++it)
        arguments << QStringLiteral("--endpoint")
                  << it.key() + QLatin1Char('=') + it.value().toString();
    return launch(program, arguments + more, inChild);
}

std::unique_ptr<QProcess> Installation::start(const char *program, const QStringList &more)
{
    auto process = launchStation(program, more);
    if (waitForFile(path("ready"), *process))
        return process;
    qWarning("%s: %s", program, process->readAll().constData());
    end(*process);
    return nullptr;
}

QJsonObject Installation::ready() const
{
    return jsonIn(path("ready"));
}

std::unique_ptr<QProcess> Installation::launchCtl(const char *words, const QByteArray &input) const
{
    auto process = launch("mwsctl",
                          QString(QLatin1String(words)).split(QLatin1Char(' '))
                              + QStringList{QStringLiteral("--data"), path("data")});
    process->write(input);
    process->closeWriteChannel();
    return process;
}

int Installation::ctl(const char *words, const QByteArray &input) const
{
    const auto process = launchCtl(words, input);
    return process->waitForFinished(60000) ? process->exitCode() : -1;
}

int Installation::end(QProcess &process)
{
    process.terminate();
    if (process.state() == QProcess::NotRunning || process.waitForFinished(20000))
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    process.kill();
    process.waitForFinished();
    return -1;
}
