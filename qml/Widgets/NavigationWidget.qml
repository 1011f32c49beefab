// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// Goes to another screen.
Item {
    id: widget

    property string title
    property string icon

    signal activated()

    Rectangle {
        anchors.fill: parent
        border.color: Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: area.held ? Theme.pressed : Theme.raised
        radius: Theme.radius
    }
    Label {
        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.spaceLarge + arrow.width
        font.bold: true
        text: widget.title
    }
    Icon {
        id: arrow

        anchors.right: parent.right
        anchors.rightMargin: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.textDim
        name: "next"
        size: Theme.fontHeading
    }
    TouchArea {
        id: area

        anchors.fill: parent
        anchors.margins: -Theme.mm(0.5, 2)
        name: "widget " + widget.objectName
        spoken: widget.title
        onTapped: widget.activated()
    }
}
