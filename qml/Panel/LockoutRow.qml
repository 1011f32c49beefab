// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// The plant, or one area: whether it is locked to the panel, and the button that changes it.
Item {
    id: row

    required property string area
    required property string title
    required property bool locked
    required property string detail
    required property bool allowed

    implicitHeight: Display.target + Theme.space

    RowLayout {
        anchors.fill: parent
        spacing: Theme.spaceLarge

        StateMark { tone: row.locked ? "warning" : "normal" }
        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Label {
                Layout.fillWidth: true
                font.bold: true
                text: row.title
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                text: row.locked ? row.detail : qsTr("remote writes are taken")
            }
        }
        Button {
            checked: row.locked
            enabled: row.allowed
            name: "lockout " + (row.area === "" ? "plant" : row.area)
            text: row.locked ? qsTr("Lift") : qsTr("Lock")

            onTriggered: Plant.lockouts.toggle(row.area)
        }
    }
}
