// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/stationoptions.h"

#include <QJsonObject>

#include <functional>

namespace mws::app
{

class WebFace;

/// A line on standard output, at once.
void print(const QString &line);
/// "<program>: <what>" on standard error; gives the exit code 1.
int fail(const QString &what);

/// Holds SIGINT, SIGTERM and SIGHUP back in this thread and those it makes from now on. Call first
/// thing in main().
void holdSignals();
/// The held signals end the program in order. SIGHUP does so only when the kernel sends it, because
/// the terminal is gone; from a process it calls reload instead. Call once there is an application.
void handleSignals(std::function<void()> reload);

/// {"url": …, "setupCode": …} and more into the file (mode 0600) that the command line named, if it
/// did.
Result<void> writeReadyFile(const StationOptions &options, const WebFace *web,
                            QJsonObject ready = {});

} // namespace mws::app
