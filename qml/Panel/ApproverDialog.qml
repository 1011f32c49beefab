// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// A second person says yes or no to a write, with name and PIN. When the time runs out nothing is
/// decided; when the request ends meanwhile, the dialog says so.
Dialog {
    id: dialog

    property string approvalId
    property string tagId
    property string wanted
    property string asked
    property string reason
    property string user
    property string pin
    property bool waiting: true
    property string timeLeft
    property var deciders: []
    /// What field, buttons and a person and a half of the list leave over, but the values in any case.
    readonly property real factsRoom: Math.max(Theme.mm(9, 32), room - 3.5 * Display.minimumTarget
                                               - 3 * Theme.spaceLarge)
    readonly property bool ready: waiting && user !== "" && pin.length >= 4 && !Plant.approvals.busy

    /// About a row of the list, which may go while the dialog is open.
    function ask(row: ApprovalRow) : void {
        approvalId = row.approvalId
        tagId = row.tagId
        title = qsTr("Approve: %1").arg(row.title)
        subtitle = row.path
        wanted = row.wanted
        asked = row.asked
        reason = row.reason
        open()
    }

    function look() : void {
        waiting = Plant.approvals.waits(approvalId)
        timeLeft = Plant.approvals.timeLeft(approvalId)
    }

    function choose(name: string) : void {
        touched()
        Plant.approvals.clearError()
        user = name
        pin = ""
    }

    function press(key: string) : void {
        touched()
        Plant.approvals.clearError()
        if (key === "back")
            pin = pin.slice(0, -1)
        else if (key === "clear")
            pin = ""
        else if (pin.length < 12)
            pin += key
    }

    function decide(yes: bool) : void {
        const typed = pin
        pin = ""
        if (yes)
            Plant.approvals.approve(approvalId, user, typed)
        else
            Plant.approvals.decline(approvalId, user, typed)
    }

    contentWidth: Theme.mm(165, 540)
    objectName: "approverDialog"

    onCancelled: Plant.approvals.clearError()
    onOpened: {
        UserSession.refreshUsers()
        deciders = Plant.approvals.deciders(approvalId)
        choose("")
        look()
    }

    TagItem {
        id: subject

        tagId: dialog.tagId
    }
    Connections {
        enabled: dialog.visible
        target: Plant.approvals

        function onChanged() : void { dialog.look() }
        function onDecided(ok: bool) : void {
            if (ok)
                dialog.close()
        }
    }
    Connections {
        enabled: dialog.visible
        target: Plant

        function onTimeChanged() : void { dialog.look() }
    }

    RowLayout {
        spacing: Theme.spaceLarge * 1.5

        ColumnLayout {
            spacing: Theme.spaceLarge

            ApprovalFacts {
                Layout.fillWidth: true
                implicitHeight: Math.min(Theme.mm(26, 90), dialog.factsRoom)
                asked: dialog.asked
                reason: dialog.reason
                tag: subject
                timeLeft: dialog.timeLeft
                wanted: dialog.wanted
            }
            Notice {
                Layout.fillWidth: true
                objectName: "approvalOver"
                text: dialog.waiting || Plant.approvals.busy ? "" : qsTr("The request does not wait any more.")
            }
            UserList {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.minimumHeight: Display.minimumTarget
                enabled: dialog.waiting && !Plant.approvals.busy
                implicitHeight: Theme.mm(34, 120)
                offered: dialog.deciders
                opacity: dialog.waiting ? 1 : 0.4
                selected: dialog.user
                onChosen: name => dialog.choose(name)
            }
            PinField {
                Layout.fillWidth: true
                error: Plant.approvals.error
                hint: Plant.approvals.busy ? qsTr("Checking…")
                    : !dialog.waiting ? ""
                    : dialog.user === "" ? qsTr("Choose another person") : qsTr("Enter PIN")
                pin: dialog.pin
            }
            RowLayout {
                Layout.fillHeight: false
                spacing: Display.gap

                Button {
                    Layout.fillWidth: true
                    Layout.preferredHeight: Display.minimumTarget
                    Layout.preferredWidth: 1
                    enabled: dialog.ready
                    name: "decline"
                    text: qsTr("Decline")
                    onTriggered: dialog.decide(false)
                }
                Button {
                    Layout.fillWidth: true
                    Layout.preferredHeight: Display.minimumTarget
                    Layout.preferredWidth: 1
                    enabled: dialog.ready
                    name: "approve"
                    primary: true
                    text: qsTr("Approve")
                    onTriggered: dialog.decide(true)
                }
            }
        }
        NumberPad {
            Layout.alignment: Qt.AlignTop
            enabled: dialog.waiting && dialog.user !== "" && !Plant.approvals.busy
            room: dialog.room
            onPressed: key => dialog.press(key)
        }
    }
}
