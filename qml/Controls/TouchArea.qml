// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick

/// Where a finger may land. Acts when the finger is lifted inside; sliding off cancels. Quick taps
/// all count, which a MouseArea cannot: it loses the second touch of a pair.
Item {
    id: area

    required property string name
    readonly property bool held: handler.pressed

    signal tapped()

    objectName: name
    Accessible.name: name
    Accessible.role: Accessible.Button
    Accessible.onPressAction: tapped()

    TapHandler {
        id: handler

        gesturePolicy: TapHandler.ReleaseWithinBounds

        onTapped: area.tapped()
    }
}
