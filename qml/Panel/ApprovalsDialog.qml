// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// The writes that wait for a second person.
Dialog {
    id: dialog

    signal decisionWanted(row: ApprovalRow)

    contentWidth: Theme.mm(150, 500)
    objectName: "approvalsDialog"
    subtitle: qsTr("Nothing is written before another person has approved it")
    title: qsTr("Waiting for approval")

    onOpened: Plant.approvals.clearError()

    Connections {
        enabled: dialog.visible
        target: Plant.approvals

        // Nothing is left to be done here.
        function onDecided(ok: bool) : void {
            if (ok && Plant.approvals.count === 0)
                dialog.close()
        }
    }

    Notice {
        Layout.fillWidth: true
        objectName: "approvalError"
        text: Plant.approvals.error
        visible: text !== ""
    }
    Label {
        Layout.fillWidth: true
        color: Theme.textDim
        text: qsTr("Nothing waits.")
        visible: view.count === 0
    }
    Item {
        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(view.contentHeight, dialog.room)

        ListView {
            id: view

            anchors.fill: parent
            boundsBehavior: Flickable.StopAtBounds
            clip: true
            model: Plant.approvals
            spacing: Display.gap - Theme.space

            delegate: ApprovalRow {
                id: row

                width: view.width - (mark.visible ? 2 * mark.width : 0)
                onDecisionWanted: dialog.decisionWanted(row)
            }
        }
        ScrollMark {
            id: mark

            anchors.bottom: parent.bottom
            anchors.right: parent.right
            anchors.top: parent.top
            flickable: view
        }
    }
}
