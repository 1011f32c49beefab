// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Asks before a write. When the time runs out nothing is written.
Dialog {
    id: dialog

    required property TagItem tag
    required property var value

    signal accepted()

    buttons: [
        Button {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            name: "refuse"
            text: qsTr("Cancel")
            onTriggered: dialog.cancel()
        },
        Button {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            name: "confirm"
            primary: true
            text: qsTr("Write")
            onTriggered: {
                dialog.close()
                dialog.accepted()
            }
        }
    ]
    contentWidth: Theme.mm(100, 340)
    objectName: "confirmDialog"
    subtitle: tag.path
    timeoutSeconds: 20
    title: qsTr("Change %1?").arg(tag.name)

    RowLayout {
        spacing: Theme.spaceLarge

        Label {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            color: Theme.textDim
            font.pixelSize: Theme.fontValue
            fontSizeMode: Text.HorizontalFit
            horizontalAlignment: Text.AlignHCenter
            minimumPixelSize: Theme.fontSmall
            text: dialog.tag.good ? dialog.tag.text : "–"
        }
        Icon {
            color: Theme.textDim
            name: "next"
            size: Theme.fontValue
        }
        Label {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            font.bold: true
            font.pixelSize: Theme.fontValue
            fontSizeMode: Text.HorizontalFit
            horizontalAlignment: Text.AlignHCenter
            minimumPixelSize: Theme.fontSmall
            text: dialog.visible ? dialog.tag.labelOf(dialog.value) : ""
        }
    }
}
