// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Controls
import Mws.Hmi
import Mws.Theme

/// Keypad for a number: old value, limits, what is typed, and why it is not acceptable.
Dialog {
    id: dialog

    required property TagItem tag

    /// value is a decimal number as text.
    signal chosen(string value)

    function accept() : void {
        const value = entry.value
        close()
        chosen(value)
    }

    contentWidth: Theme.mm(145, 480)
    objectName: "numberDialog"
    subtitle: tag.path
    title: tag.name

    onOpened: entry.press("clear")

    NumberEntry {
        id: entry

        current: dialog.tag.number
        decimals: dialog.tag.decimals
        maximum: dialog.tag.maximum
        minimum: dialog.tag.minimum
        step: dialog.tag.step
    }

    RowLayout {
        spacing: Theme.spaceLarge * 1.5

        ColumnLayout {
            Layout.alignment: Qt.AlignTop
            Layout.fillHeight: true
            Layout.fillWidth: true
            spacing: Theme.spaceLarge

            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                text: qsTr("Now %1 %2").arg(dialog.tag.good ? dialog.tag.text : dialog.tag.qualityCode)
                                       .arg(dialog.tag.unit)
            }
            EntryField {
                Layout.fillWidth: true
                erroneous: entry.explanation !== ""
                objectName: "entry"
                text: entry.text
                unit: dialog.tag.unit
            }
            Label {
                Layout.fillWidth: true
                color: Theme.textDim
                font.pixelSize: Theme.fontSmall
                text: dialog.limitsText
                visible: text !== ""
            }
            Notice {
                Layout.fillWidth: true
                objectName: "explanation"
                text: entry.explanation
            }
            Item { Layout.fillHeight: true }
            RowLayout {
                spacing: Display.gap

                Button {
                    Layout.fillWidth: true
                    icon: "down"
                    name: "key down"
                    text: dialog.stepText
                    onTriggered: dialog.press("down")
                }
                Button {
                    Layout.fillWidth: true
                    icon: "up"
                    name: "key up"
                    text: dialog.stepText
                    onTriggered: dialog.press("up")
                }
            }
            Button {
                Layout.fillWidth: true
                enabled: entry.acceptable
                name: "accept number"
                primary: true
                text: dialog.tag.confirm !== "none" ? qsTr("Continue")
                    : dialog.tag.secondPerson ? qsTr("Ask for approval") : qsTr("Write")
                onTriggered: dialog.accept()
            }
        }
        NumberPad {
            pointText: entry.pointText
            room: dialog.room
            withPoint: dialog.tag.decimals > 0
            withSign: entry.signAllowed
            onPressed: key => dialog.press(key)
        }
    }

    function press(key: string) : void {
        touched()
        entry.press(key)
    }

    readonly property string stepText: tag.step > 0 ? tag.format(tag.step) : ""
    readonly property string limitsText: {
        const low = isNaN(tag.minimum) ? "" : qsTr("Minimum %1").arg(tag.format(tag.minimum))
        const high = isNaN(tag.maximum) ? "" : qsTr("Maximum %1").arg(tag.format(tag.maximum))
        return [low, high].filter(part => part !== "").join("    ")
    }
}
