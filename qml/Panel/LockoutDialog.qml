// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Locks the plant or an area to the panel while people work there, and lifts that.
Dialog {
    id: dialog

    contentWidth: Theme.mm(130, 440)
    objectName: "lockoutDialog"
    subtitle: qsTr("What is locked takes no writes from browsers, programs and control systems")
    title: qsTr("Local control")

    Label {
        Layout.fillWidth: true
        objectName: "lockoutError"
        text: Plant.lockouts.error
        visible: text !== ""
        wrapMode: Text.WordWrap
    }
    ListView {
        id: view

        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, dialog.height - Theme.mm(30, 110))
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: Plant.lockouts

        delegate: LockoutRow { width: view.width }
    }
}
