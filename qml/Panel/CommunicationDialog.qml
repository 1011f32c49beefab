// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// How each device answers, and where browsers find the station.
Dialog {
    id: dialog

    contentWidth: Theme.mm(170, 560)
    objectName: "communicationDialog"
    subtitle: Plant.communicationText
    timeoutSeconds: 180
    title: qsTr("Communication")

    ListView {
        id: view

        Layout.fillHeight: true
        Layout.fillWidth: true
        Layout.preferredHeight: Math.min(contentHeight, dialog.height - Theme.mm(30, 110) - (webLine.visible ? webLine.implicitHeight : 0))
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: Plant.devices

        delegate: DeviceRow { width: view.width }
    }
    WebLine {
        id: webLine

        Layout.fillWidth: true
    }
}
