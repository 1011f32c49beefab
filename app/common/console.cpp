// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/console.h"

#include "common/webface.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <sys/signalfd.h>
#include <unistd.h>

namespace mws::app
{

namespace
{

sigset_t heldSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signals, signal);
    return signals;
}

bool wantsReload(const signalfd_siginfo &info)
{
    return info.ssi_signo == SIGHUP && info.ssi_code != SI_KERNEL;
}

} // namespace

void print(const QString &line)
{
    std::fprintf(stdout, "%s\n", qUtf8Printable(line));
    std::fflush(stdout);
}

int fail(const QString &what)
{
    std::fprintf(stderr, "%s: %s\n", qUtf8Printable(QCoreApplication::applicationName()),
                 qUtf8Printable(what));
    return 1;
}

void holdSignals()
{
    const sigset_t signals = heldSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void handleSignals(std::function<void()> reload)
{
    const sigset_t signals = heldSignals();
    const int handle = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
    auto *notifier = new QSocketNotifier(handle, QSocketNotifier::Read, qApp);
    QObject::connect(notifier, &QSocketNotifier::activated, qApp,
                     [handle, reload = std::move(reload)] {
                         signalfd_siginfo info = {};
                         while (::read(handle, &info, sizeof info) == ssize_t(sizeof info)) {
                             if (wantsReload(info))
                                 reload();
                             else
                                 QCoreApplication::quit();
                         }
                     });
}

Result<void> writeReadyFile(const StationOptions &options, const WebFace *web, QJsonObject ready)
{
    if (options.readyFile.isEmpty())
        return {};
    if (web) {
        ready.insert(QStringLiteral("url"), web->url().toString());
        ready.insert(QStringLiteral("setupCode"), web->setupCode());
        if (web->redirectPort() != 0)
            ready.insert(QStringLiteral("redirectPort"), web->redirectPort());
    }
    QSaveFile file(options.readyFile);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(QJsonDocument(ready).toJson(QJsonDocument::Compact)) < 0 || !file.commit())
        return Error{ErrorCode::Unavailable, file.errorString()};
    return {};
}

} // namespace mws::app
