// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Theme

/// A vessel filled to the level, with the ends of the normal band beside.
WidgetFrame {
    id: widget

    property real low: tag.low
    property real high: tag.high
    readonly property real part: Math.max(0, Math.min(1, (tag.number - low) / (high - low)))

    Rectangle {
        id: vessel

        anchors.bottom: value.top
        anchors.bottomMargin: Theme.space
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.topMargin: Theme.space
        border.color: Theme.outlineStrong
        border.width: 2
        color: Theme.track
        radius: Theme.radius

        Rectangle {
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: 2
            anchors.right: parent.right
            color: Theme.fill
            height: (parent.height - 4) * widget.part
            visible: widget.tag.good && !isNaN(widget.tag.number)

            Rectangle {
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.top: parent.top
                color: widget.tag.deviation !== 0 ? Theme.warning : Theme.marker
                height: 3
            }
        }

        Repeater {
            model: [widget.tag.normalLow, widget.tag.normalHigh]

            Rectangle {
                required property real modelData

                color: Theme.marker
                height: 2
                visible: !isNaN(modelData)
                width: vessel.width * 0.3
                x: vessel.width - width
                y: vessel.height - 2 - (vessel.height - 4) * (modelData - widget.low)
                   / (widget.high - widget.low)
            }
        }
    }

    ValueText {
        id: value

        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        tag: widget.tag
    }
}
