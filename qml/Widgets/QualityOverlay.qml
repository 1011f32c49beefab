// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Hatches what must not be taken for live, and says why.
Item {
    id: overlay

    required property TagItem tag
    readonly property string reason: tag.stale ? tag.qualityCode + " " + tag.age : tag.qualityCode

    Hatch {
        anchors.fill: parent
        color: Theme.hatch
        lineWidth: 1.5
        spacing: Theme.mm(1.6, 7)
    }
    Rectangle {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        border.color: Theme.outlineStrong
        border.width: Theme.outlineWidth
        color: Theme.surface
        height: Math.min(code.implicitHeight + Theme.spaceTiny, parent.height)
        radius: Theme.radius
        width: Math.min(code.implicitWidth + 2 * Theme.space, parent.width)

        Label {
            id: code

            anchors.centerIn: parent
            font.bold: true
            font.pixelSize: Theme.fontTiny
            text: overlay.reason
            width: Math.min(implicitWidth, parent.width - 4)
        }
    }
}
