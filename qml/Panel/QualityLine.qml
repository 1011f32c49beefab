// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// How far the value may be trusted, in words, and how old it is when it is not live.
Column {
    id: line

    required property TagItem tag

    spacing: Theme.spaceTiny

    Label {
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        text: qsTr("Quality")
        width: parent.width
    }
    Row {
        spacing: Theme.space
        width: parent.width

        StateMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            size: Theme.fontBody
            tone: "warning"
            visible: !line.tag.good
            width: visible ? implicitWidth : 0
        }
        Label {
            font.bold: true
            text: line.tag.good ? qsTr("Good, live") : line.tag.qualityText
            width: line.width - mark.width - Theme.space
            wrapMode: Text.WordWrap
        }
    }
    Label {
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        text: line.tag.age === "" ? qsTr("Never answered") : qsTr("Last answer %1 ago").arg(line.tag.age)
        visible: !line.tag.good
        width: parent.width
    }
}
