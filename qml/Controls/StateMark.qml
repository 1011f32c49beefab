// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Mws.Theme

/// The state of something as shape and colour: normal is a grey disc, active a light one, warning
/// an orange triangle, alarm a red square; the last two with an exclamation mark.
Item {
    id: mark

    property string tone: "normal"
    /// What stands in the triangle or square: "H" and "L" for beyond the normal band.
    property string letter: "!"
    property real size: Theme.mm(4, 18)
    /// Below it the sign is at the smallest type and leaves the triangle or square.
    readonly property real leastSize: Theme.fontTiny / letterShare
    readonly property real letterShare: tone === "warning" ? 0.6 : 0.75

    implicitHeight: size
    implicitWidth: size

    Rectangle {
        anchors.fill: parent
        border.color: Theme.outlineStrong
        border.width: Math.max(2, mark.size / 12)
        color: mark.tone === "active" ? Theme.active : Theme.inactive
        radius: width / 2
        visible: mark.tone !== "warning" && mark.tone !== "alarm"
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.alarm
        radius: Theme.radius
        visible: mark.tone === "alarm"
    }
    Shape {
        anchors.fill: parent
        visible: mark.tone === "warning"

        ShapePath {
            fillColor: Theme.warning
            joinStyle: ShapePath.RoundJoin
            startX: mark.size / 2
            startY: mark.size * 0.04
            strokeColor: "transparent"

            PathLine { x: mark.size; y: mark.size * 0.94 }
            PathLine { x: 0; y: mark.size * 0.94 }
            PathLine { x: mark.size / 2; y: mark.size * 0.04 }
        }
    }
    Label {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: mark.tone === "warning" ? mark.size * 0.1 : 0
        color: mark.tone === "warning" ? Theme.warningText : Theme.alarmText
        font.bold: true
        font.pixelSize: Math.floor(Math.max(Theme.fontTiny, mark.size * mark.letterShare))
        text: mark.letter
        visible: mark.tone === "warning" || mark.tone === "alarm"
    }
}
