// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// Says on every screen that remote writes are refused.
Rectangle {
    border.color: Theme.headerText
    border.width: Theme.outlineWidth
    color: Theme.header
    implicitHeight: label.implicitHeight + Theme.space
    implicitWidth: label.implicitWidth + 2 * Theme.spaceLarge
    objectName: "localOnly"
    radius: Theme.radius

    Label {
        id: label

        anchors.centerIn: parent
        color: Theme.headerText
        font.bold: true
        font.pixelSize: Theme.fontSmall
        text: qsTr("LOCAL ONLY")
    }
}
