// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import Mws.Theme

/// A value as number or text.
WidgetFrame {
    id: widget

    ValueText {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        fontSize: Math.min(Theme.fontValue, parent.height * 0.85)
        tag: widget.tag
    }
}
