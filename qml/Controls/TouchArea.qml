// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick

/// Where a finger may land. Acts when the finger that came first is lifted inside; sliding off cancels.
/// Quick taps all count, which a MouseArea cannot: it loses the second touch of a pair. Nothing below
/// is touched, which a TapHandler cannot: it acts through items that lie above it.
MultiPointTouchArea {
    id: area

    required property string name
    /// What a screen reader says.
    property string spoken: name
    readonly property bool held: area.finger !== undefined
    /// pointId of the finger that counts.
    property var finger

    signal tapped()

    objectName: name
    Accessible.name: spoken
    Accessible.role: Accessible.Button
    Accessible.onPressAction: tapped()

    onCanceled: area.finger = undefined
    onEnabledChanged: area.finger = undefined
    onPressed: points => {
        if (!area.held)
            area.finger = points[0].pointId
    }
    onReleased: points => {
        for (const point of points) {
            if (point.pointId !== area.finger)
                continue
            area.finger = undefined
            area.tapped()
        }
    }
    onUpdated: points => {
        for (const point of points) {
            if (point.pointId === area.finger && !area.contains(Qt.point(point.x, point.y)))
                area.finger = undefined
        }
    }
    onVisibleChanged: area.finger = undefined
}
