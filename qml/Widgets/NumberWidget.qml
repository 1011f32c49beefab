// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Controls
import Mws.Theme

/// A value that can be set: touch it to enter another.
WidgetFrame {
    id: widget

    raised: true

    ValueText {
        anchors.left: parent.left
        anchors.right: pen.left
        anchors.verticalCenter: parent.verticalCenter
        fontSize: widget.tag.hasStates ? Math.min(Theme.fontHeading, parent.height * 0.7)
                                       : Math.min(Theme.fontValue, parent.height * 0.8)
        tag: widget.tag
    }
    Icon {
        id: pen

        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.textDim
        name: "edit"
        size: Theme.fontBody
        visible: !widget.locked && widget.width > Theme.mm(20, 80)
        width: visible ? implicitWidth : 0
    }
}
