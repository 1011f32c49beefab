// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Dots for the digits of a PIN; before the first one, what to do, or why it was refused.
EntryField {
    id: field

    property string pin
    property string hint
    property string error

    erroneous: field.error !== ""
    fontSize: Theme.fontHeading
    implicitHeight: Display.minimumTarget
    text: "●".repeat(field.pin.length)

    StateMark {
        id: mark

        anchors.left: parent.left
        anchors.leftMargin: Theme.spaceLarge * 1.5
        anchors.verticalCenter: parent.verticalCenter
        size: Theme.fontHeading
        tone: "warning"
        visible: field.erroneous && field.pin === ""
    }
    Label {
        anchors.left: mark.visible ? mark.right : parent.left
        anchors.leftMargin: mark.visible ? Theme.space : Theme.spaceLarge * 1.5
        anchors.right: parent.right
        anchors.rightMargin: Theme.spaceLarge
        anchors.verticalCenter: parent.verticalCenter
        color: field.erroneous ? Theme.text : Theme.textDim
        font.pixelSize: field.erroneous ? Theme.fontBody : Theme.fontSmall
        maximumLineCount: 3
        objectName: "pinHint"
        text: field.erroneous ? field.error : field.hint
        visible: field.pin === ""
        wrapMode: Text.Wrap
    }
}
