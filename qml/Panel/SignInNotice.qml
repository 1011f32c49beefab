// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// What the operator wants people to read before they sign in; it scrolls when it is long.
Item {
    id: notice

    property alias text: label.text

    implicitHeight: label.implicitHeight
    objectName: "signInNotice"

    Flickable {
        id: view

        anchors.fill: parent
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        contentHeight: label.implicitHeight
        contentWidth: width

        Label {
            id: label

            elide: Text.ElideNone
            width: view.width - Theme.spaceLarge
            wrapMode: Text.Wrap
        }
    }
    ScrollMark {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        anchors.top: parent.top
        flickable: view
    }
}
