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
    readonly property real noticeSpace: notice.visible ? notice.height + Theme.spaceLarge : 0

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

    contentWidth: Theme.mm(145, 480)
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
        Layout.maximumHeight: Theme.mm(12, 44)
        text: UserSession.notice
        visible: text !== ""
    }
    RowLayout {
        spacing: Theme.spaceLarge * 1.5

        UserList {
            Layout.fillHeight: true
            Layout.fillWidth: true
            selected: dialog.user
            onChosen: (name, shown) => dialog.choose(name, shown)
        }
        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            enabled: dialog.user !== "" && !UserSession.busy
            spacing: Theme.space

            RowLayout {
                spacing: Display.gap

                EntryField {
                    Layout.fillWidth: true
                    Layout.preferredHeight: Display.minimumTarget
                    erroneous: UserSession.error !== ""
                    fontSize: Theme.fontHeading
                    text: "●".repeat(dialog.pin.length)

                    Label {
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.spaceLarge * 1.5
                        anchors.verticalCenter: parent.verticalCenter
                        color: Theme.textDim
                        font.pixelSize: Theme.fontSmall
                        text: dialog.user === "" ? qsTr("Choose a user")
                            : UserSession.busy ? qsTr("Checking…")
                            : UserSession.error !== "" ? UserSession.error : qsTr("Enter PIN")
                        visible: dialog.pin === ""
                        width: parent.width - 2 * Theme.spaceLarge
                    }
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
            NumberPad {
                keySize: Math.min(Display.target,
                                  (dialog.height - Theme.mm(38, 140) - dialog.noticeSpace) / 4
                                  - Display.gap)
                onPressed: key => dialog.press(key)
            }
        }
    }
}
