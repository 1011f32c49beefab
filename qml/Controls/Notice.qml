// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Theme

/// One sentence that explains why something is not possible, with a mark.
Item {
    id: notice

    property string text
    property bool serious: true

    implicitHeight: Math.max(mark.height, label.implicitHeight)
    visible: text !== ""

    StateMark {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
        size: Theme.fontHeading
        tone: notice.serious ? "warning" : "normal"
    }
    Label {
        id: label

        anchors.left: mark.right
        anchors.leftMargin: Theme.space
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: notice.text
        wrapMode: Text.WordWrap
    }
}
