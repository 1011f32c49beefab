// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Chooses one of the states that a value can have.
Dialog {
    id: dialog

    required property TagItem tag
    readonly property var onOff: [{ value: 0, label: qsTr("Off"), tone: "normal" },
                                  { value: 1, label: qsTr("On"), tone: "active" }]

    signal chosen(var value)

    function choose(value: var) : void {
        close()
        chosen(dialog.tag.isSwitch ? Number(value) !== 0 : String(value))
    }

    contentWidth: Theme.mm(90, 320)
    objectName: "stateDialog"
    subtitle: tag.path
    title: tag.name

    Label {
        color: Theme.textDim
        text: qsTr("Now: %1").arg(dialog.tag.good ? dialog.tag.text : dialog.tag.qualityText)
    }
    ColumnLayout {
        Layout.fillWidth: true
        spacing: Display.gap

        Repeater {
            model: dialog.tag.hasStates ? dialog.tag.states : dialog.onOff

            Button {
                required property var modelData

                Layout.fillWidth: true
                checked: dialog.tag.good && modelData.label === dialog.tag.text
                name: "state " + modelData.value
                text: modelData.label
                onTriggered: dialog.choose(modelData.value)
            }
        }
    }
}
