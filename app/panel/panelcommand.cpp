// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panelcommand.h"

#include <QCoreApplication>

namespace mws::app
{

namespace
{

QString text(const char *source)
{
    return QCoreApplication::translate("PanelCommand", source);
}

} // namespace

void declarePanelOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("windowed"), text("Open a window instead of the full screen")},
        {QStringLiteral("size"), text("Size of the window, 1280x800 by default"),
         QStringLiteral("width>x<height")},
        {QStringLiteral("pixels-per-mm"),
         text("Resolution of the screen, when it reports a wrong one"), QStringLiteral("number")},
        {QStringLiteral("gloves"), text("Larger touch targets")},
        {QStringLiteral("theme"), text("day, night or contrast"), QStringLiteral("name")},
        {QStringLiteral("no-web"), text("Do not serve browsers")},
    });
}

Result<PanelCommand> panelCommand(const QCommandLineParser &parser)
{
    PanelCommand command;
    command.window.fullScreen = !parser.isSet(QStringLiteral("windowed"));
    command.display.gloves = parser.isSet(QStringLiteral("gloves"));
    command.web = !parser.isSet(QStringLiteral("no-web"));
    if (parser.isSet(QStringLiteral("theme")))
        command.display.theme = parser.value(QStringLiteral("theme"));
    bool fits = true;
    if (parser.isSet(QStringLiteral("pixels-per-mm"))) {
        command.display.pixelsPerMm = parser.value(QStringLiteral("pixels-per-mm")).toDouble(&fits);
        if (!fits || command.display.pixelsPerMm < 1 || command.display.pixelsPerMm > 40)
            return Error{ErrorCode::Invalid, text("--pixels-per-mm wants 1 to 40")};
    }
    if (parser.isSet(QStringLiteral("size"))) {
        const QStringList parts = parser.value(QStringLiteral("size")).split(u'x');
        command.window.size = QSize(parts.value(0).toInt(), parts.value(1).toInt());
        if (command.window.size.width() < 320 || command.window.size.height() < 240)
            return Error{ErrorCode::Invalid, text("--size wants width and height, as 1280x800")};
    }
    return command;
}

} // namespace mws::app
