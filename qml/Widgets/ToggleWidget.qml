// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// Switches something on or off; for a momentary tag it is a push button that gives a command.
WidgetFrame {
    id: widget

    property string labelOn
    property string labelOff
    readonly property bool on: tag.value === true || tag.number > 0
    readonly property string command: labelOn || (tag.hasStates ? tag.labelOf(1) : qsTr("Start"))
    readonly property bool hasWords: tag.isSwitch || tag.hasStates
    /// The labels are those of 0 and 1 alone.
    readonly property string position: tag.number === 1 ? labelOn || (hasWords ? tag.text : qsTr("On"))
                                     : tag.number === 0 ? labelOff || (hasWords ? tag.text : qsTr("Off"))
                                     : tag.text

    immediate: true
    raised: true

    Row {
        anchors.left: widget.tag.momentary ? undefined : parent.left
        anchors.centerIn: widget.tag.momentary ? parent : undefined
        anchors.verticalCenter: widget.tag.momentary ? undefined : parent.verticalCenter
        spacing: Theme.mm(0.9, 4)

        Rectangle {
            id: slot

            readonly property int knob: Theme.mm(2.4, 11)

            anchors.verticalCenter: parent.verticalCenter
            border.color: Theme.outlineStrong
            border.width: Theme.outlineWidth
            color: widget.on ? Theme.active : Theme.inactive
            height: knob + 6
            radius: height / 2
            visible: !widget.tag.momentary
            width: visible ? knob * 2 + 6 : 0

            Rectangle {
                color: Theme.marker
                height: slot.knob
                radius: height / 2
                width: height
                x: widget.on ? parent.width - width - 3 : 3
                y: 3
            }
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            color: widget.tag.good && !widget.locked ? Theme.text : Theme.textDim
            font.bold: true
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.fontTiny
            text: widget.tag.momentary ? widget.command : widget.tag.bad ? "–" : widget.position
            width: Math.min(implicitWidth, widget.width - slot.width - Theme.space * 3)
        }
    }
}
