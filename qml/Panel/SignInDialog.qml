// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Who are you: choose the user, then type the PIN.
Dialog {
    id: dialog

    property string user
    property string userTitle
    property string pin
    /// The keys have what they need, and the notice what they leave, but a few lines in any case.
    readonly property real noticeHeight: !notice.visible ? 0
        : Math.min(notice.implicitHeight, Math.max(Theme.mm(12, 44), room - pad.fullHeight - Theme.spaceLarge))

    function choose(name: string, shown: string) : void {
        touched()
        UserSession.clearError()
        user = name
        userTitle = shown
        pin = ""
    }

    function press(key: string) : void {
        touched()
        UserSession.clearError()
        if (key === "back")
            pin = pin.slice(0, -1)
        else if (key === "clear")
            pin = ""
        else if (pin.length < 12)
            pin += key
    }

    function submit() : void {
        UserSession.signInWithPin(user, pin)
        pin = ""
    }

    contentWidth: Theme.mm(165, 540)
    objectName: "signInDialog"
    title: qsTr("Sign in")

    onOpened: {
        UserSession.refreshUsers()
        UserSession.refreshNotice()
        choose("", "")
    }

    Connections {
        target: UserSession

        function onSignInFinished(ok: bool) : void {
            if (ok)
                dialog.close()
        }
    }

    SignInNotice {
        id: notice

        Layout.fillWidth: true
        Layout.preferredHeight: dialog.noticeHeight
        text: UserSession.notice
        visible: text !== ""
    }
    RowLayout {
        spacing: Theme.spaceLarge * 1.5

        ColumnLayout {
            spacing: Theme.spaceLarge

            UserList {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.minimumHeight: Display.minimumTarget
                implicitHeight: Theme.mm(40, 150)
                selected: dialog.user
                onChosen: (name, shown) => dialog.choose(name, shown)
            }
            RowLayout {
                Layout.fillHeight: false
                enabled: dialog.user !== "" && !UserSession.busy
                spacing: Display.gap

                PinField {
                    Layout.fillWidth: true
                    error: UserSession.error
                    hint: dialog.user === "" ? qsTr("Choose a user")
                        : UserSession.busy ? qsTr("Checking…") : qsTr("Enter PIN")
                    pin: dialog.pin
                }
                Button {
                    Layout.preferredHeight: Display.minimumTarget
                    enabled: dialog.pin.length >= 4
                    icon: "check"
                    name: "accept pin"
                    primary: true
                    onTriggered: dialog.submit()
                }
            }
        }
        NumberPad {
            id: pad

            Layout.alignment: Qt.AlignTop
            enabled: dialog.user !== "" && !UserSession.busy
            room: dialog.room - (notice.visible ? dialog.noticeHeight + Theme.spaceLarge : 0)
            onPressed: key => dialog.press(key)
        }
    }
}
