// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace mws
{

/// One element of a screen. Its type and properties are described once, in
/// resources/widgets/registry.json, for the panel and the browser.
struct Widget {
    QString id; ///< unique in the screen
    QString type; ///< "value", "lamp", "bar", "tank", "toggle", "number", "sparkline", "trend",
                  ///< "navigation", "text"
    int x = 0; ///< grid column, 0 to 11
    int y = 0; ///< grid row, from 0
    int w = 3; ///< columns, 1 to 12
    int h = 1; ///< rows, 1 to 12
    QString title;
    QStringList tags; ///< Tag::id of what it shows; one, or up to eight for a trend
    QJsonObject properties; ///< as the registry describes for the type
    friend bool operator==(const Widget &, const Widget &) = default;
};

/// A titled group of widgets, drawn as one panel on the screen's 12-column grid. The coordinates of
/// its widgets count from the group's own corner.
struct WidgetGroup {
    QString id;
    QString title;
    int x = 0; ///< grid column of the group on the screen, 0 to 11
    int y = 0;
    int w = 12;
    int h = 4;
    QList<Widget> widgets;
    friend bool operator==(const WidgetGroup &, const WidgetGroup &) = default;
};

/// A page of the plant as operators see it, on the panel and in the browser.
struct Screen {
    QString id;
    QString title;
    QString icon; ///< name of a built-in icon: "overview", "pump", "dosing", "energy"
    QList<WidgetGroup> groups;
    friend bool operator==(const Screen &, const Screen &) = default;
};

} // namespace mws
