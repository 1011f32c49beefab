// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import Mws.Hmi
import Mws.Theme

/// Digits as on a telephone turned over: 7 8 9 above. Without point and sign it is a PIN pad.
GridLayout {
    id: pad

    property string pointText: "."
    property bool withPoint: false
    property bool withSign: false
    /// Height that there is for it; the keys shrink to fit.
    property real room: Infinity
    /// Height with keys of full size.
    readonly property int fullHeight: 4 * Display.target + 3 * Display.gap
    readonly property int keySize: Math.min(Display.target, Math.floor((pad.room - 3 * Display.gap) / 4))

    /// "0" to "9", "point", "sign", "back", "clear"
    signal pressed(string key)

    readonly property var keys: ["7", "8", "9", "back", "4", "5", "6", "clear", "1", "2", "3",
                                 "sign", "", "0", "point", ""]

    columnSpacing: Display.gap
    columns: 4
    rowSpacing: Display.gap

    Repeater {
        model: pad.keys

        Button {
            id: key

            required property string modelData
            readonly property bool fits: modelData !== "" && (modelData !== "sign" || pad.withSign)
                                         && (modelData !== "point" || pad.withPoint)

            Layout.preferredHeight: pad.keySize
            Layout.preferredWidth: pad.keySize
            enabled: fits
            fontSize: Theme.fontValue
            icon: modelData === "back" ? "back" : ""
            name: "key " + modelData
            opacity: fits ? 1 : 0
            text: modelData === "back" ? "" : modelData === "clear" ? "C"
                : modelData === "point" ? pad.pointText : modelData === "sign" ? "±" : modelData

            onTriggered: pad.pressed(key.modelData)
        }
    }
}
