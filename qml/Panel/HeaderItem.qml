// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Something in the header that can be touched: icon, small title, text.
Item {
    id: item

    required property string name
    property string icon
    property string title
    property string text
    /// "warning" or "alarm" shows the mark of it instead of the icon.
    property string mark

    signal triggered()

    Layout.fillHeight: true
    implicitWidth: Math.max(Display.minimumTarget, content.implicitWidth + 2 * Theme.spaceLarge)

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.spaceTiny * 2
        color: area.held ? Theme.textDim : Theme.headerRaised
        radius: Theme.radius
    }
    RowLayout {
        id: content

        anchors.fill: parent
        anchors.leftMargin: Theme.spaceLarge
        anchors.rightMargin: Theme.spaceLarge
        spacing: Theme.space * 1.5

        Icon {
            color: Theme.headerText
            name: item.icon
            visible: item.mark === ""
        }
        StateMark {
            tone: item.mark
            visible: item.mark !== ""
        }
        ColumnLayout {
            spacing: 0
            visible: item.title !== "" || item.text !== ""

            Label {
                Layout.fillWidth: true
                color: Theme.headerDim
                font.pixelSize: Theme.fontTiny
                text: item.title
                visible: text !== ""
            }
            Label {
                Layout.fillWidth: true
                color: Theme.headerText
                font.bold: item.mark !== ""
                font.pixelSize: Theme.fontBody
                text: item.text
            }
        }
    }
    TouchArea {
        id: area

        anchors.fill: parent
        name: item.name
        onTapped: item.triggered()
    }
}
