// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Ends of the range, normal band, and what may be written, as numbers below the indicator.
Item {
    id: line

    required property TagItem tag

    function span(from: real, to: real) : string {
        if (isNaN(from))
            return "≤ " + tag.format(to)
        if (isNaN(to))
            return "≥ " + tag.format(from)
        return tag.format(from) + " … " + tag.format(to)
    }

    implicitHeight: middle.implicitHeight

    Label {
        anchors.left: parent.left
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        text: line.tag.format(line.tag.low)
    }
    Row {
        id: middle

        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.spaceLarge * 2

        Label {
            color: Theme.textDim
            font.pixelSize: Theme.fontSmall
            text: qsTr("Normal %1").arg(line.span(line.tag.normalLow, line.tag.normalHigh))
            visible: !isNaN(line.tag.normalLow) || !isNaN(line.tag.normalHigh)
        }
        Label {
            color: Theme.textDim
            font.pixelSize: Theme.fontSmall
            text: qsTr("Can be set %1").arg(line.span(line.tag.minimum, line.tag.maximum))
            visible: line.tag.writable && (!isNaN(line.tag.minimum) || !isNaN(line.tag.maximum))
        }
    }
    Label {
        anchors.right: parent.right
        color: Theme.textDim
        font.pixelSize: Theme.fontSmall
        text: line.tag.format(line.tag.high) + " " + line.tag.unit
    }
}
