// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// How the first administrator is made; there until that has happened. A touch hides it until the
/// next code.
Rectangle {
    id: notice

    property string hiddenCode

    border.color: Theme.outlineStrong
    border.width: Theme.outlineWidth
    color: Theme.raised
    height: Math.max(Display.minimumTarget, column.implicitHeight + 2 * Theme.space)
    objectName: "setupNotice"
    radius: Theme.radius
    visible: Plant.setupCode !== "" && Plant.setupCode !== notice.hiddenCode

    Column {
        id: column

        anchors.left: parent.left
        anchors.margins: Theme.spaceLarge
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space

        Label {
            text: qsTr("There is no administrator yet. Open %1 in a browser on this computer and enter the code:").arg(
                Plant.setupAddress)
            width: parent.width
            wrapMode: Text.WordWrap
        }
        Label {
            font.bold: true
            font.pixelSize: Theme.fontHeading
            objectName: "setupCode"
            text: Plant.setupCode
            width: parent.width
            wrapMode: Text.WrapAnywhere
        }
        Label {
            color: Theme.textDim
            font.pixelSize: Theme.fontSmall
            text: qsTr("The browser must show this SHA-256 of the certificate: %1").arg(Plant.webFingerprint)
            visible: Plant.webFingerprint !== ""
            width: parent.width
            wrapMode: Text.WrapAnywhere
        }
    }
    TouchShield { }
    TouchArea {
        anchors.fill: parent
        name: "setup"
        onTapped: notice.hiddenCode = Plant.setupCode
    }
}
