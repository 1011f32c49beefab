// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma Singleton
pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi

/// Colours, type sizes and distances of the panel. Colours come from the theme's JSON file; sizes
/// follow from millimetres on the screen.
QtObject {
    id: theme

    readonly property ThemeFile file: ThemeFile { name: Display.theme }
    readonly property var colors: file.colors
    readonly property var metrics: file.metrics

    readonly property color background: colors["background"]
    readonly property color surface: colors["surface"]
    readonly property color raised: colors["raised"]
    readonly property color pressed: colors["pressed"]
    readonly property color outline: colors["outline"]
    readonly property color outlineStrong: colors["outlineStrong"]
    readonly property color text: colors["text"]
    readonly property color textDim: colors["textDim"]
    readonly property color textDisabled: colors["textDisabled"]
    readonly property color header: colors["header"]
    readonly property color headerText: colors["headerText"]
    readonly property color headerDim: colors["headerDim"]
    readonly property color headerRaised: colors["headerRaised"]
    readonly property color accent: colors["accent"]
    readonly property color accentText: colors["accentText"]
    readonly property color track: colors["track"]
    readonly property color band: colors["band"]
    readonly property color marker: colors["marker"]
    readonly property color fill: colors["fill"]
    readonly property color setpoint: colors["setpoint"]
    readonly property color alarm: colors["alarm"]
    readonly property color alarmText: colors["alarmText"]
    readonly property color warning: colors["warning"]
    readonly property color warningText: colors["warningText"]
    readonly property color hatch: colors["hatch"]
    readonly property color active: colors["active"]
    readonly property color inactive: colors["inactive"]
    readonly property color simulation: colors["simulation"]
    readonly property color simulationText: colors["simulationText"]
    readonly property color scrim: colors["scrim"]
    readonly property color grid: colors["grid"]
    readonly property var trendColors: file.trendColors

    readonly property string fontFamily: file.fontFamily
    readonly property int radius: metrics["radius"] ?? 0
    readonly property int outlineWidth: metrics["outline"] ?? 1

    readonly property int fontTiny: mm(1.9, 10)
    readonly property int fontSmall: mm(2.3, 11)
    readonly property int fontBody: mm(2.8, 13)
    readonly property int fontHeading: mm(3.2, 15)
    readonly property int fontValue: mm(4.4, 20)
    readonly property int fontLarge: mm(8, 34)

    readonly property int spaceTiny: mm(0.6, 2)
    readonly property int space: mm(1.2, 4)
    readonly property int spaceLarge: mm(2.4, 9)

    /// Pixels of a length on the screen, at least some.
    function mm(length: real, atLeast: real) : real {
        return Math.max(Math.round(length * Display.density), atLeast)
    }
}
