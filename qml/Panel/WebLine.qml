// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Where browsers find the station and how to know that they are there; nothing while it serves none.
Column {
    id: line

    spacing: Theme.space
    visible: Plant.webFingerprint !== ""

    Label {
        font.pixelSize: Theme.fontSmall
        text: qsTr("Browsers: %1").arg(Plant.webAddress)
        width: line.width
        wrapMode: Text.WrapAnywhere
    }
    Label {
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        objectName: "webFingerprint"
        text: qsTr("SHA-256 of the certificate: %1").arg(Plant.webFingerprint)
        width: line.width
        wrapMode: Text.WrapAnywhere
    }
    Label {
        font.bold: true
        font.pixelSize: Theme.fontSmall
        objectName: "webWarning"
        text: Plant.webWarning
        visible: text !== ""
        width: line.width
        wrapMode: Text.WordWrap
    }
}
