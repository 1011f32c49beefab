// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/stationoptions.h"

#include <QJsonObject>

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
/// The held signals end the program in order. Call once there is an application.
void quitOnSignals();

/// {"url": …, "setupCode": …} and more into the file (mode 0600) that the command line named, if it
/// did.
Result<void> writeReadyFile(const StationOptions &options, const WebFace *web,
                            QJsonObject ready = {});

} // namespace mws::app
