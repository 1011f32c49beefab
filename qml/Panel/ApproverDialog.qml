// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// A second person says yes or no to a write, with name and PIN. When the time runs out nothing is
/// decided.
Dialog {
    id: dialog

    property string approvalId
    property string detail
    property string requester
    property string user
    property string pin
    readonly property bool ready: user !== "" && pin.length >= 4 && !Plant.approvals.busy

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

    contentWidth: Theme.mm(145, 480)
    objectName: "approverDialog"

    onOpened: {
        UserSession.refreshUsers()
        choose("")
    }

    Connections {
        enabled: dialog.visible
        target: Plant.approvals

        function onDecided(ok: bool) : void {
            if (ok)
                dialog.close()
        }
    }

    RowLayout {
        spacing: Theme.spaceLarge * 1.5

        ColumnLayout {
            spacing: Theme.spaceLarge

            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                maximumLineCount: 3
                text: dialog.detail
                wrapMode: Text.WordWrap
            }
            UserList {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.minimumHeight: Display.minimumTarget
                implicitHeight: Theme.mm(44, 160)
                leftOut: dialog.requester
                selected: dialog.user
                onChosen: name => dialog.choose(name)
            }
            RowLayout {
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
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            enabled: dialog.user !== "" && !Plant.approvals.busy
            spacing: Theme.space

            EntryField {
                Layout.fillWidth: true
                Layout.preferredHeight: Display.minimumTarget
                erroneous: Plant.approvals.error !== ""
                fontSize: Theme.fontHeading
                text: "●".repeat(dialog.pin.length)

                Label {
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.spaceLarge * 1.5
                    anchors.verticalCenter: parent.verticalCenter
                    color: Theme.textDim
                    font.pixelSize: Theme.fontSmall
                    text: Plant.approvals.error !== "" ? Plant.approvals.error
                        : dialog.user === "" ? qsTr("Choose another person")
                        : Plant.approvals.busy ? qsTr("Checking…") : qsTr("Enter PIN")
                    visible: dialog.pin === ""
                    width: parent.width - 2 * Theme.spaceLarge
                }
            }
            NumberPad {
                keySize: Math.min(Display.target,
                                  (dialog.height - Theme.mm(38, 140)) / 4 - Display.gap)
                onPressed: key => dialog.press(key)
            }
        }
    }
}
