// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One write that waits: what, from which value to which, who and why; taken back by who asked for
/// it, decided by others.
Item {
    id: row

    required property string approvalId
    required property string tagId
    required property string title
    required property string path
    required property string wanted
    required property string asked
    required property string reason
    required property bool own
    readonly property string present: tag.good ? tag.labelOf(tag.value) : tag.qualityCode

    signal decisionWanted()

    implicitHeight: Display.target + Theme.space

    TagItem {
        id: tag

        tagId: row.tagId
    }

    RowLayout {
        anchors.fill: parent
        spacing: Theme.spaceLarge

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
                text: row.present + " → " + row.wanted
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                maximumLineCount: 2
                text: row.reason === "" ? row.asked : row.asked + " · " + row.reason
                wrapMode: Text.Wrap
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
