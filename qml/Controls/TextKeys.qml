// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Hmi
import Mws.Theme

/// Letters for reasons and text values. Keys shrink with the width of the screen.
ColumnLayout {
    id: keys

    property bool upper: true
    property bool digits: false
    /// Height that there is for the keys; they shrink to fit.
    property real room: Infinity
    readonly property int keyHeight: Math.min(Display.minimumTarget,
                                              Math.floor((keys.room - 3 * keys.spacing) / 4))

    /// One character, or "back".
    signal pressed(string key)

    readonly property var letterRows: [["q", "w", "e", "r", "t", "z", "u", "i", "o", "p"],
                                       ["a", "s", "d", "f", "g", "h", "j", "k", "l", "ä"],
                                       ["y", "x", "c", "v", "b", "n", "m", "ö", "ü", "ß"]]
    readonly property var digitRows: [["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
                                      ["-", "_", "/", ":", ";", "(", ")", "&", "@", "\""],
                                      [".", ",", "?", "!", "'", "+", "*", "=", "%", "#"]]

    spacing: Theme.space

    Repeater {
        model: keys.digits ? keys.digitRows : keys.letterRows

        RowLayout {
            id: row

            required property var modelData

            spacing: Theme.space

            Repeater {
                model: row.modelData

                Button {
                    required property string modelData

                    Layout.fillWidth: true
                    Layout.minimumWidth: 1
                    Layout.preferredHeight: keys.keyHeight
                    Layout.preferredWidth: 1
                    fontSize: Theme.fontHeading
                    name: "key " + modelData
                    text: keys.upper && modelData !== "ß" ? modelData.toUpperCase() : modelData

                    onTriggered: {
                        keys.pressed(text)
                        keys.upper = false
                    }
                }
            }
        }
    }

    RowLayout {
        spacing: Theme.space

        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: keys.keyHeight
            Layout.preferredWidth: 2
            checked: keys.upper
            icon: "shift"
            name: "key shift"

            onTriggered: keys.upper = !keys.upper
        }
        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: keys.keyHeight
            Layout.preferredWidth: 2
            name: "key mode"
            text: keys.digits ? "ABC" : "123"

            onTriggered: keys.digits = !keys.digits
        }
        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: keys.keyHeight
            Layout.preferredWidth: 6
            name: "key space"
            text: qsTr("Space")

            onTriggered: keys.pressed(" ")
        }
        Button {
            Layout.fillWidth: true
            Layout.preferredHeight: keys.keyHeight
            Layout.preferredWidth: 2
            icon: "back"
            name: "key back"

            onTriggered: keys.pressed("back")
        }
    }
}
