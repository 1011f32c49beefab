// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// Says on every screen that no real plant is shown.
Rectangle {
    color: Theme.simulation
    implicitHeight: label.implicitHeight + Theme.space
    implicitWidth: label.implicitWidth + 2 * Theme.spaceLarge
    objectName: "simulation"
    radius: Theme.radius

    Label {
        id: label

        anchors.centerIn: parent
        color: Theme.simulationText
        font.bold: true
        font.pixelSize: Theme.fontSmall
        text: qsTr("SIMULATION")
    }
}
