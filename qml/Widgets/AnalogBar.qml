// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Mws.Hmi
import Mws.Theme

/// Moving analogue indicator: the range with its normal band, limits and setpoint, and a pointer at
/// the value.
Item {
    id: bar

    required property TagItem tag
    property real low: tag.low
    property real high: tag.high
    /// NaN: none.
    property real setpoint: NaN
    readonly property real pointer: height * 0.42
    readonly property bool beyond: tag.deviation !== 0

    function place(number: real) : real {
        const part = (number - low) / (high - low)
        return Math.max(0, Math.min(1, part)) * width
    }

    Rectangle {
        id: track

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        border.color: Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: Theme.track
        height: bar.height - bar.pointer

        Rectangle {
            readonly property real from: isNaN(bar.tag.normalLow) ? 0 : bar.place(bar.tag.normalLow)
            readonly property real to: isNaN(bar.tag.normalHigh) ? bar.width
                                                                 : bar.place(bar.tag.normalHigh)

            anchors.bottom: parent.bottom
            anchors.bottomMargin: 1
            anchors.top: parent.top
            anchors.topMargin: 1
            color: Theme.band
            visible: !isNaN(bar.tag.normalLow) || !isNaN(bar.tag.normalHigh)
            width: Math.max(0, to - from - 2)
            x: from + 1
        }
        Rectangle {
            color: Theme.setpoint
            height: parent.height + 4
            visible: !isNaN(bar.setpoint)
            width: 3
            x: bar.place(bar.setpoint) - 1
            y: -2
        }
    }

    Item {
        visible: bar.tag.good && !isNaN(bar.tag.number)
        x: bar.place(bar.tag.number)

        Rectangle {
            color: bar.beyond ? Theme.warning : Theme.marker
            height: bar.height - bar.pointer * 0.5
            width: 3
            x: -1
            y: bar.pointer * 0.5
        }
        Shape {
            ShapePath {
                fillColor: bar.beyond ? Theme.warning : Theme.marker
                startX: -bar.pointer * 0.7
                startY: 0
                strokeColor: "transparent"

                PathLine { x: bar.pointer * 0.7; y: 0 }
                PathLine { x: 0; y: bar.pointer }
                PathLine { x: -bar.pointer * 0.7; y: 0 }
            }
        }
    }
}
