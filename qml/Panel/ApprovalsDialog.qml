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

    signal decisionWanted(string approvalId, string title, string path, string wanted,
                          string detail, string requester)

    contentWidth: Theme.mm(150, 500)
    objectName: "approvalsDialog"
    subtitle: qsTr("Nothing is written before another person has approved it")
    title: qsTr("Waiting for approval")

    onOpened: Plant.approvals.clearError()

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
    ListView {
        id: view

        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, dialog.height - Theme.mm(30, 110))
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: Plant.approvals

        delegate: ApprovalRow {
            id: row

            width: view.width
            onDecisionWanted: dialog.decisionWanted(row.approvalId, row.title, row.path, row.wanted,
                                                    row.detail, row.requester)
        }
    }
}
