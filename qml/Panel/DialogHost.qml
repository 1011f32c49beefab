// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Hmi

/// Opens what lies above the screens, and leads a write through its dialogs: entry, then
/// confirmation or reason where the tag asks for one, then the write.
Item {
    id: host

    /// A dialog is open: what lies below it is disabled, so that no touch can reach it.
    readonly property bool covering: faceplate.visible || host.entering || signInDialog.visible || userDialog.visible
                                     || communicationDialog.visible || lockoutDialog.visible
                                     || approvalsDialog.visible || approverDialog.visible
    readonly property bool entering: numberDialog.visible || stateDialog.visible || textDialog.visible
                                     || confirmDialog.visible || reasonDialog.visible

    function look(tagId: string) : void {
        faceplate.tagId = tagId
        faceplate.open()
    }

    /// Asks for a new value, or shows why there cannot be one.
    function edit(tagId: string) : void {
        target.tagId = tagId
        if (!target.mayWrite)
            look(tagId)
        else if (target.isText)
            textDialog.open()
        else if (target.hasStates || target.isSwitch)
            stateDialog.open()
        else
            numberDialog.open()
    }

    function command(tagId: string, on: bool) : void {
        target.tagId = tagId
        if (!target.mayWrite)
            look(tagId)
        else
            request(target.isSwitch ? on : on ? 1 : 0)
    }

    /// The value is chosen; asks what the tag wants asked, then writes.
    function request(value: var) : void {
        host.chosen = value
        if (target.confirm === "reason")
            reasonDialog.open()
        else if (target.confirm === "ask")
            confirmDialog.open()
        else
            target.write(value, false)
    }

    function showUser() : void {
        if (UserSession.signedIn)
            userDialog.open()
        else
            signInDialog.open()
    }

    function showCommunication() : void { communicationDialog.open() }

    function showApprovals() : void { approvalsDialog.open() }

    property var chosen

    TagItem { id: target }

    Connections {
        target: UserSession

        // What was begun with the rights of one must not be finished by another.
        function onChanged() : void { host.closeEntries() }
    }

    function closeEntries() : void {
        for (const dialog of [numberDialog, stateDialog, textDialog, confirmDialog, reasonDialog,
                              lockoutDialog])
            dialog.cancel()
    }

    Faceplate {
        id: faceplate

        enabled: !host.entering && !signInDialog.visible
        onEditWanted: tagId => host.edit(tagId)
        onSignInWanted: signInDialog.open()
    }
    NumberDialog {
        id: numberDialog

        tag: target
        onChosen: value => host.request(value)
    }
    StateDialog {
        id: stateDialog

        tag: target
        onChosen: value => host.request(value)
    }
    TextDialog {
        id: textDialog

        initialText: target.text
        maximumLength: 250
        objectName: "textDialog"
        subtitle: target.path
        title: target.name
        acceptText: target.confirm !== "none" ? qsTr("Continue")
                  : target.secondPerson ? qsTr("Ask for approval") : qsTr("Write")
        onAccepted: text => host.request(text)
    }
    ConfirmDialog {
        id: confirmDialog

        tag: target
        value: host.chosen
        onAccepted: target.write(host.chosen, true)
    }
    TextDialog {
        id: reasonDialog

        acceptText: (target.secondPerson ? qsTr("Ask for %1") : qsTr("Write %1"))
                    .arg(visible ? target.labelOf(host.chosen) : "")
        hint: qsTr("Reason, kept in the audit record")
        maximumLength: 500
        objectName: "reasonDialog"
        required: true
        subtitle: target.path
        title: qsTr("Why is %1 changed?").arg(target.name)
        onAccepted: text => target.write(host.chosen, true, text)
    }
    SignInDialog { id: signInDialog }
    UserDialog {
        id: userDialog

        onLockoutsWanted: lockoutDialog.open()
    }
    LockoutDialog { id: lockoutDialog }
    ApprovalsDialog {
        id: approvalsDialog

        enabled: !approverDialog.visible
        onDecisionWanted: row => approverDialog.ask(row)
    }
    ApproverDialog { id: approverDialog }
    CommunicationDialog { id: communicationDialog }
}
