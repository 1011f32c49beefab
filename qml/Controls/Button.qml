// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi
import Mws.Theme

/// A push button of at least the touch size.
Item {
    id: button

    property string text
    property string icon
    /// What it does when it has an icon only; also its name for tests and screen readers.
    property string name: text
    property bool primary: false
    property bool checked: false
    property color textColor: !enabled ? Theme.textDisabled
                                       : primary || checked ? Theme.accentText : Theme.text
    property color faceColor: area.held ? Theme.pressed
                                        : checked || (primary && enabled) ? Theme.accent
                                                                          : Theme.raised
    property int fontSize: Theme.fontBody

    signal triggered()

    implicitHeight: Display.target
    implicitWidth: Math.max(Display.target, content.implicitWidth + 2 * Theme.spaceLarge)

    Rectangle {
        anchors.fill: parent
        border.color: button.enabled ? Theme.outlineStrong : Theme.outline
        border.width: Theme.outlineWidth
        color: button.faceColor
        radius: Theme.radius
    }

    Row {
        id: content

        anchors.centerIn: parent
        spacing: Theme.space

        Icon {
            anchors.verticalCenter: parent.verticalCenter
            color: area.held ? Theme.text : button.textColor
            name: button.icon
            visible: button.icon !== ""
            width: visible ? implicitWidth : 0
        }
        Label {
            color: area.held ? Theme.text : button.textColor
            font.pixelSize: button.fontSize
            height: button.height
            text: button.text
            visible: button.text !== ""
            width: Math.min(implicitWidth, button.width - 2 * Theme.space)
        }
    }

    TouchArea {
        id: area

        anchors.fill: parent
        name: button.name
        onTapped: button.triggered()
    }
}
