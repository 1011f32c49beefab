// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "panelcommand.h"

#include <QCoreApplication>

namespace mws::app
{

namespace
{

/// Where the translations of this file's messages live.
class PanelText
{
    Q_DECLARE_TR_FUNCTIONS(PanelCommand)
};

} // namespace

void declarePanelOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {QStringLiteral("windowed"), PanelText::tr("Open a window instead of the full screen")},
        {QStringLiteral("size"), PanelText::tr("Size of the window, 1280x800 by default"),
         QStringLiteral("width>x<height")},
        {QStringLiteral("pixels-per-mm"),
         PanelText::tr("Resolution of the screen, when it reports a wrong one"),
         QStringLiteral("number")},
        {QStringLiteral("gloves"), PanelText::tr("Larger touch targets")},
        {QStringLiteral("theme"), PanelText::tr("day, night or contrast"), QStringLiteral("name")},
        {QStringLiteral("no-web"), PanelText::tr("Do not serve browsers")},
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
            return Error{ErrorCode::Invalid, PanelText::tr("--pixels-per-mm wants 1 to 40")};
    }
    if (parser.isSet(QStringLiteral("size"))) {
        const QStringList parts = parser.value(QStringLiteral("size")).split(u'x');
        command.window.size = QSize(parts.value(0).toInt(), parts.value(1).toInt());
        if (command.window.size.width() < 320 || command.window.size.height() < 240)
            return Error{ErrorCode::Invalid,
                         PanelText::tr("--size wants width and height, as 1280x800")};
    }
    return command;
}

} // namespace mws::app
