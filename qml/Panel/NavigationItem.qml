// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One place to go to: icon above its name.
Item {
    id: item

    required property string name
    required property string icon
    required property string text
    property bool current: false

    signal triggered()

    height: Math.max(Display.minimumTarget, column.implicitHeight + 2 * Theme.space)

    Rectangle {
        anchors.fill: parent
        color: area.held ? Theme.pressed : item.current ? Theme.accent : "transparent"
    }
    Column {
        id: column

        anchors.centerIn: parent
        spacing: Theme.spaceTiny

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            color: label.color
            name: item.icon
            size: Theme.mm(4.6, 20)
        }
        Label {
            id: label

            color: area.held ? Theme.text : item.current ? Theme.accentText : Theme.text
            font.pixelSize: Theme.fontSmall
            fontSizeMode: Text.HorizontalFit
            horizontalAlignment: Text.AlignHCenter
            minimumPixelSize: Theme.fontTiny - 1
            text: item.text
            width: item.width - Theme.space
        }
    }
    TouchArea {
        id: area

        anchors.fill: parent
        name: item.name
        onTapped: item.triggered()
    }
}
