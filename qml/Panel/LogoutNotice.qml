// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Counts down the last seconds before the sign-out; any touch on the panel ends it.
Item {
    id: notice

    objectName: "logoutNotice"
    visible: UserSession.leaving

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: parent.top
        anchors.topMargin: Display.minimumTarget + Theme.spaceLarge
        border.color: Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: Theme.raised
        height: Display.minimumTarget
        radius: Theme.radius
        width: Math.min(notice.width - 2 * Theme.spaceLarge, row.implicitWidth + 4 * Theme.spaceLarge)

        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.spaceLarge

            StateMark {
                anchors.verticalCenter: parent.verticalCenter
                tone: "warning"
            }
            Label {
                anchors.verticalCenter: parent.verticalCenter
                font.bold: true
                text: qsTr("%1 is signed out in %n second(s). Touch to stay.", "",
                           UserSession.secondsLeft).arg(UserSession.displayName)
            }
        }
    }
}
