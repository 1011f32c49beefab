// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Asks for a text: the reason of a write, or the new value of a text tag.
Dialog {
    id: dialog

    property string initialText
    property string hint
    property string acceptText
    property int maximumLength: 250
    property bool required: false
    property string text

    signal accepted(string text)

    function press(key: string) : void {
        touched()
        if (key === "back")
            text = text.slice(0, -1)
        else if (text.length < maximumLength)
            text += key
    }

    buttons: [
        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: Display.minimumTarget
            Layout.preferredWidth: 1
            name: "refuse text"
            text: qsTr("Cancel")
            onTriggered: dialog.cancel()
        },
        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: Display.minimumTarget
            Layout.preferredWidth: 1
            enabled: !dialog.required || dialog.text.trim() !== ""
            name: "accept text"
            primary: true
            text: dialog.acceptText
            onTriggered: {
                dialog.close()
                dialog.accepted(dialog.text.trim())
            }
        }
    ]
    contentWidth: Theme.mm(175, 600)

    onOpened: text = initialText

    EntryField {
        id: entry

        Layout.fillWidth: true
        fontSize: Theme.fontHeading
        text: dialog.text

        Label {
            anchors.left: parent.left
            anchors.leftMargin: Theme.spaceLarge * 1.5
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.textDisabled
            text: dialog.hint
            visible: dialog.text === ""
        }
    }
    TextKeys {
        Layout.fillWidth: true
        room: dialog.room - entry.implicitHeight - Theme.spaceLarge
        onPressed: key => dialog.press(key)
    }
}
