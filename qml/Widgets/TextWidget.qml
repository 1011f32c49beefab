// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// A fixed text.
Item {
    id: widget

    property string text
    property bool heading: false

    Label {
        anchors.fill: parent
        anchors.leftMargin: Theme.space
        anchors.rightMargin: Theme.space
        color: widget.heading ? Theme.text : Theme.textDim
        font.bold: widget.heading
        font.pixelSize: widget.heading ? Theme.fontHeading : Theme.fontSmall
        text: widget.text
        wrapMode: Text.WordWrap
    }
}
