// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// From which value to which a tag is to be changed; never cut short.
RowLayout {
    id: line

    required property TagItem tag
    /// With its unit.
    required property string wanted

    component Side: Label {
        readonly property int longText: 24

        Layout.fillWidth: true
        Layout.preferredWidth: 1
        elide: Text.ElideNone
        font.pixelSize: text.length > longText ? Theme.fontBody : Theme.fontValue
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.Wrap
    }

    spacing: Theme.spaceLarge

    Side {
        color: Theme.textDim
        objectName: "present"
        text: line.tag.good ? line.tag.labelOf(line.tag.value) : line.tag.qualityCode
    }
    Icon {
        color: Theme.textDim
        name: "next"
        size: Theme.fontValue
    }
    Side {
        font.bold: true
        objectName: "wanted"
        text: line.wanted
    }
}
