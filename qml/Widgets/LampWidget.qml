// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// The state of something as mark and word.
WidgetFrame {
    id: widget

    Row {
        anchors.left: parent.left
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(0.9, 4)

        StateMark {
            id: mark

            anchors.verticalCenter: parent.verticalCenter
            opacity: widget.tag.good ? 1 : 0.4
            size: Math.min(Theme.mm(3.4, 15), widget.height * 0.4)
            tone: widget.tag.good ? widget.tag.tone : "normal"
        }
        Label {
            anchors.verticalCenter: parent.verticalCenter
            color: widget.tag.good ? Theme.text : Theme.textDisabled
            font.bold: widget.tag.good && widget.tag.tone !== "normal"
            fontSizeMode: Text.HorizontalFit
            font.pixelSize: Theme.fontBody
            minimumPixelSize: Theme.fontTiny
            text: widget.tag.bad ? "–" : widget.tag.text
            width: Math.max(0, widget.width - mark.width - Theme.space * 3)
        }
    }
}
