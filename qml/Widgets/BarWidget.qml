// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Theme

/// A value with a moving analogue indicator below.
WidgetFrame {
    id: widget

    property real low: tag.low
    property real high: tag.high

    ValueText {
        id: value

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        fontSize: Math.min(Theme.fontValue, parent.height * 0.52)
        height: parent.height * 0.56
        tag: widget.tag
    }
    AnalogBar {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 1
        anchors.left: parent.left
        anchors.leftMargin: 2
        anchors.right: parent.right
        anchors.rightMargin: 2
        anchors.top: value.bottom
        high: widget.high
        low: widget.low
        tag: widget.tag
    }
}
