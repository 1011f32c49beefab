// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// One line of a trend: its colour, its name and its value now.
Item {
    id: legend

    required property string tagId
    required property color color
    readonly property TagItem tag: Tags.item(tagId)
    readonly property string shortName: tag.path.split("/").slice(-2).join(" · ")

    signal activated()

    Rectangle {
        id: stroke

        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        color: legend.color
        height: Theme.mm(0.6, 3)
        width: Theme.mm(2.4, 12)
    }
    Column {
        anchors.left: stroke.right
        anchors.leftMargin: Theme.space
        anchors.right: parent.right
        anchors.rightMargin: Theme.space
        anchors.verticalCenter: parent.verticalCenter

        Label {
            color: Theme.textDim
            font.pixelSize: Theme.fontTiny
            text: legend.shortName
            width: parent.width
        }
        Label {
            font.bold: true
            font.pixelSize: Theme.fontSmall
            text: legend.tag.good ? legend.tag.text + " " + legend.tag.unit
                               : legend.tag.qualityCode + (legend.tag.stale ? " " + legend.tag.age : "")
            width: parent.width
        }
    }
    TouchArea {
        // Reaches into the plot, which takes no touch: the line itself is lower than a finger.
        anchors.bottom: parent.bottom
        anchors.left: parent.left
        anchors.right: parent.right
        height: Math.max(parent.height, Display.minimumTarget)
        name: "legend " + legend.tagId
        spoken: legend.shortName
        onTapped: legend.activated()
    }
}
