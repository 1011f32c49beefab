// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Who is signed in, and the way out.
Dialog {
    id: dialog

    signal lockoutsWanted()

    buttons: [
        Button {
            Layout.fillWidth: true
            name: "local control"
            text: qsTr("Local control")
            onTriggered: {
                dialog.close()
                dialog.lockoutsWanted()
            }
        },
        Button {
            Layout.fillWidth: true
            name: "sign out"
            primary: true
            text: qsTr("Sign out")
            onTriggered: {
                dialog.close()
                UserSession.signOut()
            }
        }
    ]
    contentWidth: Theme.mm(90, 320)
    objectName: "userDialog"
    subtitle: UserSession.roleName
    timeoutSeconds: 30
    title: UserSession.displayName

    Label {
        Layout.fillWidth: true
        color: Theme.textDim
        text: qsTr("Signed out by itself after %n second(s) without a touch", "",
                   UserSession.secondsLeft)
        wrapMode: Text.WordWrap
    }
}
