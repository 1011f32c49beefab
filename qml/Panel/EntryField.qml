// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// What is typed, with a caret; no keyboard focus is involved.
Rectangle {
    id: field

    property string text
    property string unit
    property bool erroneous: false
    property real fontSize: Math.floor(Theme.fontValue * 1.3)

    border.color: erroneous ? Theme.warning : Theme.accent
    border.width: 2
    color: Theme.raised
    implicitHeight: fontSize * 1.8
    radius: Theme.radius

    Label {
        id: typed

        anchors.left: parent.left
        anchors.leftMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter
        elide: Text.ElideLeft
        font.bold: true
        font.pixelSize: field.fontSize
        text: field.text
        width: Math.min(implicitWidth, field.width - unitLabel.width - Theme.spaceLarge * 4)
    }
    Rectangle {
        anchors.left: typed.right
        anchors.leftMargin: 3
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.accent
        height: field.fontSize
        width: 2
    }
    Label {
        id: unitLabel

        anchors.right: parent.right
        anchors.rightMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.textDim
        font.pixelSize: Theme.fontHeading
        text: field.unit
    }
}
