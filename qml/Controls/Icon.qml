// SPDX-FileCopyrightText: 2026 The Modbus Web Server authors
// SPDX-License-Identifier: GPL-3.0-or-later

pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import Mws.Theme

/// One of the built-in line icons, drawn on a grid of 24 units.
Item {
    id: icon

    property string name
    property color color: Theme.text
    property real size: Theme.mm(4.2, 18)
    property real strokeWidth: 1.8

    readonly property var paths: ({
        "overview": "M4 4H10V10H4ZM14 4H20V10H14ZM4 14H10V20H4ZM14 14H20V20H14Z",
        "pump": "M11 6A6.5 6.5 0 1 0 17.5 12.5V6H21M11 6H17.5M2 12.5H4.5M8 21L9.3 18.6M14 21L12.7 18.6M6.5 21H15.5M9 10L14 12.5L9 15Z",
        "dosing": "M12 3C12 3 6 10 6 14.5A6 6 0 0 0 18 14.5C18 10 12 3 12 3ZM9 14.5A3 3 0 0 0 12 17.5",
        "energy": "M13 2.5L5.5 13.5H11L10 21.5L18.5 10H12.5Z",
        "user": "M12 12A4 4 0 1 0 12 4A4 4 0 0 0 12 12ZM4.5 20.5C4.5 16.5 8 15 12 15C16 15 19.5 16.5 19.5 20.5",
        "lock": "M6 11H18V20H6ZM8.5 11V7.5A3.5 3.5 0 0 1 15.5 7.5V11M12 14.5V16.5",
        "day": "M12 8A4 4 0 1 0 12 16A4 4 0 0 0 12 8ZM12 2.5V5M12 19V21.5M2.5 12H5M19 12H21.5M5.3 5.3L7 7M17 17L18.7 18.7M18.7 5.3L17 7M7 17L5.3 18.7",
        "night": "M19.5 14.5A8 8 0 1 1 9.5 4.5A6.5 6.5 0 0 0 19.5 14.5Z",
        "contrast": "M12 3.5A8.5 8.5 0 1 0 12 20.5A8.5 8.5 0 0 0 12 3.5ZM12 3.5V20.5M12 8H19M12 12H20.5M12 16H19",
        "link": "M4 7H20V13H4ZM8 13V17M16 13V17M5 17H19",
        "close": "M5.5 5.5L18.5 18.5M18.5 5.5L5.5 18.5",
        "next": "M9 5L16 12L9 19",
        "back": "M8.5 5.5H21V18.5H8.5L3 12ZM11.5 9L17.5 15M17.5 9L11.5 15",
        "up": "M5 15L12 8L19 15",
        "down": "M5 9L12 16L19 9",
        "shift": "M12 4L20 12.5H16V19H8V12.5H4Z",
        "check": "M4.5 12.5L10 18L19.5 6.5",
        "edit": "M4 20L5 15.5L16.5 4L20 7.5L8.5 19ZM14 6.5L17.5 10",
        "page": "M6 3.5H14L18.5 8V20.5H6ZM14 3.5V8H18.5"
    })

    implicitHeight: size
    implicitWidth: size

    Shape {
        height: 24
        scale: icon.size / 24
        transformOrigin: Item.TopLeft
        width: 24

        ShapePath {
            capStyle: ShapePath.RoundCap
            fillColor: "transparent"
            joinStyle: ShapePath.RoundJoin
            strokeColor: icon.color
            strokeWidth: icon.strokeWidth

            PathSvg { path: icon.paths[icon.name] ?? icon.paths["page"] }
        }
    }
}
