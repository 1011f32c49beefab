// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Theme

/// Shows that there is more to scroll to, and where one is.
Item {
    id: mark

    required property Flickable flickable
    readonly property real part: flickable.height / Math.max(1, flickable.contentHeight)

    visible: part < 0.999
    width: Theme.mm(0.9, 4)

    Rectangle {
        anchors.fill: parent
        color: Theme.track
    }
    Rectangle {
        color: Theme.outlineStrong
        height: mark.height * mark.part
        radius: width / 2
        width: parent.width
        y: mark.flickable.contentY / Math.max(1, mark.flickable.contentHeight) * mark.height
    }
}
