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
            text: dialog.tag.secondPerson ? qsTr("Ask for approval") : qsTr("Write")
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

    ChangeLine {
        Layout.fillWidth: true
        tag: dialog.tag
        wanted: dialog.visible ? dialog.tag.labelOf(dialog.value) : ""
    }
    Label {
        Layout.fillWidth: true
        color: Theme.textDim
        text: qsTr("Sent when another person has approved it.")
        visible: dialog.tag.secondPerson
        wrapMode: Text.WordWrap
    }
}
