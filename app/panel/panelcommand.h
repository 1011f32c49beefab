// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "hmi/displaysettings.h"
#include "hmi/panelengine.h"

#include <QCommandLineParser>

namespace mws::app
{

/// What the command line says about the panel's window.
struct PanelCommand {
    PanelOptions window;
    DisplaySettings::Options display;
    bool web = true;
};

void declarePanelOptions(QCommandLineParser &parser);
Result<PanelCommand> panelCommand(const QCommandLineParser &parser);

} // namespace mws::app
