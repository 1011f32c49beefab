// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One write that waits: what, who and why; taken back by who asked for it, decided by others.
Item {
    id: row

    required property string approvalId
    required property string title
    required property string path
    required property string wanted
    required property string requester
    required property string detail
    required property bool own

    signal decisionWanted()

    implicitHeight: Display.target + Theme.space

    RowLayout {
        anchors.fill: parent
        spacing: Theme.spaceLarge

        ColumnLayout {
            Layout.fillWidth: true
            spacing: 0

            Label {
                Layout.fillWidth: true
                font.bold: true
                text: row.title + " → " + row.wanted
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                text: row.detail
            }
        }
        Button {
            enabled: !Plant.approvals.busy
            name: "withdraw"
            text: qsTr("Take back")
            visible: row.own

            onTriggered: Plant.approvals.withdraw(row.approvalId)
        }
        Button {
            enabled: !Plant.approvals.busy
            name: "decide"
            text: qsTr("Decide")

            onTriggered: row.decisionWanted()
        }
    }
}
